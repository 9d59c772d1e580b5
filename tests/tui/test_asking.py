"""Asking at the desk: through the real use case, the real gateway and a fake provider over HTTP."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from time import monotonic

import pytest

from friend.asking.prompt import ReadyQuestion
from friend.asking.suggestion import Suggestion
from friend.ports import Waiting
from friend.text.diff import diff
from friend.text.span import Span
from friend.tui.app import FriendApp
from friend.tui.notes import note_of
from friend.tui.widgets.answer import Answer
from friend.tui.widgets.card import Card
from tests.tui.conftest import COUNCIL, LETTER, TWO, Desk, ask, at_once, begin, heard, screen_of, seen, until

WIDE = (130, 40)
PARAGRAPH = LETTER.split("\n\n")[1]


async def test_it_asks_about_the_paragraph_of_the_cursor(desk: Desk) -> None:
    """The request holds the whole text, the paragraph and the question; the answer names who spoke (R2, R5)."""
    desk.server.will(text=COUNCIL)
    async with desk.app().run_test(size=WIDE) as pilot:
        await pilot.press("down", "down")
        await ask(pilot)
        shown = heard(pilot)
        assert "gpt · gpt-4o-2024-08-06" in shown
        assert "Is it clear?" in shown
        assert "The weakest point is who decided." in shown
        assert "decided by −them− +the council+ last month" in shown
        assert '"them" has no one to point to yet.' in shown
    sent = desk.server.asked.messages[-1]["content"]
    assert LETTER in sent
    assert sent.count(PARAGRAPH) == 2
    assert desk.path.read_text() == LETTER


async def test_it_asks_about_what_is_selected(desk: Desk) -> None:
    """A selection is the passage, without the white space around it; asking lets go of the selection."""
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        start = LETTER.index(" It was decided")
        screen.editor.go_to(Span(start, start + len(" It was decided by them ")), select=True)
        cursor = screen.editor.cursor_location
        await ask(pilot)
        assert screen.editor.selection.is_empty
        assert screen.editor.cursor_location == cursor
        exchange = desk.services.log.find("last")
    assert exchange.passage.text == "It was decided by them"


async def test_it_asks_about_the_whole(desk: Desk) -> None:
    """Ctrl+T asks for a review of the whole text."""
    async with desk.app().run_test(size=WIDE) as pilot:
        await ask(pilot, key="ctrl+t")
        exchange = desk.services.log.find("last")
    assert exchange.passage.whole
    assert exchange.question.name == "review"


async def test_the_preview_says_what_goes_where(desk: Desk) -> None:
    """Words, tokens, host and price stand there before anything is sent; an unknown price is unknown (fault 23)."""
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await pilot.press("down", "down", "ctrl+r")
        await until(pilot, lambda: screen.panel._preview is not None)
        assert "stays on this machine · 38 words · about" in heard(pilot)
        assert not desk.server.requests
        assert screen.editor.marks.passage == Span(LETTER.index(PARAGRAPH), LETTER.index(PARAGRAPH) + len(PARAGRAPH))


async def test_a_letter_picks_a_ready_question(desk: Desk) -> None:
    """Each ready question has a letter of its own, and the letter picks it."""
    letters = [question.letter for question in desk.services.questions]
    assert len(set(letters)) == len(letters)
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await pilot.press("down", "down", "ctrl+r")
        for question in screen.panel.ready.questions:
            await pilot.press(question.letter)
            picked = screen.panel.ready.picked
            assert isinstance(picked, ReadyQuestion)
            assert picked.name == question.name
        await pilot.press("escape")
        assert not screen.panel.is_open
        assert screen.editor.has_focus
    assert not desk.server.requests


async def test_own_words_are_asked_as_they_are(desk: Desk) -> None:
    """Tab leads to a line for one's own words, sent as they were typed."""
    async with desk.app().run_test(size=WIDE) as pilot:
        await pilot.press("down", "down", "ctrl+r", "tab", *"Who?")
        await until(pilot, lambda: screen_of(pilot).panel._preview is not None)
        await pilot.press("enter")
        await until(pilot, lambda: screen_of(pilot).pane.children)
        await until(pilot, lambda: screen_of(pilot).conversation.talk is None)
        assert desk.services.log.find("last").question.text == "Who?"


