"""Owns what counts as a fact that a wording adds: a number, day, address, name or quotation that is not the person's.

A name is a capitalised word that does not open a sentence: one at a sentence start cannot be told from a common word.
Looks are compared, not sense: "three" written as "3" is no new number, "Parker" is new though the draft says "parking".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from rapidfuzz.distance import Levenshtein

from friend.text.span import Span
from friend.text.typography import plain

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
_OPENS: Final = re.compile(r"(?:[.!?…:\"“«‘]|^[ \t]*[-+—–>]?)[\"'“”«»‘’*_)\]\s]*\Z", re.MULTILINE)
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


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words that are a number and nothing else ("second", "neuf", "sept" and "un" are more), and what else says the same.
_SURE: Final = {
    2: "two deux both couple pair paire twice double",
    3: "three trois thrice triple",
    4: "four quatre",
    5: "five cinq",
    6: "six",
    7: "seven",
    8: "eight huit",
    9: "nine",
    10: "ten dix dizaine",
    11: "eleven onze",
    12: "twelve douze dozen douzaine",
    13: "thirteen treize",
    14: "fourteen quatorze",
    15: "fifteen quinze quinzaine fortnight",
    16: "sixteen seize",
    17: "seventeen",
    18: "eighteen",
    19: "nineteen",
    20: "twenty vingt vingtaine",
    30: "thirty trente trentaine",
    40: "forty quarante",
    50: "fifty cinquante",
    60: "sixty soixante",
    70: "seventy",
    80: "eighty",
    90: "ninety",
    100: "hundred cent cents hundreds centaine centaines",
    1000: "thousand mille thousands millier milliers",
    10**6: "million millions",
    10**9: "billion billions milliard milliards",
}
_VALUES: Final = {word: value for value, words in _SURE.items() for word in words.split()}
# What says a number without being one is never a new one.
_INEXACT: Final = _words("""
    both couple pair paire twice double thrice triple dozen dizaine douzaine quinzaine fortnight vingtaine trentaine
    centaine centaines cents hundreds thousands millier milliers
""")
_DAYS: Final = _words("""
    monday tuesday wednesday thursday friday saturday sunday january february april june july august september october
    november december lundi mardi mercredi jeudi vendredi samedi dimanche janvier février avril juin juillet août
    septembre octobre novembre décembre
""")
_QUOTATION: Final = re.compile(r"\"([^\"\n]{8,})\"|“([^”\n]{8,})”|«([^»\n]{8,})»")
_A_QUOTATION: Final = 3
_MISSPELT: Final = 0.7


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
    found |= dict.fromkeys(_new_quotations(instead, span.of(draft_text), known))
    numbers = [match.group() for match in _NUMBER.finditer(_LIST_MARK.sub("", rest))]
    names = list(_names(rest, span, draft_text))
    spelled = [word for word in _LETTERS.findall(rest) if word.casefold() in _VALUES or word.casefold() in _DAYS]
    if numbers or names or spelled:
        words = set(_LETTERS.findall(known))
        found |= dict.fromkeys(_new_numbers(numbers, known, words))
        found |= dict.fromkeys(_new_words(spelled, known, words, span.of(draft_text)))
        own = [word for word in _LETTERS.findall(span.of(draft_text)) if word.islower()]
        found |= dict.fromkeys(name for name in names if not _is_one_of(name, words) and not _is_misspelt(name, own))
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


def _new_words(spelled: list[str], known: str, words: set[str], old: str) -> Iterator[str]:
    """Give the spelled-out numbers and the days that are new; in digits or misspelt it is the same number."""
    values = {_VALUES[word] for word in words if word in _VALUES}
    digits = {_digits(match.group()) for match in _NUMBER.finditer(known)}
    olds = _LETTERS.findall(old.casefold())
    for word in spelled:
        folded = word.casefold()
        if _is_misspelt(word, olds):
            continue
        if folded in _DAYS:
            if folded not in words:
                yield word
        elif folded not in _INEXACT and _VALUES[folded] not in values and not _has_digits(_VALUES[folded], digits):
            yield word


def _is_misspelt(word: str, olds: list[str]) -> bool:
    """Tell whether one of the old words, all in lower case, is `word` with a few letters wrong."""
    folded = word.casefold()
    return any(Levenshtein.normalized_similarity(folded, other) >= _MISSPELT for other in olds)


def _has_digits(value: int, digits: set[str]) -> bool:
    """Tell whether a number in digits may be read with this one: 25 as "twenty-five", 3,000 as "three thousand"."""
    written = str(value)
    zeros = written[1:] if value >= 10**2 else ""
    return any(
        number.rstrip("0") == written.rstrip("0")  # three, of 3000
        or (len(number) == len("25") and number[0] == written[0] and value % 10 == 0)  # twenty, of 25
        or (len(number) == len("25") and number[1] == written)  # five, of 25
        or (zeros and number.endswith(zeros))
        for number in digits
    )


def _new_quotations(instead: str, words: str, known: str) -> Iterator[str]:
    """Give the quoted words that are new: three or more, and most of them not in the words that are replaced."""
    plain_known = plain(known)
    own = set(_LETTERS.findall(words.casefold()))
    for match in _QUOTATION.finditer(instead):
        said = next(group for group in match.groups() if group).strip()
        each = _LETTERS.findall(said.casefold())
        is_long = len(each) >= _A_QUOTATION
        if is_long and plain(said.casefold()) not in plain_known and 2 * len(own.intersection(each)) < len(set(each)):
            yield said


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
