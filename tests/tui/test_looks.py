"""How the desk looks: what can be read can be read by all, with colour, without it, and with nothing moving."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest
from textual.color import Color
from textual.command import CommandPalette
from textual.pilot import Pilot
from textual.widgets import Input

from friend.adapters.desk_config import THEMES as CONFIGURED
from friend.tui.looks import Looks
from friend.tui.themes import THEMES
from tests.terminal import Terminal
from tests.tui.conftest import DRAWN, TWO, Desk, ask, screen_of, seen, until

WIDE = (130, 44)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _luminance(colour: Color) -> float:
    red, green, blue = (_linear(part / 255) for part in colour.rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Color, other: Color) -> float:
    """Give the contrast of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_reckoned_as_wcag_does() -> None:
    """Black on white is 21 to 1; #767676 on white is the lightest grey that passes 4.5."""
    white = Color(255, 255, 255)
    assert contrast(Color(0, 0, 0), white) == pytest.approx(21)
    assert contrast(Color.parse("#767676"), white) == pytest.approx(4.54, abs=0.01)


def _painted(pilot: Pilot[None]) -> Iterator[tuple[str, Color, Color]]:
    """Give all words on the screen in front with the colours that they are painted in."""
    screen = pilot.app.screen
    within = screen.query(".sheet, #--container").first().region if screen.is_modal else screen.region
    for y, strip in enumerate(screen._compositor.render_strips()):
        x = 0
        for segment in strip:
            style = segment.style
            if segment.text.strip() and within.contains(x, y):
                assert style, segment
                assert style.color, segment
                assert style.bgcolor, segment
                assert not style.dim, segment
                yield segment.text, Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor)
            x += segment.cell_length


_LINES = set(" │─▍▎▌┃")


@pytest.mark.parametrize(("theme", "least"), [("dark", 4.5), ("light", 4.5), ("high-contrast", 7.0)])
async def test_every_word_can_be_read(desk: Desk, theme: str, least: float) -> None:
    """Each text, wherever it is painted, stands out from its background: WCAG AA, in high contrast AAA."""
    desk.server.will(text=TWO)
    desk.services = replace(desk.services, looks=Looks(theme=theme))
    faint: set[tuple[str, str, str, float]] = set()

    async def look() -> None:
        await pilot.pause()
        for words, ink, paper in _painted(pilot):
            if not set(words) <= _LINES and (ratio := contrast(ink, paper)) < least:
                faint.add((words, ink.hex, paper.hex, round(ratio, 2)))

    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await pilot.press("f4", "down", "down")
        await ask(pilot)
        await pilot.press("shift+right", "shift+down", "f6", "n", "x", "n")
        await look()
        await pilot.press("f6", "ctrl+r")
        await until(pilot, lambda: "tokens" in seen(pilot))
        await pilot.press("tab")
        await look()
        await pilot.press("escape", "ctrl+f", "t")
        await look()
        await pilot.press("escape", "f5")
        await until(pilot, lambda: "Is it clear" in seen(pilot))
        await look()
        await pilot.press("enter", "n")
        await until(pilot, lambda: "number 1" in seen(pilot))
        await look()
        await pilot.press("escape", "escape", "f2")
        await until(pilot, lambda: "Open which draft" in seen(pilot))
        await look()
        await pilot.press("escape", "ctrl+p")
        await until(pilot, lambda: isinstance(pilot.app.screen, CommandPalette) and "Ask about this" in seen(pilot))
        await look()
        await pilot.press("escape")
        screen.editor.put_whole("")
        await look()
    assert not faint


async def test_themes_are_ours_and_are_chosen_from_the_palette(desk: Desk) -> None:
    """The configuration and the palette know the same four themes, and no other of Textual's."""
    assert tuple(THEMES) == CONFIGURED
    async with desk.app().run_test(size=WIDE) as pilot:
        assert set(pilot.app.available_themes) == set(CONFIGURED)
        await pilot.press("ctrl+p", *"theme")
        await until(pilot, lambda: "friend config set theme" in seen(pilot))
        await until(pilot, lambda: pilot.app.screen.query("CommandList").first().highlighted is not None)
        await pilot.press("enter")
        await until(pilot, lambda: "high-contrast" in seen(pilot))
        await pilot.press(*"light")
        await until(pilot, lambda: "high-contrast" not in seen(pilot))
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.theme == "light")


async def test_the_theme_without_colour_paints_none(desk: Desk) -> None:
    """The theme of that name does what NO_COLOR does, and another theme brings the colours back."""
    desk.services = replace(desk.services, looks=Looks(theme="no-colour"))
    async with desk.app().run_test(size=WIDE) as pilot:
        for theme, coloured in (("no-colour", False), ("light", True)):
            pilot.app.theme = theme
            await pilot.pause()
            strips = pilot.app.screen._compositor.render_strips()
            styles = [part.style for strip in strips for part in strip if part.style]
            assert any(style.color or style.bgcolor for style in styles) is coloured


