"""Owns where a friend's advice stands on the draft, and what its wording changes there.

The quote is looked for as written; where that fails, once more with entities decoded. A place is never guessed: lost
and ambiguous quotes have no span and no diff.
"""

from __future__ import annotations

import re
from typing import Final

from friend.asking.drafts_form import in_the_drafts_form
from friend.asking.question import Passage
from friend.asking.scope import flags
from friend.asking.suggestion import Advice, Suggestion
from friend.text.anchoring import find_quote
from friend.text.diff import Piece, changed_share, diff
from friend.text.span import LINE_END
from friend.text.word_index import WordIndex

DECODED: Final = "a quote was found only after &lt; &gt; &amp; were read as < > &; so was its wording"
DRAFTS_OWN: Final = "a quote differs in form from the draft; where its wording copies it, the draft's own form is shown"
MISQUOTED: Final = "a quote is not in the draft word for word; it is shown where nearly all of its words stand"

_ENTITY: Final = re.compile("&(lt|gt|amp);")
_CHARACTERS: Final = {"lt": "<", "gt": ">", "amp": "&"}


def place(
    advice: Advice,
    draft: str | WordIndex,
    passage: Passage,
    id: str,  # noqa: A002 - the record's own name for it
    *,
    question: str = "",
) -> tuple[Suggestion, tuple[str, ...]]:
    """Place `advice` on the draft as it was sent; give the suggestion called `id`, and notes for the person.

    `draft` is its text, or its index, which serves all the advice of one reply.
    `question` is all that the person said beside the draft (see `scope.flags`).
    """
    notes: list[str] = []
    quote, instead = advice.quote, advice.instead
    draft_text = draft if isinstance(draft, str) else draft.text
    anchor = find_quote(draft, quote, passage.span)
    if anchor.kind == "lost" and _ENTITY.search(quote):
        decoded = find_quote(draft, _decoded(quote), passage.span)
        if decoded.kind != "lost":
            anchor, quote = decoded, _decoded(quote)
            instead = None if instead is None else _decoded(instead)
            notes.append(DECODED)
    span = anchor.span
    if span is None:
        lost = Suggestion(id, advice.quote, None, anchor.kind, instead, advice.why, candidates=tuple(anchor.candidates))
        return lost, tuple(notes)
    if anchor.kind == "fuzzy":
        notes.append(MISQUOTED)
    pieces: tuple[Piece, ...] = ()
    if instead is not None:
        words = span.of(draft_text)
        if instead.strip() and words == words.strip():
            instead = instead.strip()  # a blank at the end of a wording is no advice
        # A friend writes on without the draft's line ends, even where it quoted them.
        copied = quote if LINE_END.search(instead) else LINE_END.sub(" ", quote)
        own = instead if words == copied else in_the_drafts_form(copied, instead, words)
        if own != instead and words != quote:
            notes.append(DRAFTS_OWN)
        instead, pieces = own, diff(words, own)
    return (
        Suggestion(
            id,
            advice.quote,
            span,
            anchor.kind,
            instead,
            advice.why,
            flags=flags(span, instead, pieces, draft_text, passage, question=question),
            changed=None if instead is None else changed_share(pieces),
            diff=pieces,
        ),
        tuple(notes),
    )


def _decoded(text: str) -> str:
    return _ENTITY.sub(lambda match: _CHARACTERS[match[1]], text)
