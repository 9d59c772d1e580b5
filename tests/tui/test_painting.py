"""How a frame of the desk is painted: what a key changed and no more, with the marks on their words."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual._compositor import ChopsUpdate, Compositor
from textual.geometry import Region
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widget import Widget

from friend.tui.screens.desk import DeskScreen
from friend.tui.screens.frames import RowByRow
from friend.tui.widgets.card import Card
from friend.tui.widgets.prose_view import ProseView
from friend.tui.widgets.status_line import StatusLine
from tests.tui.conftest import TWO, Desk, ask, screen_of

SIZE = (130, 40)


async def with_two_notes(pilot: Pilot[None], desk: Desk) -> DeskScreen:
    """Ask, and stand in the text before the words that the notes are about."""
    desk.server.will(text=TWO)
    await pilot.press("down", "down")
    await ask(pilot)
    await pilot.pause()
    return screen_of(pilot)


async def test_marks_are_on_their_words_in_every_frame(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """While one types before them, no frame shows an underline beside its words."""
    async with desk.app().run_test(size=SIZE) as pilot:
        screen = await with_two_notes(pilot, desk)
        editor = screen.editor
        frames: list[list[str]] = []
        paint = screen._compositor_refresh

        def painted() -> None:
            frames.append([span.of(editor.text) for span in editor.marks.underlined])
            paint()

        monkeypatch.setattr(screen, "_compositor_refresh", painted)
        words = [span.of(editor.text) for span in editor.marks.underlined]
        assert words
        for key in "Now ":
            await pilot.press(key)
        assert editor.text.count("Now I am") == 1
        assert frames
        assert all(frame == words for frame in frames)


async def test_a_key_paints_its_row_and_no_card(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """With cards beside the text, a letter is one row of the text; a figure that did not change is not painted."""
    async with desk.app().run_test(size=SIZE) as pilot:
        screen = await with_two_notes(pilot, desk)
        assert len(screen.pane.cards) == 2
        # In a short line, which is wrapped as before; the first letter changes the file, which the last line tells.
        await pilot.press("up", "up", "O")
        rendered: list[tuple[Widget, Region]] = []
        render = Widget.render_lines

        def spied(widget: Widget, crop: Region) -> list[Strip]:
            rendered.append((widget, crop))
            return render(widget, crop)

        monkeypatch.setattr(Widget, "render_lines", spied)
        await pilot.press("h")
        assert {crop.height for widget, crop in rendered if widget is screen.editor} == {1}
        assert not [
            widget for widget, _ in rendered if isinstance(widget, (Card, ProseView)) or widget is screen.status
        ]


REGIONS = st.builds(Region, st.integers(0, 129), st.integers(0, 39), st.integers(1, 130), st.integers(1, 5))


def within_screen(regions: set[Region]) -> set[Region]:
    """Cut regions to the screen."""
    return {region.intersection(Region(0, 0, *SIZE)) for region in regions}


def shown(update: ChopsUpdate | None, cuts: list[list[int]]) -> Iterator[tuple[int, int, int, list[object]]]:
    """Give what an update sends for each of its spans, cell by cell."""
    assert update is not None
    for y, begin, end in update.spans:
        cells: list[object] = []
        for (x, strip), (_, last) in zip(update.chops[y].items(), pairwise(cuts[y]), strict=True):
            if x < end and last > begin:
                assert strip is not None, f"a hole at {x}, {y}"
                piece = strip.crop(max(0, begin - x), min(last, end) - x)
                cells += [(letter, segment.style) for segment in piece for letter in segment.text]
        yield y, begin, end, cells


async def test_frames_are_as_textual_would_paint_them(desk: Desk) -> None:
    """Whatever changed, the same cells are sent as by Textual's own way, which renders all that lies about them."""
    async with desk.app().run_test(size=SIZE) as pilot:
        ours = (await with_two_notes(pilot, desk))._compositor
        assert isinstance(ours, RowByRow)
        theirs = Compositor()

        @given(st.sets(REGIONS, min_size=1, max_size=5))
        def check(regions: set[Region]) -> None:
            theirs.__dict__.update({name: ours.__dict__[name] for name in theirs.__dict__})
            theirs._dirty_regions = within_screen(regions)
            wanted = list(shown(theirs.render_partial_update(), ours.cuts))
            ours._dirty_regions = within_screen(regions)
            assert list(shown(ours.render_partial_update(), ours.cuts)) == wanted

        check()
        ours._dirty_regions = set()
        assert ours.render_partial_update() is None
