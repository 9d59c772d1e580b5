"""How a frame of the desk is painted: what a key changed and no more, with the marks on their words."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual._compositor import ChopsUpdate, Compositor, LayoutUpdate
from textual.geometry import Region
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widget import Widget

from friend.tui.screens.desk import DeskScreen
from friend.tui.screens.frames import RowByRow
from friend.tui.widgets.card import Card
from friend.tui.widgets.prose_view import ProseView
from tests.tui.conftest import TWO, Desk, ask, screen_of, until

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


async def test_a_growing_answer_is_laid_out_once_and_paints_its_new_rows(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One more line of prose is one layout, and a few rows of that prose; what stands above stays as it is."""
    desk.server.will(text="\n\n".join(f"Line {number}." for number in range(8)))
    async with desk.app().run_test(size=SIZE) as pilot:
        await pilot.press("down", "down")
        await ask(pilot)
        screen = screen_of(pilot)
        prose = screen.pane.answers[0].prose
        # So long that it has its scroll bar, which lays out once more when it comes.
        prose.say(prose.said + "\n\n" + "\n".join("More." for _ in range(9)))
        await until(pilot, lambda: prose.size.height == 25)
        layouts: list[None] = []
        rows: list[Region] = []
        lay_out, render = screen._refresh_layout, Widget.render_lines

        def counted(*args: object, **how: object) -> None:
            layouts.append(None)
            lay_out(*args, **how)  # type: ignore[arg-type]

        def spied(widget: Widget, crop: Region) -> list[Strip]:
            if widget is prose:
                rows.append(crop)
            return render(widget, crop)

        monkeypatch.setattr(screen, "_refresh_layout", counted)
        monkeypatch.setattr(Widget, "render_lines", spied)
        prose.say(prose.said + "\nAnd more.")
        await until(pilot, lambda: prose.size.height == 26)
        await pilot.pause()
        assert len(layouts) == 1
        assert {crop.y for crop in rows} <= {24, 25}


async def test_the_terminal_shows_what_is_there(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Row by row the terminal is brought to what a whole picture would show, whatever grows, moves and scrolls."""
    desk.server.will(text=TWO)
    async with desk.app().run_test(size=SIZE) as pilot:
        screen = await with_two_notes(pilot, desk)
        pane, prose = screen.pane, screen.pane.answers[0].prose
        same = watched(screen, pilot, monkeypatch)
        more = "\n".join(f"Line {number}." for number in range(70))
        for cut in (9, 40, 44, 200, 204, 600, 30, 610):
            prose.say(f"Mostly.\n\n{more[:cut]}")
            await pilot.press("w")
            await same()
        for y in (3, 30, 0, 200):
            pane.scroll_to(y=y, animate=False, immediate=True)
            prose.say(prose.said + "\nMore.")
            await pilot.press("x")
            await same()
        pane.make_current(screen.conversation.notes[1])
        await pilot.press("f6", "x", "x")
        await same()
        screen.side.shows_friend = False
        await pilot.pause()
        screen.side.shows_friend = True
        prose.say("Short.")
        await pilot.press("f6", "f6", "y")
        await same()
        for card in pane.cards:
            await card.remove()
        for cut in (200, 30, 90):
            # Nothing moves below that would be painted anyway.
            prose.say(f"Mostly.\n\n{more[:cut]}")
            await pilot.press("z")
            await same()


def watched(
    screen: DeskScreen, pilot: Pilot[None], monkeypatch: pytest.MonkeyPatch
) -> Callable[[], Coroutine[object, object, None]]:
    """Keep what the terminal was sent from now on; give what compares it with a whole picture."""

    def picture() -> list[list[object]]:
        return [cells_of(strip) for strip in screen._compositor.render_strips()]

    def sent(_: object, update: object) -> None:
        if isinstance(update, ChopsUpdate):
            for y, begin, end, cells in shown(update, screen._compositor.cuts):
                terminal[y][begin:end] = cells
        elif isinstance(update, LayoutUpdate):
            terminal[:] = [cells_of(Strip.join(strips)) for strips in update.strips]

    async def same() -> None:
        await pilot.pause()
        assert terminal == picture()

    terminal = picture()
    monkeypatch.setattr(pilot.app, "_display", sent)
    return same


REGIONS = st.builds(Region, st.integers(0, 129), st.integers(0, 39), st.integers(1, 130), st.integers(1, 5))


def within_screen(regions: set[Region]) -> set[Region]:
    """Cut regions to the screen."""
    return {region.intersection(Region(0, 0, *SIZE)) for region in regions}


def cells_of(strip: Strip) -> list[object]:
    """Give a row cell by cell."""
    return [(letter, segment.style) for segment in strip for letter in segment.text]


def shown(update: ChopsUpdate | None, cuts: list[list[int]]) -> Iterator[tuple[int, int, int, list[object]]]:
    """Give what an update sends for each of its spans, cell by cell."""
    assert update is not None
    for y, begin, end in update.spans:
        cells: list[object] = []
        for (x, strip), (_, last) in zip(update.chops[y].items(), pairwise(cuts[y]), strict=True):
            if x < end and last > begin:
                assert strip is not None, f"a hole at {x}, {y}"
                cells += cells_of(strip.crop(max(0, begin - x), min(last, end) - x))
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
