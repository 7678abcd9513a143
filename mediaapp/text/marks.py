"""Mark sentences for translation without needing Qt, and fill them with what is known."""

from collections.abc import Callable, Mapping, Sequence
from string import Formatter

Translate = Callable[[str], str]
"""From an English sentence, as it stands in the code, to the one to show."""


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:  # noqa: ARG001, N802 - the name that Qt's lupdate looks for
    """Give back the text; its context and itself are found in the source by Qt's tools."""
    return text


def first_known(sentences: Sequence[str], facts: Mapping[str, str], t: Translate) -> str:
    """The first sentence whose every blank is among the facts, translated and filled in; '' when there is none."""
    for sentence in sentences:
        blanks = {blank for _, blank, _, _ in Formatter().parse(sentence) if blank}
        if blanks <= facts.keys():
            return t(sentence).format_map(facts)
    return ""
