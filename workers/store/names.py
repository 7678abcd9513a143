"""Names of files as the table keeps them beside their bytes: to be shown, and to be compared."""

import os
import unicodedata


def folded(rel: str) -> str:
    """The same for all spellings that some file system takes for one name: of any case, composed or not."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", shown(rel)).casefold())


def shown(text: str) -> str:
    """The text with a replacement character for each byte that is not UTF-8."""
    return os.fsencode(text).decode("utf-8", "replace")