async def test_another_friend_can_be_asked(desk: Desk) -> None:
    """Ctrl+O picks the next friend; the panel says who."""
    async with desk.app().run_test(size=WIDE) as pilot:
        await pilot.press("down", "down", "ctrl+r", "ctrl+o")
        await until(pilot, lambda: "Ask second about ¶2" in seen(pilot))
        await until(pilot, lambda: screen_of(pilot).panel._preview is not None)
        await pilot.press("enter")
        await until(pilot, lambda: screen_of(pilot).pane.children)
        await until(pilot, lambda: screen_of(pilot).conversation.talk is None)
        assert desk.services.log.find("last").speaker.name == "second"


async def test_a_second_enter_sends_nothing(desk: Desk) -> None:
    """Enter pressed twice is one request, and no line end in the text (fault 20)."""
    desk.server.will(text=COUNCIL, pace_s=0.02)
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await pilot.press("down", "down", "ctrl+r")
        await until(pilot, lambda: screen.panel._preview is not None)
        await pilot.press("enter", "enter", "enter")
        await until(pilot, lambda: screen.pane.children)
        await until(pilot, lambda: screen.conversation.talk is None)
        assert screen.editor.text == LETTER
    assert desk.server.asked


async def test_enter_before_the_preview_sends_once_it_is_known(desk: Desk) -> None:
    """Enter right after opening is kept in mind; one question leaves."""
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await pilot.press("down", "down", "ctrl+r", "enter", "enter")
        await until(pilot, lambda: screen.pane.children)
        await until(pilot, lambda: screen.conversation.talk is None)
    assert desk.server.asked


async def test_one_types_on_while_the_answer_comes(desk: Desk) -> None:
    """While it streams one types, moves and saves; the cursor stays the person's, and notes land on the moved words."""
    desk.server.will(text=COUNCIL, pace_s=0.02, piece=4)
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await pilot.press("down", "down")
        await begin(pilot)
        await pilot.press(*"Now ", "ctrl+s")
        assert screen.editor.cursor_location == (2, 4)
        await until(pilot, lambda: "Mostly" in seen(pilot))
        assert screen.conversation.talk is not None
        await until(pilot, lambda: screen.conversation.talk is None)
        assert screen.editor.has_focus
        text = screen.editor.text
        (note,) = screen.conversation.notes
        assert note.place is not None
        assert note.place.of(text) == "It was decided by them last month"
        assert [hunk.span.of(text) for hunk in note.hunks] == ["them"]
    assert desk.path.read_text() == LETTER.replace("I am", "Now I am")


async def test_words_come_though_the_keys_never_rest(desk: Desk) -> None:
    """Words wait for a key to be painted, and never for long: they are all there, in the order in which they came."""
    said = " ".join(f"word{number}" for number in range(20))
    desk.server.will(text=said, pace_s=0.03, piece=5)
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await pilot.press("down", "down")
        await begin(pilot)
        (answer,) = screen.pane.answers
        await pilot.press("N")
        assert answer.typed_at() == screen.editor.typed_at > 0
        # As if a key came at every moment.
        answer.typed_at = monotonic
        lengths = set[int]()
        await until(pilot, lambda: lengths.add(len(answer.prose.said)) or not answer.is_live)
        assert len(lengths) > 2
        assert answer.prose.said == said
        assert said in heard(pilot)


async def test_escape_in_the_pane_stops_and_keeps_what_came(desk: Desk) -> None:
    """Esc in the friend's pane cancels; what came stays, and is in the log (fault 19)."""
    desk.server.will(text="One two three. " * 200, pace_s=0.02, piece=6)
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await pilot.press("down", "down")
        await begin(pilot)
        await until(pilot, lambda: "One two" in seen(pilot))
        await pilot.press("f6", "escape")
        await until(pilot, lambda: screen.conversation.talk is None)
        assert "Stopped; what came is kept." in seen(pilot)
        assert "One two" in seen(pilot)
        exchange = desk.services.log.find("last")
        assert exchange.status == "cancelled"
        assert exchange.answer.startswith("One two")
        await pilot.press("escape")
        assert screen.editor.has_focus


async def test_escape_in_the_text_stops_nothing(desk: Desk) -> None:
    """Esc in the text never stops an answer."""
    desk.server.will(text=COUNCIL, pace_s=0.02, piece=6)
    async with desk.app().run_test(size=WIDE) as pilot:
        await pilot.press("down", "down")
        await begin(pilot)
        await until(pilot, lambda: "Mostly" in seen(pilot))
        await pilot.press("escape", "escape")
        await until(pilot, lambda: screen_of(pilot).conversation.talk is None)
        assert desk.services.log.find("last").status == "complete"


