"""Owns what counts as a fact that a wording adds: a number, an address or a name that the person did not write.

A name is a capitalised word that does not open a sentence: one at a sentence start cannot be told from a common word.
Looks are compared, not sense: "three" written as "3" is no new number, "Parker" is new though the draft says "parking".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from friend.text.span import Span

_ADDRESS: Final = re.compile(
    r"(?:https?://|www\.)[^\s<>\"“”«»]++|(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)+",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"\d+(?:[.,:'’\u00a0\u202f]\d+| \d{3}(?!\d))*")
_NO_DIGIT: Final = re.compile(r"\D+")
_LIST_MARK: Final = re.compile(r"^[ \t]*\d+[.)](?=\s)", re.MULTILINE)
_HEADING: Final = re.compile(r"^[ \t]*#.*$", re.MULTILINE)
_LETTERS: Final = re.compile(r"[^\W\d_]+")
# What opens a sentence: a stop, speech, or the start of a line with its marks.
_OPENS: Final = re.compile(r"(?:[.!?…:\"“”«‘]|^[ \t]*[-+—–>]?)[\"'“”«»‘’*_)\]\s]*\Z", re.MULTILINE)
_ABBREVIATED: Final = re.compile(r"\b(?:[^\W\d_]|dr|mlle|mme|mr|mrs|ms|prof|st|ste)\.\s*\Z", re.IGNORECASE)
_FORMS_OF_ADDRESS: Final = frozenset(
    {"dr", "madam", "madame", "mesdames", "messieurs", "mlle", "mme", "monsieur", "mr", "mrs", "ms", "sir"}
)
_LOOKED_AT: Final = 16

_NUMBER_WORDS: Final = {
    0: "zero zéro",
    1: "one un une first premier première",
    2: "two deux second seconde deuxième",
    3: "three trois third troisième",
    4: "four quatre fourth quatrième",
    5: "five cinq fifth cinquième",
    6: "six sixth sixième",
    7: "seven sept seventh septième",
    8: "eight huit eighth huitième",
    9: "nine neuf ninth neuvième",
    10: "ten dix tenth dixième",
    11: "eleven onze",
    12: "twelve douze",
    13: "thirteen treize",
    14: "fourteen quatorze",
    15: "fifteen quinze",
    16: "sixteen seize",
    20: "twenty vingt",
    30: "thirty trente",
    40: "forty quarante",
    50: "fifty cinquante",
    60: "sixty soixante",
    100: "hundred cent",
    1000: "thousand mille",
}


def added_facts(instead: str, span: Span, draft_text: str, question: str = "") -> tuple[str, ...]:
    """Give the facts in `instead`, the wording for the words at `span`, that are in neither the draft nor the question.

    Each once, as it is written.
    """
    known = f"{draft_text}\n{question}".casefold()
    found: dict[str, None] = {}
    for match in _ADDRESS.finditer(instead):
        address = match.group().rstrip(".,;:!?)]}…'’")
        if address.casefold() not in known:
            found[address] = None
    rest = _ADDRESS.sub(lambda match: "\0" * len(match.group()), instead)
    numbers = [match.group() for match in _NUMBER.finditer(_LIST_MARK.sub("", rest))]
    names = list(_names(rest, span, draft_text))
    if numbers or names:
        words = set(_LETTERS.findall(known))
        found |= dict.fromkeys(_new_numbers(numbers, known, words))
        found |= dict.fromkeys(name for name in names if not _is_one_of(name, words))
    return tuple(found)


def _new_numbers(numbers: list[str], known: str, words: set[str]) -> Iterator[str]:
    known_digits = {
        _digits(part)
        for match in _NUMBER.finditer(known)
        for part in (match.group(), *match.group().split(":"))  # 10:30, 10.30 and 10 h 30 are the same time
    }
    for number in numbers:
        digits = _digits(number)
        same_time = ":" in number and all(_digits(part) in known_digits for part in number.split(":"))
        if digits not in known_digits and not same_time and words.isdisjoint(_spelled_out(digits)):
            yield number


def _digits(number: str) -> str:
    """Give the digits alone: 1,000 and 1 000 are the same number, and so are 09 and 9."""
    return _NO_DIGIT.sub("", number).lstrip("0") or "0"


def _spelled_out(digits: str) -> list[str]:
    return _NUMBER_WORDS.get(int(digits), "").split() if len(digits) <= len("1000") else []


def _names(text: str, span: Span, draft_text: str) -> Iterator[str]:
    if _stands_in_heading(span, draft_text):
        return
    text = _HEADING.sub("", text)
    before = draft_text[max(0, span.start - _LOOKED_AT) : span.start]
    opens_there = _opens_sentence(before) or draft_text[span.start : span.start + 1].isupper()
    for match in _LETTERS.finditer(text):
        word = match.group()
        if len(word) == 1 or not word[0].isupper() or word.casefold() in _FORMS_OF_ADDRESS:
            continue
        lead = text[max(0, match.start() - _LOOKED_AT) : match.start()]
        is_first = match.start() == len(lead) and not lead.strip("\"'“”«»‘’*_( \t")
        if not (opens_there if is_first else _opens_sentence(lead)):
            yield word


def _opens_sentence(before: str) -> bool:
    return bool(_OPENS.search(before)) and not _ABBREVIATED.search(before)


def _stands_in_heading(span: Span, draft_text: str) -> bool:
    line = draft_text[draft_text.rfind("\n", 0, span.start) + 1 : span.end]
    return bool(_HEADING.match(line))


def _is_one_of(word: str, words: set[str]) -> bool:
    """Tell whether `word`, its plural or its singular is one of `words`, in whatever case."""
    folded = word.casefold()
    return not words.isdisjoint((folded, folded + "s", folded.removesuffix("s")))
