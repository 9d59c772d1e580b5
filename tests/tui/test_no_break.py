"""Where a row may be broken: not at a no-break space, be it in the text, in a card or in a friend's prose."""

from __future__ import annotations

from itertools import pairwise

import pytest
from rich.console import Console
from rich.text import Text
from textual._wrap import compute_wrap_offsets
from textual.content import Content

from friend.tui.no_break import keep_together
from tests.tui.conftest import Desk, screen_of, seen

_KEPT = "Pourquoi\u202f? «\u00a0Parce que\u00a0», à 100\u202f%\u00a0: voilà tout\u202f!"
_SIGNS = ("?", "»", "%", ":", "!")


@pytest.mark.parametrize("width", range(12, 40))
def test_a_sign_stays_with_its_word(width: int) -> None:
    """At any width no row begins with a French sign or ends with an opening guillemet, whoever lays it out."""
    keep_together()
    ends = [0, *compute_wrap_offsets(_KEPT, width, 4), len(_KEPT)]
    laid_out = {
        "the text": [_KEPT[start:end] for start, end in pairwise(ends)],
        "a card": [row.plain for row in Content(_KEPT).wrap(width)],
        "prose": [row.plain for row in Text(_KEPT).wrap(Console(), width)],
    }
    for where, rows in laid_out.items():
        assert len(rows) > 1 or width >= len(_KEPT), where
        for row in rows:
            assert not row.startswith(_SIGNS), f"{where}: {rows}"
            assert not row.rstrip(" ").endswith("«"), f"{where}: {rows}"


def test_other_spaces_break_as_they_did() -> None:
    """At a space a row is broken, and a word that is too long is cut."""
    keep_together()
    assert compute_wrap_offsets("one two  three", 9, 4) == [9]
    assert [row.plain.rstrip() for row in Content("one two abcdefghij").wrap(8)] == ["one two", "abcdefgh", "ij"]


async def test_so_it_is_at_the_desk(desk: Desk) -> None:
    """The page of the desk that runs keeps the sign of a question with its last word."""
    words = "mot " * 16 + "pourquoi"
    desk.write(f"{words}\u00a0?\n")
    async with desk.app().run_test(size=(76, 20)) as pilot:
        await pilot.pause()
        rows = [row.strip() for row in seen(pilot).splitlines() if "mot" in row or "?" in row]
        assert rows[-1] == "pourquoi\u00a0?"
        assert screen_of(pilot).editor.text == f"{words}\u00a0?\n"
