"""A notice as it is posted: its body, its headers and its signature, by Standard Webhooks (standardwebhooks.com, version 1)."""

import base64
import binascii
import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime

from msgspec import Struct

_PREFIX = "whsec_"
_SHORTEST, _LONGEST = 24, 64
"""Bytes of a secret, by the specification."""


class Notice(Struct, frozen=True, kw_only=True):
    """What is told: `key` names it for good, `event` is the JSON object of the event; `at` is in seconds since 1970."""

    key: str
    kind: str
    at: float
    event: str

    def body(self) -> bytes:
        """The JSON that is posted, the same bytes each time."""
        data = json.loads(self.event)
        told = {"type": self.kind, "timestamp": datetime.fromtimestamp(self.at, UTC).isoformat(), "data": data}
        return json.dumps(told, separators=(",", ":")).encode()


def headers(notice: Notice, body: bytes, *, now: float, secret: str | None) -> Mapping[str, str]:
    """The headers of one try at `now`, seconds since 1970; signed where there is a secret."""
    stamp = str(int(now))
    told = {
        "content-type": "application/json",
        "user-agent": "mediaapp",
        "webhook-id": notice.key,
        "webhook-timestamp": stamp,
    }
    if secret is not None:
        told["webhook-signature"] = signature(secret, key=notice.key, stamp=stamp, body=body)
    return told


def signature(secret: str, *, key: str, stamp: str, body: bytes) -> str:
    """`v1,` and the HMAC-SHA256 of id, timestamp and body, in base64. Raises ValueError for a secret that is none."""
    signed = b".".join((key.encode(), stamp.encode(), body))
    return "v1," + base64.b64encode(hmac.digest(secret_bytes(secret), signed, hashlib.sha256)).decode()


def secret_bytes(secret: str) -> bytes:
    """The bytes of `whsec_…`, 24 to 64 of them. Raises ValueError for any other text."""
    try:
        found = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error
    if not secret.startswith(_PREFIX) or not _SHORTEST <= len(found) <= _LONGEST:
        raise ValueError("not a secret of Standard Webhooks")
    return found


def new_secret() -> str:
    """A secret that nobody had before."""
    return _PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()
