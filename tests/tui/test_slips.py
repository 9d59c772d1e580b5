"""Ten slips in a row: one key each to get there, and the letters; the focus never leaves the text."""

from __future__ import annotations

from typing import Final

from textual.pilot import Pilot

from friend.tui.notes import Note
from friend.tui.widgets.editor import Editor
from tests.tui.conftest import Desk, ask, heard, screen_of, seen, until

WIDE: Final = (130, 44)
# What stands there, what the friend would write, and what is typed once one is there: not always the friend's word.
SLIPS: Final = (
    ("We recieve many letters", "We receive many letters", "get"),
    ("about the parkng here", "about the parking here", "parking"),
    ("it were decided", "it was decided", "was"),
    ("a councellor said", "a councillor said", "councillor"),
    ("Their is no sign", "There is no sign", "There"),
    ("However we asked", "However, we asked", ","),
    ("no body answered", "nobody answered", "nobody"),
    ("its a pity", "it's a pity", "it is"),
    ("wich way to go", "which way to go", "which"),
    ("Yours sincerly", "Yours sincerely", "truly"),
)
TEXT: Final = (
    "We recieve many letters about the parkng here, and it were decided in haste, a councellor said.\n\n"
    "Their is no sign. However we asked, and no body answered; its a pity.\n\n"
    "Nobody knows wich way to go.\n\nYours sincerly,\nAda\n"
)
MENDED: Final = (
    "We get many letters about the parking here, and it was decided in haste, a councillor said.\n\n"
    "There is no sign. However, we asked, and nobody answered; it is a pity.\n\n"
    "Nobody knows which way to go.\n\nYours truly,\nAda\n"
)


def reply() -> str:
    """Write the answer of a friend who found all of them."""
    blocks = (
        f"<suggestion><quote>{old}</quote><instead>{new}</instead><why>A slip.</why></suggestion>"
        for old, new, _ in SLIPS
    )
    return "Ten slips.\n" + "\n".join(blocks)


def underlined(editor: Editor) -> list[str]:
    """Give the words that are underlined in the text."""
    return [span.of(editor.text) for span in editor.marks.underlined]


async def count_keys(pilot: Pilot[None], *keys: str) -> int:
    """Press keys, and tell how many they were."""
    await pilot.press(*keys)
    return len(keys)


async def test_ten_slips_cost_one_key_each_and_the_letters(desk: Desk) -> None:
    """F8 goes to the next, which is selected; one types, and each card closes itself in whatever words."""
    desk.write(TEXT)
    desk.server.will(text=reply())
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await ask(pilot, key="ctrl+t")
        assert len(screen.conversation.standing) == len(SLIPS)
        pressed = 0
        for _, _, typed in SLIPS:
            pressed += await count_keys(pilot, "f8", *typed)
            assert screen.editor.has_focus
        assert pressed == len(SLIPS) + sum(len(typed) for _, _, typed in SLIPS)
        assert screen.editor.text == MENDED
        screen.conversation.settle()
        assert {one.state for one in desk.services.log.find("last").suggestions} == {"dealt-with"}
        assert underlined(screen.editor) == []
        await pilot.press("f8")
        await until(pilot, lambda: "no open notes" in seen(pilot))
    assert desk.path.read_text() == TEXT


async def test_marks_follow_the_words_as_one_types(desk: Desk) -> None:
    """While one writes before and in them, the underlines stay on the same words, and the numbers with them."""
    desk.write(TEXT)
    desk.server.will(text=reply())
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await ask(pilot, key="ctrl+t")
        first = ["recieve", "parkng", "were", "councellor", "Their"]
        assert underlined(screen.editor)[:5] == first
        screen.editor.go_to_line(1)
        for key in ("O", "h", "enter", "enter", *"Well: "):
            await pilot.press(key)
            assert underlined(screen.editor)[:5] == first
        numbers = [sign for _, sign in screen.editor.marks.numbers]
        assert numbers[:5] == ["①", "②", "③", "④", "⑤"]
        await pilot.press("f8", *"ge")
        assert underlined(screen.editor)[:4] == first[1:]
        while underlined(screen.editor)[:5] != first:
            assert not screen.editor.text.startswith("We")
            await pilot.press("ctrl+z")
        # With the friend's side shut the margin still says where, and nothing is underlined.
        await pilot.press("f9")
        assert underlined(screen.editor) == []
        assert [sign for _, sign in screen.editor.marks.numbers][:5] == numbers[:5]


async def test_next_and_previous_go_round_in_the_order_of_the_text(desk: Desk) -> None:
    """From the last note the next is the first, and back; what is put away is passed by."""
    desk.write(TEXT)
    desk.server.will(text=reply())
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await ask(pilot, key="ctrl+t")

        def at() -> Note:
            assert screen.pane.current is not None
            return screen.pane.current.note

        await pilot.press("f8", "f8")
        assert at().number == 2
        await pilot.press("f7", "f7")
        assert at().number == 10
        await pilot.press("f6", "x")
        await until(pilot, lambda: "dismissed" in heard(pilot))
        await pilot.press("f6", "f7")
        assert at().number == 9
        assert screen.editor.has_focus
