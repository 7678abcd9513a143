"""Other languages for tests: one that brackets every sentence, and catalogs as translators give them."""

import io
import struct
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from gettext import GNUTranslations, NullTranslations

from mediaapp.text import Language, speak, spoken

POLISH = "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);"


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Everything is told in this language, and afterwards as before."""
    before = spoken()
    speak(language)
    try:
        yield
    finally:
        speak(before)


class Bracketed(NullTranslations):
    """A language whose sentences are ours in brackets."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


Messages = Mapping[str | tuple[str, str], str | tuple[str, ...]]


def catalog(plural_forms: str, messages: Messages) -> GNUTranslations:
    """What is told for each English sentence."""
    return GNUTranslations(io.BytesIO(compiled(plural_forms, messages)))


def compiled(plural_forms: str, messages: Messages) -> bytes:
    """A compiled catalog; a sentence with a number has two forms in English, and as many as it takes in the other."""
    entries = {"": f"Content-Type: text/plain; charset=UTF-8\nPlural-Forms: {plural_forms}\n"}
    entries |= {_joined(english): _joined(told) for english, told in messages.items()}
    pairs = [(english.encode(), told.encode()) for english, told in sorted(entries.items())]
    table, data = b"", b""
    start = 28 + 16 * len(pairs)
    for side in (0, 1):
        for pair in pairs:
            table += struct.pack("<2I", len(pair[side]), start + len(data))
            data += pair[side] + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, start)
    return head + table + data


def _joined(forms: str | tuple[str, ...]) -> str:
    return forms if isinstance(forms, str) else "\0".join(forms)