async def test_leaving_in_mid_stream_keeps_what_came(desk: Desk) -> None:
    """Quitting commits the partial answer first (fault 21)."""
    desk.server.will(text="One two three. " * 200, pace_s=0.02, piece=6)
    app = desk.app()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("down", "down")
        await begin(pilot)
        await until(pilot, lambda: "One two" in seen(pilot))
        await pilot.press("ctrl+q")
        await until(pilot, lambda: app._exit)
    exchange = desk.services.log.find("last")
    assert exchange.status == "cancelled"
    assert exchange.answer.startswith("One two")


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"wrong": "cut"}, "INCOMPLETE"),
        ({"wrong": "status", "status": 401}, "No answer."),
        ({"wrong": "drop-after-request"}, "nothing came back"),
    ],
)
async def test_how_it_ended_is_said_plainly(desk: Desk, how: dict[str, object], said: str) -> None:
    """An answer that broke off, failed or never came says so in the pane (faults 1, 7, 11)."""
    desk.server.will(text=COUNCIL, **how)
    async with desk.app().run_test(size=WIDE) as pilot:
        await pilot.press("down", "down")
        await ask(pilot)
        assert said in " ".join(seen(pilot).split())


async def test_what_hides_in_the_text_is_told_before_it_is_sent(desk: Desk) -> None:
    """Fault 46: Enter in haste sends nothing yet; the warning stands above the question, and the next Enter sends."""
    desk.write(LETTER.replace("parking", "par\u200bking\u202e"))
    desk.server.will(text="Mostly.")
    async with desk.app().run_test(size=(130, 44)) as pilot:
        screen = screen_of(pilot)
        await pilot.press("down", "down")
        at_once(pilot, "ctrl+r", "enter")
        await until(pilot, lambda: "! the text holds 2 invisible characters" in heard(pilot))
        assert screen.panel.is_open
        assert desk.server.requests == []
        await pilot.press("enter")
        await until(pilot, lambda: "Mostly." in heard(pilot))
        assert len(desk.server.requests) == 1


async def test_more_than_the_friend_can_take_is_refused_with_the_numbers(desk: Desk) -> None:
    """Fault 22: nothing is sent or cut; the panel says how much is too much, and which key lends less; then it goes."""
    desk.write(f"# All\n\n{'word ' * 200_000}\n\n# Short\n\nIt is late.\n")
    async with desk.app().run_test(size=(130, 44)) as pilot:
        screen = screen_of(pilot)
        await pilot.press("ctrl+end", "ctrl+r")
        await until(pilot, lambda: "Cannot be sent: this text takes about 2" in heard(pilot))
        assert "reads at most 128000 with its answer" in heard(pilot)
        assert "^Y lend a section" in heard(pilot)
        await pilot.press("ctrl+y")
        await until(pilot, lambda: "Short: 4 of 200,005 words" in heard(pilot))
        assert screen.panel._preview is not None
    assert desk.server.requests == []


async def test_without_a_friend_the_panel_says_what_to_do(desk: Desk) -> None:
    """No friend configured: one line, with the two commands; Enter does nothing."""
    async with desk.without_friends().app().run_test(size=WIDE) as pilot:
        await pilot.press("down", "down", "ctrl+r", "enter")
        shown = " ".join(seen(pilot).split())
        assert "No friend is configured" in shown
        assert "friend try" in shown
        assert "friend models add" in shown
        await pilot.press("escape")
        assert screen_of(pilot).editor.has_focus
        assert not screen_of(pilot).side.display


async def test_it_opens_ready_to_send(desk: Desk) -> None:
    """`friend try` opens with the cursor in its passage and the question ready: Enter sends it."""
    start = LETTER.index(PARAGRAPH)
    app = desk.app(start_at=Span(start, start + len(PARAGRAPH)), question="clear")
    async with app.run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await until(pilot, lambda: screen.panel.is_open and screen.panel._preview is not None)
        assert screen.editor.cursor_location == (2, 0)
        assert "Ask gpt about ¶2" in seen(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: screen.pane.children)
        await until(pilot, lambda: screen.conversation.talk is None)
    assert desk.services.log.find("last").question.name == "clear"


