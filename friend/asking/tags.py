"""Owns how a `<suggestion>` block is read: which tags count, where its parts end, and what makes it malformed.

Text in a part is literal, up to the tag that closes it. Between the parts only white space may stand. The moment a
block is malformed, all that was read of it is prose and reading goes on behind it, so that no word waits for an end.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, Literal, NamedTuple

from friend.asking.reply_page import Page
from friend.asking.reply_parts import CUT_OFF, MALFORMED, PARTS, UNCLOSED, advice_of, enough
from friend.asking.reply_source import Source, Steps

SUGGESTION: Final = "suggestion"
# A longer "tag" is prose: text must not wait for a ">" that may never come.
_LONGEST_TAG: Final = 256
_NAMES: Final = "|".join((SUGGESTION, *PARTS))
# Attributes only where the name follows "<" at once: "a < suggestion of mine > b" is no tag.
_TAG: Final = re.compile(
    rf"<(?:(?P<open>{_NAMES})(?P<rest>[\s/][^<>]*)?"
    rf"|\s{{1,3}}(?P<spaced>{_NAMES})\s*"
    rf"|\s{{0,3}}/\s{{0,3}}(?P<close>{_NAMES})\s*)>",
    re.ASCII | re.IGNORECASE,
)
_BEGINNING: Final = re.compile(r"<\s{0,3}/?\s{0,3}([A-Za-z]*)", re.ASCII)
_BRACKET: Final = re.compile("[<>]")
_BLANK: Final = re.compile(r"\s+")
_LITERAL: Final = re.compile(r"[^<]+")


class Tag(NamedTuple):
    """One of the four tags. `empty` is `<name/>`; `length` is in characters."""

    name: str
    closes: bool
    empty: bool
    length: int


def read_tag(source: Source, *names: str) -> Steps[Tag | Literal["cut off"] | None]:
    """Read the tag that begins at the "<" here, and take nothing. None where it is none of `names`.

    "cut off" says that the reply ended before it could be told.
    """
    while True:
        ahead = source.ahead(_LONGEST_TAG)
        end = _BRACKET.search(ahead, 1)
        if end:
            return _tag(ahead[: end.end()], names)
        if len(ahead) == _LONGEST_TAG or not _may_become(ahead, names):
            return None
        if source.ended:
            return "cut off"
        yield


def _tag(text: str, names: tuple[str, ...]) -> Tag | None:
    match = _TAG.fullmatch(text)
    if not match:
        return None
    name = (match["open"] or match["spaced"] or match["close"]).lower()
    if name not in names:
        return None
    return Tag(name, bool(match["close"]), (match["rest"] or "").endswith("/"), len(text))


def _may_become(text: str, names: tuple[str, ...]) -> bool:
    match = _BEGINNING.match(text)
    if not match:
        return False
    name = match[1].lower()
    if match.end() == len(text):
        return any(known.startswith(name) for known in names)
    return name in names and text[match.end()] in " \t\n\r\f\v/"


class _Stop(Exception):  # noqa: N818 - it is the end of a block, not a fault of the program
    """The block ends here without its closing tag: malformed, or cut off inside `part`."""

    def __init__(self, *, cut: bool = False, part: str | None = None) -> None:
        super().__init__()
        self.cut = cut
        self.part = part


def read_block(source: Source, page: Page, note: Callable[[str], None]) -> Steps[None]:
    """Read one block; its opening tag is the last thing taken. It becomes advice, or prose with a note."""
    parts: dict[str, str | None] = {}
    why_not = MALFORMED
    try:
        while (yield from _part(source, parts)):
            pass
        advice = advice_of(parts)
    except _Stop as stop:
        why_not = CUT_OFF if stop.cut and not source.ahead(1) else MALFORMED
        advice = advice_of(parts) if stop.cut and enough(parts, stop.part) else None
        if advice:
            note(UNCLOSED)
    if advice:
        page.suggestion(source.release(), advice)
    else:
        note(why_not)
        page.text(source.release())


def _part(source: Source, parts: dict[str, str | None]) -> Steps[bool]:
    """Read one part into `parts`; False at the block's own end."""
    yield from source.run_on(_BLANK)
    here = yield from source.wait(1)
    if not here:
        raise _Stop(cut=True)
    if here != "<":
        raise _Stop
    tag = yield from read_tag(source, SUGGESTION, *PARTS)
    if tag == "cut off":
        source.take(_LONGEST_TAG)
        raise _Stop(cut=True)
    if tag is None:
        raise _Stop
    if tag.name == SUGGESTION:
        if not tag.closes:
            raise _Stop(cut=True)  # The next one begins: this one was never closed.
        source.take(tag.length)
        return False
    if tag.closes or tag.name in parts:
        raise _Stop
    source.take(tag.length)
    pieces: list[str] = []
    try:
        if not tag.empty:
            yield from _words(source, tag.name, pieces)
    finally:
        parts[tag.name] = "".join(pieces)
    return True


def _words(source: Source, name: str, pieces: list[str]) -> Steps[None]:
    """Read the literal text of a part into `pieces`, and take the tag that closes it."""
    while True:
        pieces.append((yield from source.run_on(_LITERAL)))
        if not (yield from source.wait(1)):
            raise _Stop(cut=True, part=name)
        tag = yield from read_tag(source, name, SUGGESTION)
        if tag == "cut off":
            source.take(_LONGEST_TAG)
            raise _Stop(cut=True, part=name)
        if tag and tag.name == SUGGESTION:
            if tag.closes:
                source.take(tag.length)
            raise _Stop
        if tag and tag.closes:
            source.take(tag.length)
            return
        pieces.append(source.take(1))
