"""Owns how many words a few words are where a name counts as one: "the GNU General Public License for" are three.

A name is nobody's words, however long it is: everybody who speaks of the thing says it. It is two to five words in a
row that begin with a capital, small words left out. A heading in which nearly all words do so has no names.
"""

from __future__ import annotations

from typing import Final

from friend.text.language import SMALL_WORDS
from friend.text.shingles import key, pattern
from friend.text.span import Span

_LONGEST: Final = 5
_HEADING: Final = 0.8
# Code points on either side that tell a heading from a name.
_ROUND: Final = 200


def count_with_names(text: str, span: Span) -> int:
    """Count the words at `span`, each name as one word."""
    names = [0]
    words = 0
    last = span.start
    for match in pattern(span.of(text)).finditer(text, span.start, span.end):
        words += 1
        may_be = _is_capital(match.group())
        if may_be and not text[last : match.start()].strip():
            names[-1] += 1
        else:
            names.append(int(may_be))
        last = match.end()
    more = sum(each - 1 for each in names if 1 < each <= _LONGEST)
    return words - more if more and not _is_heading(text, span) else words


def _is_heading(text: str, span: Span) -> bool:
    begin = max(text.rfind("\n", 0, span.start) + 1, span.start - _ROUND)
    end = text.find("\n", span.end)
    line = text[begin : min(span.end + _ROUND, end if end >= 0 else len(text))]
    telling = [word for word in pattern(line).findall(line) if key(word) not in SMALL_WORDS]
    return sum(map(_is_capital, telling)) > _HEADING * len(telling)


def _is_capital(word: str) -> bool:
    return word[:1].isupper() and key(word) not in SMALL_WORDS