async def test_an_empty_draft_asks_nothing(desk: Desk) -> None:
    """Where nothing is written, nothing is asked (fault 24)."""
    desk.write("\n\n")
    async with desk.app().run_test(size=WIDE) as pilot:
        await pilot.press("ctrl+r", "ctrl+t")
        assert not screen_of(pilot).panel.is_open
        assert "write first" in seen(pilot)


async def test_the_pane_stands_beside_or_below(desk: Desk) -> None:
    """At 100 columns and more it is beside the text, under that below it; it takes no room before a question."""
    desk.server.will(text=TWO)
    for width, beside in ((100, True), (99, False)):
        async with desk.app().run_test(size=(width, 30)) as pilot:
            screen = screen_of(pilot)
            assert not screen.side.display
            text_at = screen.editor.gutter_width, screen.editor.wrap_width
            await pilot.press("down", "down")
            await ask(pilot)
            assert (screen.side.region.x > 0) == beside
            assert (screen.side.region.y > 0) == (not beside)
            if not beside:
                assert screen.side.region.height <= 10
            # Nothing jumps: the text is laid out as it was.
            assert (screen.editor.gutter_width, screen.editor.wrap_width) == text_at
            await pilot.press("f9")
            assert not screen.side.display


async def test_who_is_asked_stands_there_at_once(desk: Desk) -> None:
    """The first line of the answer names the friend before any word came."""
    desk.server.will(wrong="silent")
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await pilot.press("down", "down")
        await begin(pilot)
        await asyncio.sleep(0.1)
        await pilot.pause()
        assert "gpt" in seen(pilot).splitlines()[1]
        assert screen.query_one(Answer).exchange is None
        await pilot.press("f6", "escape")
        await until(pilot, lambda: screen.conversation.talk is None)
        assert not screen.query(Card)


async def test_waiting_is_one_quiet_line_and_a_small_models_why_is_folded(desk: Desk) -> None:
    """While the offline model reads, one line says how long; its `why`, mostly wrong, waits for one key."""
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        answer = Answer("small", desk.services.clock.now(), "Is it clear?", "¶2", is_live=True)
        await screen.pane.begin(answer)
        answer.wait(Waiting("reading your text", 6.2, 15.1))
        screen.side.shows_friend = True
        await until(pilot, lambda: "reading your text, 6 of about 15 s" in heard(pilot))
        answer.wait(Waiting("reading your text", 17.0, 15.1))
        await until(pilot, lambda: "reading your text, 17 s, longer than thought" in heard(pilot))
        start = LETTER.index("them")
        suggestion = Suggestion(
            "x.1", "them", Span(start, start + 4), "exact", "us", "Nonsense.", diff=diff("them", "us")
        )
        answer.add(note_of(1, suggestion, LETTER, (), LETTER, folded_why=True))
        await until(pilot, lambda: "why (often wrong)" in heard(pilot))
        assert "Nonsense." not in heard(pilot)
        assert "reading your text" not in heard(pilot)
        await pilot.press("f6", "n", "f")
        await until(pilot, lambda: "Nonsense." in heard(pilot))


async def test_the_child_process_starts_once_the_text_is_on_the_screen(desk: Desk) -> None:
    """What the first question will need is started by itself, after the first paint, so that it holds up neither."""
    painted: list[str] = []
    app: FriendApp

    async def awaken() -> None:
        strips = app.screen._compositor.render_strips() if app.screen.is_mounted else []
        painted.append("".join(segment.text for strip in strips for segment in strip))

    app = replace(desk, services=replace(desk.services, awaken=awaken)).app()
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, lambda: painted)
    assert len(painted) == 1
    assert "Dear neighbours," in painted[0]


async def test_how_it_comes_is_seen_beside_the_longest_of_names(desk: Desk) -> None:
    """While an answer comes, the seconds stay in sight: the version gives way until it is over."""
    name = "a-model-with-a-name-as-long-as-the-file-of-an-offline-one-q4_k_m-2026-11-22"
    desk.server.will(text="Word. " * 60, pace_s=0.05, models=(name,))
    async with desk.app().run_test(size=(130, 40)) as pilot:
        screen = screen_of(pilot)
        await pilot.press("down", "down")
        await begin(pilot)
        await until(pilot, lambda: "a-model-with" in heard(pilot) and re.search(r"… +[○●] \d+ s", heard(pilot)))
        screen.conversation.talks[0].stop.set()
        await until(pilot, lambda: screen.conversation.talk is None)
