"""Owns what two writings of the same words have in common: `fold` takes away what a careless copy changes.

Quotation marks and apostrophes become ASCII, dashes one hyphen, an ellipsis three dots, white space one space; Markdown
marks, zero-width characters and the French space before a stop go; composed and decomposed letters become the same.
Each folded character remembers where it stood.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from friend.text.characters import MARKS
from friend.text.span import Span

_ZERO_WIDTH: Final = "\u00ad\u061c\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufe00-\ufe0f"
_LINK_END: Final = r"\]\([^()\s]*(?:[ \t]+\"[^\"\n]*\")?\)"
_LINE_MARKS: Final = r"(?:>[ \t]?)*+(?:(?:\#{1,6}|[-+*])[ \t]++)?"

# The first alternative that fits wins, so their order matters. The group's name says what becomes of it.
_SPECIAL: Final = rf"""
    (?P<escaped>\\[!-/:-@\[-`{{-~])
    | (?P<dropped>
        \A\ufeff?[ \t]*+{_LINE_MARKS}
      | [{_ZERO_WIDTH}]+
      | \u200d(?![^\w\s])                                         # a joiner within an emoji stays
      | (?<![^\W_])(?<![{MARKS}])[*_`~]+(?=\S) | (?<=\S)[*_`~]+(?![^\W_])      # emphasis and code
      | !?\[(?=[^\[\]]*\]\() | {_LINK_END}                       # [text](address)
      | \\(?=[\r\n])
      | \s++(?=[!?;:](?!\[))
    )
    | (?P<double>«\s*+|\s*+»|[“”„‟″])
    | (?P<single>[’‘‚‛ʼ′´‹›])
    | (?P<space>[^\S\r\n]*+[\r\n]\s*+{_LINE_MARKS}|(?!\ \S)\s++)    # one plain space is as it should be
    | (?P<dash>[‐‑‒–—―−][‐‑‒–—―−-]*+|-[‐‑‒–—―−-]++)
    | (?P<dots>…)
"""
_COMPOSED: Final = re.compile(_SPECIAL, re.VERBOSE)
_DECOMPOSED: Final = re.compile(
    rf"{_SPECIAL} | (?P<letter>[\u1100-\u115f][\u1160-\u11a7][\u11a8-\u11ff]?|[^\x00-\x7f][{MARKS}]*+|\w[{MARKS}]++)",
    re.VERBOSE,
)
_INSTEAD: Final = {"dropped": "", "double": '"', "single": "'", "space": " ", "dash": "-", "dots": "..."}

UNSEEN: Final = re.compile(f"[{_ZERO_WIDTH}]")
"""A character without width, which `fold` drops."""

_TURNED: Final[dict[str, Callable[[str], str]]] = {
    "letter": lambda written: unicodedata.normalize("NFC", UNSEEN.sub("", written)),
    "escaped": lambda written: written[1:],
}

_CLINGING_AFTER: Final = re.compile(r"[\u200c\u200d\ufe00-\ufe0f]+")
_EMPHASIS_BEFORE: Final = re.compile(r"[*_`~]{1,8}\Z")
_EMPHASIS_AFTER: Final = re.compile(r"[*_`~]{1,8}")
_OPENED_BEFORE: Final = re.compile(r"!?\[\Z")
_LEFT_OPEN: Final = re.compile(r"\[[^\[\]]*\Z")
_LEFT_CLOSED: Final = re.compile(rf"[^\[\]]*{_LINK_END}")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and the way back.

    A run begins at `places[i]` of the folded text and comes from `spans[i]` of the original; where both are of one
    length they agree character by character, else all of the run comes from all of the span.
    """

    text: str
    places: list[int]
    spans: list[Span]

    def _run(self, place: int) -> tuple[int, Span, bool]:
        index = bisect_right(self.places, place) - 1
        start = self.places[index]
        end = self.places[index + 1] if index + 1 < len(self.places) else len(self.text)
        span = self.spans[index]
        return place - start, span, end - start == len(span)

    def original(self, start: int, end: int) -> Span:
        """Give the span of the original that `start` to `end` (at least one character) of the folded text covers."""
        first, first_span, is_alike = self._run(start)
        begin = first_span.start + first if is_alike else first_span.start
        last, last_span, is_alike = self._run(end - 1)
        return Span(begin, last_span.start + last + 1 if is_alike else last_span.end)

    def splits(self, place: int) -> bool:
        """Tell whether a cut before `place` falls into what was one thing in the original, such as an ellipsis."""
        if not 0 < place < len(self.text):
            return False
        offset, _, is_alike = self._run(place)
        return offset > 0 and not is_alike

    def place(self, offset: int) -> int:
        """Give the first folded character that comes from `offset` of the original or from after it."""
        index = bisect_right(self.spans, offset, key=lambda span: span.start) - 1
        if index < 0:
            return 0
        run_end = self.places[index + 1] if index + 1 < len(self.places) else len(self.text)
        span = self.spans[index]
        if offset == span.start:
            return self.places[index]
        if run_end - self.places[index] == len(span):
            return min(self.places[index] + offset - span.start, run_end)
        return run_end


def fold(text: str) -> Folded:
    """Fold `text`."""
    pattern = _COMPOSED if unicodedata.is_normalized("NFC", text) else _DECOMPOSED
    parts: list[str] = []
    places: list[int] = []
    spans: list[Span] = []
    length = 0

    def add(part: str, start: int, end: int) -> None:
        nonlocal length
        # Only one of two spaces that meet over something dropped, and none at the start.
        if part[:1] == " " and (not parts or parts[-1][-1] == " "):
            if len(part) == end - start:
                start += 1
            part = part[1:]
        if part:
            parts.append(part)
            places.append(length)
            spans.append(Span(start, end))
            length += len(part)

    done = 0
    for match in pattern.finditer(text):
        start, end = match.span()
        if start == end:
            continue
        add(text[done:start], done, start)
        group = match.lastgroup or ""
        add(_INSTEAD[group] if group in _INSTEAD else _TURNED[group](match.group()), start, end)
        done = end
    add(text[done:], done, len(text))
    return Folded("".join(parts), places, spans)


def with_its_marks(text: str, span: Span) -> Span:
    """Widen a span that holds one half of some Markdown marks beside it: `big** cat` to `**big** cat`.

    A variation selector after it is taken in too, since it belongs to the last character.
    """
    start, end = span.start, span.end
    clinging = _CLINGING_AFTER.match(text, end)
    end = clinging.end() if clinging else end
    inside = span.of(text)
    before = text[max(0, start - 8) : start]
    marks = _EMPHASIS_BEFORE.search(before)
    if marks and marks.group() in inside:
        start -= len(marks.group())
    marks = _EMPHASIS_AFTER.match(text, end)
    if marks and marks.group() in inside:
        end = marks.end()
    opened = _OPENED_BEFORE.search(before)
    if opened and _LEFT_CLOSED.match(inside):
        start -= len(opened.group())
    closed = re.compile(_LINK_END).match(text, end)
    if closed and _LEFT_OPEN.search(inside):
        end = closed.end()
    return Span(start, end)
