"""Owns how CriticMarkup is read: the draft that is under it, the draft as suggested, and the suggestions themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from friend.record.formats.criticmarkup import decoded

_CLOSING: Final = {"++": "++}", "--": "--}", "==": "==}", ">>": "<<}", "~~": "~~}"}
_NOTE: Final = re.compile(
    r"(?P<number>\d+)(?:(?P<kind> on| instead): (?P<words>.*)|\. (?P<who>.*?): (?P<why>.*))?\Z", re.DOTALL
)


class Node(NamedTuple):
    """A stretch of the text: `kind` is "" for plain text, else ++, --, ==, >> or ~~ (whose `new` is set)."""

    kind: str
    text: str
    new: str = ""

    @property
    def before(self) -> str:
        """What stands there with nothing accepted."""
        return "" if self.kind in {"++", ">>"} else self.text

    @property
    def after(self) -> str:
        """What would stand there with all accepted."""
        if self.kind in {"--", ">>"}:
            return ""
        return self.new if self.kind == "~~" else self.text


@dataclass(frozen=True, slots=True)
class Read:
    """A suggestion as it was read; `who` is name, version and date. `instead` is None for a remark without wording."""

    number: int
    quote: str
    instead: str | None
    why: str
    who: str


def nodes(marked: str) -> Iterator[Node]:
    """Cut text into what is marked up and what is not; a mark ends with the first thing that can end it."""
    done = at = 0
    while (at := marked.find("{", at)) >= 0:
        kind = marked[at + 1 : at + 3]
        inside = at + 3
        middle = marked.find("~>", inside) if kind == "~~" else inside
        end = marked.find(_CLOSING[kind], middle + (2 if kind == "~~" else 0)) if kind in _CLOSING else -1
        if middle < 0 or end < 0:
            at += 1
            continue
        if at > done:
            yield Node("", marked[done:at])
        if kind == "~~":
            yield Node(kind, marked[inside:middle], marked[middle + 2 : end])
        else:
            yield Node(kind, marked[inside:end])
        done = at = end + 3
    if done < len(marked):
        yield Node("", marked[done:])


def before(marked: str) -> str:
    """Give the draft as it is without the markup."""
    return "".join(node.before for node in nodes(marked))


def suggestions(marked: str) -> list[Read]:
    """Give the suggestions of an export of ours, in its order."""
    found: list[Read] = []
    opened: dict[str, int] = {}
    said: dict[tuple[str, str], str] = {}
    every = list(nodes(marked))
    for place, node in enumerate(every):
        match = _NOTE.match(node.text) if node.kind == ">>" else None
        if match is None:
            continue
        number = match["number"]
        if match["kind"]:
            said[number, match["kind"].strip()] = decoded(match["words"])
        elif match["who"] is None:
            opened[number] = place
        else:
            quote, instead = _meant(every, place, opened.get(number))
            quote = said.get((number, "on"), quote)
            instead = said.get((number, "instead"), None if (number, "on") in said else instead)
            found.append(Read(int(number), quote, instead, decoded(match["why"]), decoded(match["who"])))
    return found


def _meant(every: list[Node], place: int, opened: int | None) -> tuple[str, str | None]:
    """Give the words that a signed comment is about, and the wording: all since it was opened, or the last mark."""
    if opened is not None:
        run = every[opened:place]
        return "".join(node.before for node in run), "".join(node.after for node in run)
    node = next((node for node in reversed(every[:place]) if node.kind != ">>"), Node("", ""))
    return node.before, None if node.kind in {"==", ""} else node.after
