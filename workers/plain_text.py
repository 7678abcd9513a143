"""Names of files as text that harms nobody who reads it."""

import re

# What steers a terminal, what no document may hold, and what shows a line backwards, stands in names of files only to do
# harm (the last three ranges: Unicode Bidirectional Algorithm, explicit formatting characters, and its line ends).
_HARMLESS = dict.fromkeys(
    (*range(32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x2028, 0x2029), "\ufffd"
)


_NO_TEXT = re.compile("[\ud800-\udfff]")
_IN_NO_DOCUMENT = _HARMLESS | dict.fromkeys((0xFFFE, 0xFFFF), "\ufffd")


def plain(text: str) -> str:
    """The text on one line, without characters that steer a terminal."""
    return text.translate(_HARMLESS)


def readable(name: str) -> str:
    """A name as text: bytes that are no UTF-8, and characters without a place in a document, are shown as U+FFFD."""
    if name.isascii() and name.isprintable():
        return name
    return _NO_TEXT.sub("\ufffd", name).translate(_IN_NO_DOCUMENT)
