"""Owns whether a quotation that stands in a draft is true: whose words the log says these are, to the word.

White space, Markdown marks and the shape of quotation marks may differ, as editors change them; no word and no other
sign may.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, Protocol, get_args

from rapidfuzz.distance import Indel
from rapidfuzz.fuzz import partial_ratio_alignment

from friend.record.attributions import Attribution, Differs
from friend.record.exchange import Exchange
from friend.record.quotation import CUT, CUTS, breaths
from friend.record.quoted_forms import Quoted, quotations_in
from friend.text.anchoring import find_quote
from friend.text.diff import Piece, diff
from friend.text.tokens import cuts_a_word, tokens
from friend.text.visible import visible

__all__ = ["Heard", "Quoted", "Remembered", "Told", "Verdict", "judge", "quotations_in"]

Kind = Literal["verbatim", "misquoted", "wrong-version", "unattributed"]

# What editors and forms change without changing a word.
_LOOKS: Final = str.maketrans(
    dict.fromkeys("*_`~\\", "")
    | dict.fromkeys('<>#|[]"“”„‟«»‹›「」『』❝❞', " ")
    | dict.fromkeys("’‘‚‛ʼ", "'")
    | dict.fromkeys("‐‑‒–—―−", "-")
    | {"…": "..."}
)
_HIDDEN: Final = re.compile(r"⟨U\+[0-9A-F]+⟩|[\u2400-\u2426\ufffd]")
_DASHES: Final = re.compile(r"-+")
_BETWEEN: Final = "\x1f"
# A share of the words under which nothing like it was said.
_NEAR: Final = 0.5
# Fewer words may be anybody's.
_TELLING: Final = 4


class Told(Protocol):
    """Where the exchanges are: the log, or a list."""

    def said_by(self, attribution: Attribution) -> Iterable[Exchange]:
        """Give the exchanges that an attribution may mean: of that name, that version, or that day."""
        ...


@dataclass(frozen=True, slots=True)
class Remembered:
    """Exchanges at hand, as `Told`."""

    exchanges: Sequence[Exchange]

    def said_by(self, attribution: Attribution) -> Iterable[Exchange]:
        """Give those that agree with the attribution in anything."""
        return [each for each in self.exchanges if len(attribution.differs(each)) < len(get_args(Differs))]


class Heard:
    """What exchanges said, taken apart once for all the quotations that are held against them."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Exchange, list[str]]] = {}

    def has(self, exchange: Exchange, runs: list[str]) -> bool:
        """Tell whether these runs of signs, as `_joined`, were said in order and in one breath."""
        known = self._known.get(id(exchange))
        if known is None:
            # The exchange is kept, so that its place in memory stays its own.
            known = exchange, [_joined(_signs(breath)) for breath in breaths(exchange)]
            self._known[id(exchange)] = known
        return any(_in_order(breath, runs) for breath in known[1])


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the log says of a quotation.

    "verbatim": said so by whom the line names. "misquoted": they said something else: `said`, and `diff` leads from it
    to what the draft has. "wrong-version": said so, but the attribution `differs` from the log. "unattributed": the log
    knows no such words of such a friend. `similarity` is the share of agreeing words, 0 to 1.
    """

    kind: Kind
    exchange: Exchange | None = None
    said: str = ""
    diff: tuple[Piece, ...] = ()
    similarity: float = 0.0
    differs: tuple[Differs, ...] = ()


def judge(quoted: Quoted, told: Told, heard: Heard | None = None) -> Verdict | None:
    """Hold a quotation against the log; None where it is of somebody who is no model and no friend of the log.

    `heard` is for who has many quotations.
    """
    heard = heard or Heard()
    exchanges = list(told.said_by(quoted.attribution))
    meant = [each for each in exchanges if not quoted.attribution.differs(each)]
    runs = [_joined(_signs(run)) for run in _runs(quoted.words)]
    for exchange in meant:
        if heard.has(exchange, runs):
            return Verdict("verbatim", exchange, quoted.words, similarity=1.0)
    if len(_signs(quoted.words)) >= _TELLING or not meant:
        for exchange in sorted(exchanges, key=lambda each: len(quoted.attribution.differs(each))):
            if exchange not in meant and heard.has(exchange, runs):
                off = quoted.attribution.differs(exchange)
                return Verdict("wrong-version", exchange, quoted.words, similarity=1.0, differs=off)
    if meant:
        return max((_nearest(each, quoted.words) for each in meant), key=lambda verdict: verdict.similarity)
    return Verdict("unattributed") if quoted.attribution.names_a_model else None


def _signs(text: str) -> list[str]:
    """Give the words and signs that count, in order."""
    plain = _HIDDEN.sub(" ", visible(text)).translate(_LOOKS)
    return [token for token in tokens(unicodedata.normalize("NFC", _DASHES.sub("-", plain))) if not token.isspace()]


def _runs(words: str) -> list[str]:
    return [run for run in CUTS.split(words) if run.strip()]


def _joined(signs: list[str]) -> str:
    return _BETWEEN + "".join(sign + _BETWEEN for sign in signs)


def _in_order(breath: str, runs: list[str]) -> bool:
    place = 0
    for run in runs:
        at = breath.find(run, place)
        if at < 0:
            return False
        # The sign that parts two words is the end of one run and the start of the next.
        place = at + len(run) - len(_BETWEEN)
    return True


def _nearest(exchange: Exchange, words: str) -> Verdict:
    """Say what was said that is most like these words."""
    best = Verdict("misquoted", exchange, diff=diff("", words))
    for breath in breaths(exchange):
        said = f" {CUT} ".join(_like(breath, run.strip()).strip() for run in _runs(words))
        similarity = Indel.normalized_similarity(_signs(said), _signs(words))
        if similarity > best.similarity and similarity >= _NEAR:
            best = Verdict("misquoted", exchange, said, diff(said, words), similarity)
    return best


def _like(breath: str, run: str) -> str:
    """Give the stretch of `breath` that is most like `run`, in whole words."""
    if len(run) >= len(breath):
        return breath
    known = find_quote(breath, run).span
    if known:
        return known.of(breath)
    found = partial_ratio_alignment(run, breath)
    if found is None:
        return ""
    start, end = found.dest_start, found.dest_end
    while start > 0 and cuts_a_word(breath, start):
        start -= 1
    while end < len(breath) and cuts_a_word(breath, end):
        end += 1
    return breath[start:end]
