"""Owns what makes a suggestion go beyond the question: labels for the reader, nothing is taken away (rule R4).

- "outside-passage": it points at words that are not wholly in the passage that was asked about.
- "quoted-text": it points at quoted mail, a block quote, code, HTML or front matter.
- "unchanged": its wording is what stands there already.
- "rewrites": it takes out more than six words and puts others in, and these are more than half of the words it quotes,
  or the quote is two sentences or more and most of the passage; or it puts in twenty words more than it takes out.
- "adds-facts": its wording holds a number, a day, an address, a name or a quotation that is neither in the draft nor in
  the question.
- "changes-language": its wording is in another language than the words that it is for.
- "changes-meaning": it adds or loses a negation.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from friend.asking.facts import added_facts
from friend.asking.meaning import changes_meaning
from friend.asking.question import Passage
from friend.asking.suggestion import Flag
from friend.text.diff import Piece
from friend.text.language import changes_language
from friend.text.passages import not_own
from friend.text.sentences import sentences
from friend.text.span import Span
from friend.text.words import count_words

_A_CORRECTION: Final = 6
_A_SENTENCE: Final = 20
_SEVERAL: Final = 2


def flags(
    span: Span,
    instead: str | None,
    pieces: Sequence[Piece],
    draft_text: str,
    passage: Passage,
    *,
    question: str = "",
) -> tuple[Flag, ...]:
    """Label a suggestion that was found at `span`; `pieces` is the diff of the words there and `instead`.

    `question` is all that the person said beside the draft: numbers and names in it are not the friend's.
    """
    found: list[Flag] = []
    if not passage.span.contains(span):
        found.append("outside-passage")
    if any(span.overlaps(other) for other in not_own(draft_text)):
        found.append("quoted-text")
    if instead is None:
        return tuple(found)
    words = span.of(draft_text)
    if instead == words:
        return (*found, "unchanged")
    if added_facts(instead, span, draft_text, question):
        found.append("adds-facts")
    if _rewrites(span, pieces, draft_text, passage):
        found.append("rewrites")
    if instead and changes_language(words, instead):
        found.append("changes-language")
    elif instead and changes_meaning(pieces):
        found.append("changes-meaning")
    return tuple(found)


def _rewrites(span: Span, pieces: Sequence[Piece], draft_text: str, passage: Passage) -> bool:
    words = {"=": 0, "-": 0, "+": 0}
    for piece in pieces:
        words[piece.op] += count_words(piece.text)
    taken, put, quoted = words["-"], words["+"], words["="] + words["-"]
    if not put:
        return False  # A cut leaves the person's own words.
    if put - taken > _A_SENTENCE:
        return True
    if taken <= _A_CORRECTION:
        return False
    return 2 * taken > quoted or _is_most_of(span, quoted, draft_text, passage)


def _is_most_of(span: Span, quoted: int, draft_text: str, passage: Passage) -> bool:
    """Tell whether the quote is several sentences and more than half of the passage."""
    return 2 * quoted > count_words(passage.text) and len(sentences(draft_text, span)) >= _SEVERAL
