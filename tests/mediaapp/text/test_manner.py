"""Every code, stage, state and verdict has words, and they are good ones."""

import re
from itertools import product

import pytest

from mediaapp import text
from tests.mediaapp.text.sentences import EMPTY, FULL, all_failure_texts, all_sentences
from workers.errors import ErrorCode
from workers.outcome import Checked, Promise, Verdict
from workers.plan import (
    Loss,
)

# Words of programmers, of blame and of alarm.
UNKIND = re.compile(
    r"!|\b(invalid|illegal|error|fatal|abort|exception|unknown|unexpected|null|none|errno|traceback|please|oops|sorry|"
    r"you must|your fault|wrong file|bad file|stupid|simply|just)\b",
    re.IGNORECASE,
)


_JARGON = re.compile(
    r"\b(bits?|channels?|metadata|alpha|chroma|codec|dither\w*|subsampl\w*|transcod\w*|encod\w*|decod\w*|palette|process)\b",
    re.IGNORECASE,
)


def test_all_words_are_there_and_kind() -> None:
    for sentence in all_sentences():
        assert sentence == sentence.strip() != ""
        assert "{" not in sentence
        assert "}" not in sentence
        assert not UNKIND.search(sentence), sentence


def test_sentences_are_short_and_end_with_a_full_stop() -> None:
    for told in all_failure_texts():
        assert len(told.title) <= 60
        assert not told.title.endswith(".")
        for sentence in (told.cause, told.advice):
            assert sentence.endswith("."), sentence
            assert len(sentence) <= 140, sentence


def test_a_library_s_own_words_are_never_told() -> None:
    assert not any("broken data stream" in sentence for sentence in all_sentences())


def test_titles_are_told_apart() -> None:
    titles = [text.failure(code, EMPTY).title for code in ErrorCode]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("code", ErrorCode)
def test_failures_are_told_in_plain_words(code: ErrorCode) -> None:
    for facts in (FULL, EMPTY):
        told = text.failure(code, facts)
        assert not _JARGON.search(" ".join((told.title, told.cause, told.advice, told.detail)))


def test_losses_and_checks_are_told_in_plain_words() -> None:
    told = [text.loss(lost) for lost in Loss]
    told += [text.checked(Checked(promise=p, verdict=v)) for p, v in product(Promise, Verdict)]
    assert not [words for words in told if _JARGON.search(words) or "announced" in words]
