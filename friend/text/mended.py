"""Owns which words of a wording its quote had already: the same words, and those of which only the form was mended.

A typo, an agreement or a tense leaves most of a word's letters, the first among them: `filles` for `fille`, `written`
for `wrote`. So a sentence in which many words in a row were mended is still the sentence of the one who wrote it, also
where a reply gives it whole and quotes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rapidfuzz.distance import Indel
from rapidfuzz.fuzz import partial_ratio_alignment

from friend.text.overlap import SHINGLE
from friend.text.shingles import key, pattern
from friend.text.tokens import cuts_a_word

# A share of the words, and one of a word's letters.
_MOST: Final = 0.5
_ALIKE: Final = 0.6
_SHORTEST: Final = 4
# Pairs of words that are compared between two words that stayed; more of them are no correction.
_COMPARED: Final = 400
# A percentage of letters under which no place of a text is like the words.
_LIKE: Final = 60
LONGEST: Final = 20_000
"""Code points of the longest text that is searched for what was mended, in a millisecond."""


def kept_in(quote: str, wording: str) -> list[bool]:
    """Tell of each word of a wording whether it was in the quote already, where half of both is the same words.

    A wording that is mostly new keeps nothing: single small words that it shares with the quote are chance.
    """
    olds, news = _keys(quote), _keys(wording)
    kept = [False] * len(news)
    old_end = new_end = 0
    for op in Indel.opcodes(olds, news):
        if op.tag == "equal":
            _mend(olds[old_end : op.src_start], news[new_end : op.dest_start], kept, new_end)
            kept[op.dest_start : op.dest_end] = [True] * (op.dest_end - op.dest_start)
            old_end, new_end = op.src_end, op.dest_end
    _mend(olds[old_end:], news[new_end:], kept, new_end)
    return kept if 2 * sum(kept) >= _MOST * (len(olds) + len(news)) else [False] * len(news)


def only_mends(said: str, text: str) -> bool:
    """Tell whether what was said mends a place of a text and adds nothing: no four words in a row are new there.

    Of a text over `LONGEST` this is not told.
    """
    found = partial_ratio_alignment(said, text, score_cutoff=_LIKE) if said and len(text) <= LONGEST else None
    if found is None:
        return False
    start, end = (0, len(text)) if len(said) >= len(text) else (found.dest_start, found.dest_end)
    while cuts_a_word(text, start):
        start -= 1
    while cuts_a_word(text, end):
        end += 1
    row = 0
    for is_kept in kept_in(text[start:end], said):
        row = 0 if is_kept else row + 1
        if row == SHINGLE:
            return False
    return True


def _mend(olds: Sequence[str], news: Sequence[str], kept: list[bool], start: int) -> None:
    """Mark the words, of those between two that stayed, that became one another: as many as there are, in order."""
    if not olds or len(olds) * len(news) > _COMPARED:
        return
    # best[j]: the pairs that the olds so far make with the first j of the news, as places of the news.
    best: list[tuple[int, ...]] = [()] * (len(news) + 1)
    for old in olds:
        before = best
        best = [()]
        for place, new in enumerate(news):
            paired = (*before[place], place) if _is_mended(old, new) else ()
            best.append(max(paired, before[place + 1], best[place], key=len))
    for place in best[-1]:
        kept[start + place] = True


def _is_mended(old: str, new: str) -> bool:
    if old[:1] != new[:1] or max(len(old), len(new)) < _SHORTEST:
        return False
    return Indel.normalized_similarity(old, new) >= _ALIKE


def _keys(text: str) -> list[str]:
    return [key(word) for word in pattern(text).findall(text)]
