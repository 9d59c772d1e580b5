"""The one thing that friend may put into a draft: an attributed quotation, when the person says so."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import friend
from friend.record.fitting import NoPlaceError
from friend.record.quotation import quoted
from friend.text.span import Span
from friend.tui.inserting import ONLY_READ, put_quotation
from tests.builders import exchange
from tests.tui.conftest import LETTER, Desk, screen_of

HOUSE = Path(friend.__file__).parent
QUOTE = (
    "> Mostly. The weakest point is who decided: a reader can't tell.\n>\n"
    "> — Claude Sonnet 4 (claude-sonnet-4-20250514), 21 Nov. 2026"
)
# Every way to change the text of an editor or of its document, and the modules that go it. What they put in is a key or
# a paste of the person's (editor.py), what the person types into the find bar, the person's own text from the file
# (taking_in.py, which the desk hands to keeping.py) or from recovery, and the quotation (inserting.py). Of the edits of
# a run of keys undoing.py makes one; test_undoing.py says that it puts in what they did.
CHANGING = {
    "Edit": {"editor.py", "inserting.py", "undoing.py"},
    "edit": {"editor.py", "inserting.py"},
    "put_whole": {"recovery.py"},
    "put_in": {"editor.py", "taking_in.py"},
    "take_in": {"desk_files.py", "keeping.py"},
    "replace_spans": {"find_bar.py"},
    "_replace_via_keyboard": {"editor.py"},
    "load_text": {"page.py"},
    "replace_range": set(),
    "insert": set(),
    "replace": set(),
    "delete": set(),
    "clear": set(),
}
# Lists and strings have some of these as well: there they count on what goes by one of the names of the text.
OF_OTHERS_TOO = {"insert", "replace", "delete", "clear"}
THE_TEXT = {"editor", "_editor", "draft", "document", "page", "text_area"}
# Put in place of another, these would be another text.
HELD = {"text", "document", "_exact"}


async def test_it_is_put_at_the_cursor_and_one_undo_takes_it_back(desk: Desk) -> None:
    """It stands on lines of its own, the cursor after it; undo gives back text and cursor, redo the quotation."""
    async with desk.app().run_test() as pilot:
        editor = screen_of(pilot).editor
        await pilot.press("down", "down", "end", "x")
        before, cursor = editor.text, editor.cursor_location
        at = editor.cursor_offset_in_text
        put_quotation(editor, quoted(exchange(), "en"), str(desk.path))
        rest = before[at:].lstrip()
        assert editor.text == f"{before[:at]}\n\n{QUOTE}\n\n{rest}"
        assert editor.text[editor.cursor_offset_in_text :] == rest
        await pilot.press("y")
        editor.undo()
        editor.undo()
        assert (editor.text, editor.cursor_location) == (before, cursor)
        editor.redo()
        assert QUOTE in editor.text
        editor.undo()
        assert editor.text == before


async def test_it_can_take_the_place_of_words(desk: Desk) -> None:
    """Words that are the friend's own give way to their quotation, which undo takes back in one step."""
    desk.write(LETTER.replace("\n", "\r\n"))
    async with desk.app().run_test() as pilot:
        editor = screen_of(pilot).editor
        before = editor.text
        start = before.index("It was decided")
        put_quotation(editor, quoted(exchange(), "en"), None, place=Span(start, start + len("It was decided by them")))
        assert "It was decided" not in editor.text
        assert f"parking.\n\n{QUOTE}\n\nlast month, and we" in editor.text.replace("\r\n", "\n")
        assert editor.text.count("\n") == editor.text.count("\r\n")
        editor.undo()
        assert editor.text == before


async def test_a_text_that_is_only_read_stays_as_it_is(desk: Desk) -> None:
    """Where another instance writes, nothing is put in, and it is said why (fault 60)."""
    async with desk.app().run_test() as pilot:
        editor = screen_of(pilot).editor
        editor.read_only = True
        with pytest.raises(NoPlaceError, match=ONLY_READ):
            put_quotation(editor, quoted(exchange(), "en"), None)
        assert editor.text == LETTER


def test_nothing_else_of_friend_can_change_the_text() -> None:
    """R3, read from the source: each way to change the text is gone only by those that put in the person's words."""
    going = {(name, path.name) for path in (HOUSE / "tui").rglob("*.py") for name in _changes(path)}
    allowed = {(name, path) for name, paths in CHANGING.items() for path in paths}
    held = {("document", "page.py"), ("_exact", "document.py")}
    assert going == allowed | held


def _changes(path: Path) -> Iterator[str]:
    """Give the ways to change a text that a module goes: what it calls, hands on, or puts in another's place."""
    own = {"self"} if path.name in {"page.py", "editor.py", "document.py"} else set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Name) and node.id in {"Edit", "take_in"} and isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, ast.Attribute):
            named = getattr(node.value, "attr", getattr(node.value, "id", ""))
            is_text = named in THE_TEXT | own
            if isinstance(node.ctx, ast.Load):
                if node.attr in CHANGING and (is_text or node.attr not in OF_OTHERS_TOO):
                    yield node.attr
            elif node.attr in HELD and is_text:
                yield node.attr


def test_the_way_in_takes_a_quotation_and_knows_no_suggestion() -> None:
    """R3, R6: what is put in is a `Quotation`; one module makes these, out of what the log holds, and checks them."""
    makers = {path.relative_to(HOUSE).as_posix() for path in HOUSE.rglob("*.py") if "Quotation(" in path.read_text()}
    assert makers == {"record/quotation.py"}
    for path in (HOUSE / "tui" / "inserting.py", HOUSE / "record" / "fitting.py"):
        for name in ("Suggestion", "Exchange", "instead"):
            assert name not in path.read_text()
    using = {path.name for path in HOUSE.rglob("*.py") if "put_quotation(" in path.read_text()}
    assert using == {"inserting.py", "quoting.py", "check_side.py"}
