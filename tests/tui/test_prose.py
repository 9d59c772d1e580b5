"""How a friend's prose is laid out while it comes."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st
from rich.console import Console
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll

from friend.tui.prose import Layout, shown_prose
from friend.tui.widgets.prose_view import ProseView

ALL = 10**9
CONSOLE = Console(width=80)
PIECES = (
    "word ",
    "**bold** ",
    "*light* ",
    "\n",
    "\n\n",
    "- item ",
    "> said ",
    "```\n",
    "# Head ",
    "\r\n",
    "\r",
    "\x1b",
)
PARAGRAPHS = "\n\n".join(f"Paragraph {number} says something, and says it at some length." for number in range(400))


def shown(markdown: str, width: int = 30) -> list[str]:
    """Lay out at once; give the rows as plain text."""
    layout = Layout(width, CONSOLE)
    layout.show(markdown, ALL)
    return [row.plain for row in layout.rows]


@given(st.lists(st.sampled_from(PIECES), max_size=60), st.lists(st.integers(1, 40), max_size=20))
def test_it_does_not_matter_in_which_pieces_it_came(pieces: list[str], cuts: list[int]) -> None:
    """Prose that grew is laid out as prose that came at once."""
    markdown, layout, at = "".join(pieces), Layout(30, CONSOLE), 0
    for cut in cuts:
        at += cut
        layout.show(markdown[:at], ALL)
    layout.show(markdown, ALL)
    assert [row.plain for row in layout.rows] == shown(markdown)


@example(["```\n", "a\tb ", "word" * 12], 1)
@given(st.lists(st.sampled_from((*PIECES, "a\tb ", "\u202e", "word" * 12)), max_size=60), st.integers(1, 40))
def test_each_row_knows_which_words_it_shows(pieces: list[str], cut: int) -> None:
    """Every word of a row stands where the row says; all places are in order, and only marks and spaces have none."""
    markdown = "".join(pieces)
    layout = Layout(30, CONSOLE)
    layout.show(markdown[:cut], ALL)
    layout.show(markdown, ALL)
    prose, at = shown_prose(markdown), 0
    left_out = ""
    for row, runs in zip(layout.rows, layout.runs, strict=True):
        for run in runs:
            here = row.plain[run.column : run.column + len(run.span)]
            assert here == run.span.of(prose).replace("\t", " ")
            assert at <= run.span.start
            left_out += prose[at : run.span.start]
            at = run.span.end
    assert not any(map(str.isalnum, left_out + prose[at:]))


def test_what_stands_is_not_laid_out_again() -> None:
    """One more word touches the last line alone, whatever stands above it."""
    layout = Layout(30, CONSOLE)
    layout.show(PARAGRAPHS, ALL)
    before = list(layout.rows)
    untouched = layout.show(f"{PARAGRAPHS} More.", ALL)
    assert len(before) - untouched <= 3
    assert all(new is old for new, old in zip(layout.rows[:untouched], before, strict=False))


def test_a_line_that_never_ends_is_laid_out_from_near_its_end() -> None:
    """Without a single line end, too, all but the last part stays; nothing is lost, and the indentation is kept."""
    line = "- " + "word " * 20_000
    layout = Layout(30, CONSOLE)
    layout.show(line, ALL)
    assert len(layout.rows) - layout.show(f"{line}more", ALL) < 200
    assert " ".join("".join(f"{row.plain.lstrip()} " for row in layout.rows).split()) == f"• {line[2:]}more"
    assert all(row.plain.startswith("  ") for row in layout.rows[1:])


def test_a_lot_at_once_is_laid_out_in_parts() -> None:
    """With a limit it stops after it, says so, and goes on from there."""
    layout = Layout(30, CONSOLE)
    layout.show(PARAGRAPHS, 2_000)
    assert layout.is_behind
    assert len(layout.rows) < 200
    while layout.is_behind:
        layout.show(PARAGRAPHS, 2_000)
    assert [row.plain for row in layout.rows] == shown(PARAGRAPHS)


class Page(App[None]):
    """A pane with nothing but prose."""

    def compose(self) -> ComposeResult:
        """Give the pane."""
        with VerticalScroll():
            yield ProseView()


async def test_all_of_a_long_answer_comes_to_be_there() -> None:
    """What was out of sight when it came can be scrolled to, and selected, once it is laid out."""
    async with Page().run_test(size=(40, 10)) as pilot:
        view, pane = pilot.app.query_one(ProseView), pilot.app.query_one(VerticalScroll)
        view.say("Short.")
        await pilot.pause()
        view.say(PARAGRAPHS)
        # It is laid out a little at a time, while nothing else is wanted; the pane learns its height after that.
        for _ in range(3_000):
            if "Paragraph 399" in _seen(pilot.app):
                break
            pane.scroll_end(animate=False)
            await pilot.pause(0.02)
        assert "Paragraph 399" in _seen(pilot.app)
        view.text_select_all()
        assert "Paragraph 399" in (pilot.app.screen.get_selected_text() or "")


def _seen(app: App[None]) -> str:
    return "".join(segment.text for strip in app.screen._compositor.render_strips() for segment in strip)
