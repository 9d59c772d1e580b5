"""Owns where a sentence ends, in six languages: at a stop that no abbreviation, initial, number or quote explains.

These are English, French, German, Spanish, Italian and Portuguese; Chinese and Japanese stops need no space after them.
List items, headings and the rows of a table are sentences of their own; a line wrap ends nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from friend.text.abbreviations import BEFORE_A_NUMBER, MONTHS, POINTERS, SHORT_MONTHS, SPACED, STARTERS, TITLES
from friend.text.passages import leaves, trimmed
from friend.text.span import Span

# A stop, what closes after it (quotes, brackets, emphasis, a footnote mark), then white space; Chinese and Japanese
# stops need none.
_STOP: Final = re.compile(
    r"(?P<stop>(?<![.!?…])[.!?…]++|(?<![。！？｡])[。！？｡]++)"
    r"(?:[ \t\u00a0\u202f]?»|[“‘](?=\s|\Z)|[\"'”’»)\]}*_`~」』）]|\[\^?\w{1,8}\])*+"
    r"(?P<gap>\s+|\Z|(?<=[。！？｡」』）]))"
)
_CJK_STOPS: Final = "。！？｡"

# What stands between a stop and the first word after it: line marks, openers, dashes.
_OPENERS: Final = re.compile(r"(?:[>\"'“‘«(\[{*_~¿¡—–\s]|-(?=\s))*+")
_CONTINUES: Final = re.compile(r"[,;:!?.…)\]}»”]")
_FIRST_WORD: Final = re.compile(r"[^\W\d_]+(?:[.'’][^\W\d_]+)*")
_ADDRESS: Final = re.compile(r"(?:https?|mailto|ftp):|www\.", re.IGNORECASE)
_WORD_BEFORE: Final = re.compile(r"[^\s\"“”«»(){}\[\]*_`,;:!?…—–]+\Z")
_LOOKED_AT: Final = 48

_CODE: Final = re.compile(r"\.\s*[A-Z]\Z")
_NUMBER_LIKE: Final = re.compile(r"\d|[IVXLC]+\b|[A-Z](?:[.\-\d]|\s\d)")
_INITIALS: Final = re.compile(r"(?:[^\W\d_]\.-?)*[^\W\d_]")
_CHRIST: Final = re.compile(r"\b(?:av|apr)\.\s*\Z")
_P: Final = re.compile(r"\bp\.\s*\Z")
_HALF_AFTER: Final = re.compile(r"([^\W\d_]{1,2})\.")
_HALF_BEFORE: Final = re.compile(r"(?<!\w)([^\W\d_]{1,2})\.\s\Z")
_NAME_BEFORE: Final = re.compile(r"\b[^\W\d_]\w*\s\Z")
_BLANK_LINE: Final = re.compile(r"(?>\r\n|\n|\r)[ \t]*+(?=[\r\n])")


def _is_initial(before: str, word: str, following: str) -> bool:
    """Tell "J. Smith" and "U.S. Army" from "plan B. Then" and "av. J.-C. Ensuite"."""
    return (
        bool(_INITIALS.fullmatch(word))
        and word[-1].isupper()
        and following[:1].isupper()
        and following.lower() not in STARTERS
        and not _CHRIST.search(before)
    )


def _is_title(before: str, word: str, following: str) -> bool:
    """Tell "St. John" from "on Main St. The shop"."""
    if word not in TITLES:
        return False
    name = _NAME_BEFORE.search(before)
    return not (name and name.group()[0].isupper() and following.lower() in STARTERS)


def _is_half(before: str, bare: str, rest: str) -> bool:
    """Tell the halves of "z. B." and "EE. UU." from words."""
    after = _HALF_AFTER.match(rest)
    if after and f"{bare}.{after[1].lower()}" in SPACED:
        return True
    first = _HALF_BEFORE.search(before)
    return bool(first and f"{first[1].lower()}.{bare}" in SPACED and bare not in {"uu", "c", "ä"})


def _abbreviates(before: str, word: str, rest: str, following: str) -> bool:
    """Tell whether the full stop after `word` belongs to the word.

    `before` is what stands before the word, `rest` what comes after the gap, `following` the first word of it.
    """
    bare = word.lower()
    if bare.isdigit():
        # A number that opens the block is a marker; "1. Jan" is a date.
        return not before.strip(" \t>#*_-") or following.lower() in MONTHS
    return (
        bare in POINTERS
        or _is_half(before, bare, rest)
        or (bare == "ex" and bool(_P.search(before)))
        or (bare in BEFORE_A_NUMBER and bool(_NUMBER_LIKE.match(rest)))
        or (rest[:1].isdigit() and (bare in SHORT_MONTHS or bool(_CODE.search(before + word))))
        or _is_title(before, word, following)
        or _is_initial(before, word, following)
    )


def _goes_on(rest: str, following: str) -> bool:
    """Tell whether a lower-case word says that the sentence goes on; "iPhone" and an address do not."""
    return following[:1].islower() and not any(map(str.isupper, following)) and not _ADDRESS.match(rest)


def _ends(text: str, match: re.Match[str], start: int, end: int, *, capitals: bool) -> bool:
    """Tell whether a sentence ends at this stop.

    `start` and `end` bound the block it stands in, `capitals` says whether the block's writer uses any.
    """
    stop = match["stop"]
    if stop[0] in _CJK_STOPS or match.end() >= end:
        return True
    if _CONTINUES.match(text, match.end(), end):
        return False
    opened = _OPENERS.match(text, match.end(), end)
    at = opened.end() if opened else match.end()
    rest = text[at : min(end, at + _LOOKED_AT)]
    first = _FIRST_WORD.match(rest)
    following = first.group() if first else ""
    if capitals and _goes_on(rest, following):
        return False
    if stop != ".":
        return True
    looked_at = text[max(start, match.start() - _LOOKED_AT) : match.start()]
    word = _WORD_BEFORE.search(looked_at)
    return not word or not _abbreviates(looked_at[: word.start()], word.group(), rest, following)


def _cuts(text: str, start: int, end: int) -> Iterator[int]:
    """Give the offsets at which a sentence of this block ends, the block's own end included."""
    capitals = not text[start:end].islower()
    for match in _STOP.finditer(text, start, end):
        if _ends(text, match, start, end, capitals=capitals):
            yield match.start("gap")
    yield end


def sentences(text: str, span: Span) -> list[Span]:
    """Cut `span` into sentences: in order, without overlap, and together all that is not white space.

    Markdown marks (emphasis, quote marks, list bullets) belong to the sentence that they stand at.
    """
    piece = span.of(text)
    is_prose = {0: True, **dict(leaves(piece))}
    starts = list(is_prose)
    found: list[Span] = []
    for start, end in zip(starts, [*starts[1:], len(piece)], strict=True):
        if is_prose[start]:
            lines = [start, *(m.end() for m in _BLANK_LINE.finditer(piece, start, end)), end]
            cuts = [cut for first, last in pairwise(lines) for cut in _cuts(piece, first, last)]
        else:
            cuts = [end]
        last = start
        for cut in cuts:
            inner = trimmed(text, span.start + last, span.start + cut)
            if len(inner):
                found.append(inner)
            last = cut
    return found
