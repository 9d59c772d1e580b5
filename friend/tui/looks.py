"""Owns how the person wants the desk to look and to be worked: theme, plain words, stillness, keys of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from textual._context import active_app

from friend.text.interface import tr

if TYPE_CHECKING:
    from textual.dom import DOMNode


@dataclass(frozen=True, slots=True)
class Looks:
    """What was configured. `theme` is a name of `friend.tui.themes`, None for the usual one.

    `plain` is for a screen reader: one column, words in the place of signs. `still` moves nothing by itself. `keys`
    gives the keys for names of actions, as they stand in the configuration: not looked at yet.
    """

    theme: str | None = None
    plain: bool = False
    still: bool = False
    keys: Mapping[str, str] = field(default_factory=dict)


_USUAL: Final = Looks()
SEPARATOR: Final = " · "
"""What stands between two short things on a line."""
_CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def looks() -> Looks:
    """Give the looks of the desk that is running; the usual ones where none is."""
    room = getattr(active_app.get(None), "room", None)
    return getattr(room, "looks", _USUAL)


def numbered_paragraph(number: int) -> str:
    """Say which paragraph: ¶2, or in words."""
    return tr("paragraph {number}", number=number) if looks().plain else f"¶{number}"


def sign_of(number: int) -> str:
    """Give a note's number as it stands in the margin and on its card: in a circle, or as it is."""
    if looks().plain:
        return str(number)
    return _CIRCLED[number - 1] if number <= len(_CIRCLED) else "●"


def pointer(*, here: bool) -> str:
    """Give what tells which item of a list is picked."""
    return ("> " if looks().plain else "▸ ") if here else "  "


def mark(card: DOMNode) -> str:
    """Give what says that the keys speak of this card, where no line beside it tells."""
    return pointer(here=True) if looks().plain and card.has_class("-current") else ""


def around(op: str) -> tuple[str, str]:
    """Give what stands before and after words that go (`-`) or come (`+`)."""
    if looks().plain:
        return (f"[{tr('delete:')} " if op == "-" else f"[{tr('write:')} ", "]")
    return ("−", "−") if op == "-" else ("+", "+")


def before_side(op: str) -> str:
    """Give what stands before the whole old (`-`) or new (`+`) wording."""
    if looks().plain:
        return f"{tr('old:') if op == '-' else tr('new:')} "
    return "− " if op == "-" else "+ "


def bullet() -> str:
    """Give what stands before an item of a list in a friend's prose."""
    return "-" if looks().plain else "•"


def quote_bar() -> str:
    """Give what stands before each row of a quotation in a friend's prose."""
    return "> " if looks().plain else "│ "
