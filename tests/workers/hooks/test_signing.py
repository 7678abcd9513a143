"""Signatures, and the example of docs/hooks.md by which others verify them."""

import base64
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest

from workers.hooks.signing import Notice, headers, new_secret, secret_bytes, signature

NOTICE = Notice(key="mediaapp_1.e7", kind="ready", at=1_800_000_000.0, event='{"v":1,"name":"\\u00e4"}')


def verifier() -> Callable[[str, dict[str, str], bytes], bool]:
    """The function that docs/hooks.md shows."""
    document = (Path(__file__).parents[3] / "docs" / "hooks.md").read_text()
    (example,) = re.findall(r"```python\n(.*?)```", document, re.DOTALL)
    names: dict[str, Any] = {}
    exec(compile(example, "docs/hooks.md", "exec"), names)
    return cast("Callable[[str, dict[str, str], bytes], bool]", names["is_genuine"])


def test_the_example_takes_what_is_posted_and_nothing_else() -> None:
    is_genuine, secret, body = verifier(), new_secret(), NOTICE.body()
    told = dict(headers(NOTICE, body, now=time.time(), secret=secret))
    assert is_genuine(secret, told, body)
    assert is_genuine(secret, {**told, "webhook-signature": f"v1,AAAA {told['webhook-signature']}"}, body)
    assert not is_genuine(new_secret(), told, body)
    assert not is_genuine(secret, told, body + b" ")
    assert not is_genuine(secret, {**told, "webhook-id": "mediaapp_1.e8"}, body)
    late = dict(headers(NOTICE, body, now=time.time() - 400, secret=secret))
    assert not is_genuine(secret, late, body)


def test_the_signature_of_the_specification() -> None:
    """As the library standardwebhooks 1.1.0 computes it."""
    made = signature(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        key="msg_p5jXN8AQM9LWM0D4loKWxJek",
        stamp="1614265330",
        body=b'{"test": 2432232314}',
    )
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_the_body_is_the_same_each_time_and_without_a_secret_nothing_is_signed() -> None:
    assert NOTICE.body() == NOTICE.body()
    assert "webhook-signature" not in headers(NOTICE, NOTICE.body(), now=1.5, secret=None)
    assert headers(NOTICE, NOTICE.body(), now=1.5, secret=None)["webhook-timestamp"] == "1"


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "whsec_",
        "whsec_!!!",
        "whsec_" + base64.b64encode(bytes(23)).decode(),
        "whsec_" + base64.b64encode(bytes(65)).decode(),
        base64.b64encode(bytes(32)).decode(),
    ],
)
def test_what_is_no_secret_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"secret|base64"):
        secret_bytes(wrong)


def test_new_secrets_are_long_and_differ() -> None:
    assert len(secret_bytes(new_secret())) == 32
    assert new_secret() != new_secret()
