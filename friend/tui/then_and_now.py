"""Owns what is set side by side of a place that the person rewrote: the words as asked, the friend's, the words now.

They are whole sentences, so that one can judge. Nothing here says which is better, and nothing is put into the text.
"""

from __future__ import annotations

from dataclasses import dataclass

from friend.asking.suggestion import Suggestion
from friend.text.carried import carried
from friend.text.diff import Piece, diff
from friend.text.sentences import sentences
from friend.text.span import Span

_BLANK_LINES = ("\n\n", "\n\r\n", "\r\r")


@dataclass(frozen=True, slots=True)
class ThenAndNow:
    """The sentences as they were sent, what the friend would make of them, and what the person made of them.

    `wording` is empty where the friend only commented. `now` leads from `asked` to the text of today.
    """

    asked: str
    wording: tuple[Piece, ...]
    now: tuple[Piece, ...]

    @property
    def is_rewritten(self) -> bool:
        """Tell whether the person changed anything there."""
        return any(piece.op != "=" for piece in self.now)

    @property
    def is_gone(self) -> bool:
        """Tell whether nothing of it is left in the text."""
        return not "".join(piece.text for piece in self.now if piece.op != "-").strip()


def then_and_now(suggestion: Suggestion, sent: str, text: str) -> ThenAndNow | None:
    """Give what stood at a suggestion's place in the draft as it was `sent` and what stands there in `text`.

    None where the suggestion had no place.
    """
    if suggestion.span is None:
        return None
    then = _sentences_at(sent, suggestion.span)
    here = carried(then, sent, text)
    now = _sentences_at(text, here).of(text)
    before, after = Span(then.start, suggestion.span.start), Span(suggestion.span.end, then.end)
    wording = (Piece("=", before.of(sent)), *suggestion.diff, Piece("=", after.of(sent))) if suggestion.diff else ()
    return ThenAndNow(then.of(sent), tuple(piece for piece in wording if piece.text), diff(then.of(sent), now))


def _sentences_at(text: str, span: Span) -> Span:
    """Give the sentences that a place is in, from the first to the last."""
    found = [(text.rfind(blank, 0, span.start), len(blank)) for blank in _BLANK_LINES]
    begin = max(at + length for at, length in [*found, (0, 0)] if at >= 0)
    ends = [at for blank in _BLANK_LINES if (at := text.find(blank, span.end)) >= 0]
    near = Span(begin, min([*ends, len(text)]))
    touched = [one for one in sentences(text, near) if one.start < span.end and one.end > span.start]
    return Span(min(touched[0].start, span.start), max(touched[-1].end, span.end)) if touched else span
