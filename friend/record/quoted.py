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

__all__ = ["Heard", "Quoted", "Remembered", "Told", "Verdict", "judge", "nearest", "quotations_in"]

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
# Fewer words may be anybody's; so many are whose they are, whatever the line under them says.
_TELLING: Final = 4
_UNMISTAKABLE: Final = 6


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
        """Give those that agree with the attribution in anything; all where it names a model."""
        return [each for each in self.exchanges if attribution.names_a_model or _agrees(attribution.differs(each))]


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

    "verbatim": said so by whom the line names. "misquoted": `said` was said, which is like it, and `diff` leads from
    there to what the draft has. "wrong-version": said so, but the attribution `differs` from the log. "unattributed":
    the log knows no such words of such a friend. `similarity` is the share of agreeing words, 0 to 1.
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
    off = [(quoted.attribution.differs(each), each) for each in told.said_by(quoted.attribution)]
    meant = [each for differs, each in off if not differs]
    runs = [_joined(_signs(run)) for run in _runs(quoted.words)]
    for exchange in meant:
        if heard.has(exchange, runs):
            return Verdict("verbatim", exchange, quoted.words, similarity=1.0)
    count = len(_signs(quoted.words))
    if count >= _TELLING or not meant:
        for differs, exchange in sorted(off, key=lambda each: len(each[0])):
            may_be = differs and (_agrees(differs) or count >= _UNMISTAKABLE)
            if may_be and heard.has(exchange, runs):
                return Verdict("wrong-version", exchange, quoted.words, similarity=1.0, differs=differs)
    if not meant and not quoted.attribution.names_a_model:
        return None
    return nearest(quoted, meant) or Verdict("unattributed")


def nearest(quoted: Quoted, exchanges: Iterable[Exchange]) -> Verdict | None:
    """Give what these said that is most like the quotation, "misquoted"; None where nothing is like it."""
    best = None
    for exchange in exchanges:
        for breath in breaths(exchange):
            said = f" {CUT} ".join(_like(breath, run.strip()).strip() for run in _runs(quoted.words))
            similarity = Indel.normalized_similarity(_signs(said), _signs(quoted.words))
            if similarity >= _NEAR and (best is None or similarity > best.similarity):
                differs = quoted.attribution.differs(exchange)
                best = Verdict("misquoted", exchange, said, diff(said, quoted.words), similarity, differs)
    return best


def _agrees(differs: tuple[Differs, ...]) -> bool:
    return len(differs) < len(get_args(Differs))


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