async def test_stillness(desk: Desk) -> None:
    """With reduced motion nothing is animated; and no cursor blinks, whatever is configured."""
    for still in (True, False):
        desk.services = replace(desk.services, looks=Looks(still=still))
        async with desk.app().run_test(size=WIDE) as pilot:
            assert (pilot.app.animation_level == "none") is still
            assert not screen_of(pilot).editor.cursor_blink
            for keys in (["ctrl+f"], ["escape", "ctrl+r", "tab"], ["escape", "f5"], ["escape", "ctrl+p"]):
                await pilot.press(*keys)
                await until(pilot, lambda: isinstance(pilot.app.focused, Input))
                assert isinstance(pilot.app.focused, Input)
                assert not pilot.app.focused.cursor_blink
            await pilot.press("escape")


async def _answered(desk: Desk) -> None:
    """Have the friend asked, so that two notes are open when the desk is opened again."""
    desk.server.will(text=TWO)
    app = desk.app()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("down", "down")
        await ask(pilot)
        await pilot.press("ctrl+q")
        await until(pilot, lambda: app._exit)


def _at_a_terminal(desk: Desk, looks: dict[str, object], *, columns: int = 130) -> Terminal:
    command = [sys.executable, "-m", "tests.desk_program", str(desk.path), str(desk.services.data_dir), "0"]
    return Terminal([*command, json.dumps(looks)], columns=columns)


_SGR = re.compile(rb"\x1b\[([0-9;:]*)m")
_WEIGHTS = {"", "0", "1", "2", "3", "4", "7", "9", "22", "23", "24", "27", "29"}
"""What is no colour: bold, dim, italic, underlined, reverse, struck, and their ends."""


async def test_no_byte_of_colour_reaches_a_terminal_that_wants_none(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With NO_COLOR all is told by weight, lines and signs, in sheets, palette and log too."""
    await _answered(desk)
    monkeypatch.setenv("NO_COLOR", "1")
    terminal = _at_a_terminal(desk, {})
    try:
        terminal.wait_for("2 open notes")
        terminal.type("\x1b[20~")  # F9
        terminal.wait_for("−them− \\+the council\\+")
        terminal.type("\x1b[1;2C\x0e\x1b[17~n")  # Shift+right, Ctrl+N, F6, n
        terminal.settle()
        terminal.type("\x1b[17~\x1bOP")  # F6, F1
        terminal.wait_for("but as a quotation", 15)
        terminal.type("q")
        terminal.settle()
        terminal.type("\x10")  # Ctrl+P
        terminal.wait_for("Ask about this", 15)
        terminal.type("\x1b")
        terminal.settle()
        terminal.type("\x1b[15~")  # F5
        terminal.wait_for("The log", 15)
        terminal.settle()
    finally:
        terminal.close()
    sent = {part for found in _SGR.findall(terminal.seen) for part in found.decode().split(";")}
    assert sent <= _WEIGHTS
    assert re.search(rb"\x1b\[[0-9;]*9[0-9;]*m\xe2\x88\x92them", terminal.seen), "what goes is struck"
    assert re.search(rb"\x1b\[[0-9;]*4[0-9;]*m\+the council", terminal.seen), "what comes is underlined"


async def test_plain_words_on_the_terminal(desk: Desk) -> None:
    """In plain mode nothing is drawn: no boxes, columns, circled digits, signs; the friend's side is below the text.

    What stands there is what the terminal received: desk, notes, panel, keys, log. The terminal's own cursor shows.
    """
    await _answered(desk)
    terminal = _at_a_terminal(desk, {"plain": True})
    try:
        terminal.wait_for("2 open notes")
        terminal.type("\x1b[20~")  # F9
        terminal.wait_for("\\[delete: them\\] \\[write: the council\\]")
        terminal.type("x")
        terminal.wait_for(r"letter\.md, changed, 38 words, paragraph 1, 2 notes\. Ctrl\+N next note,")
        terminal.type("\x12")  # Ctrl+R
        terminal.wait_for("No friend is configured")
        terminal.type("\x1b")
        terminal.settle()
        terminal.type("\x1bOP")  # F1
        terminal.wait_for("Ctrl\\+R: ask about this")
        terminal.type("q")
        terminal.settle()
        terminal.type("\x1b[15~")  # F5
        terminal.wait_for("> +1  Is it clear")
        terminal.settle()
        terminal.type("\x1b")
        terminal.settle()
    finally:
        terminal.close()
    words = re.sub("\x1b\\[[0-9;?]*[a-zA-Z]", "", terminal.seen.decode("utf-8", "replace"))
    assert not set(DRAWN.findall(words))
    assert b"\x1b[?25h" in terminal.seen
