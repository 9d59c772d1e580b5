"""Going on from what a friend said: follow-ups, about one note, and whether it is resolved; over real HTTP."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual.pilot import Pilot

from friend.text.address import part
from friend.text.span import Span
from friend.tui.onward import now_there
from tests.tui.conftest import COUNCIL, LETTER, TWO, Desk, ask, heard, screen_of, seen, until

WIDE = (130, 40)
REPORT = (
    "# A report\n\nDear neighbours.\n\n## Parking\n\nIt was decided by them last month.\n\n## Trees\n\nThey grow.\n"
)


async def go_on(pilot: Pilot[None], key: str, words: str = "") -> None:
    """Press a key of the friend's pane, put the question, and wait for the whole answer."""
    screen = screen_of(pilot)
    pilot.app.set_focus(screen.pane)
    count = len(screen.pane.answers)
    await pilot.press(key)
    await until(pilot, lambda: screen.panel.is_open)
    if words:
        await pilot.press(*words)
        await until(pilot, lambda: screen.panel._preview is not None)
        await pilot.press("enter")
    await answered(pilot, count + 1)


async def answered(pilot: Pilot[None], count: int) -> None:
    """Wait until so many answers are there, all of them whole."""
    screen = screen_of(pilot)
    await until(pilot, lambda: len(screen.pane.answers) == count and screen.conversation.talk is None)


def last_message(desk: Desk) -> str:
    """Give what was sent last."""
    return str(desk.server.requests[-1].messages[-1]["content"])


async def test_a_follow_up_stands_under_its_answer(desk: Desk) -> None:
    """What was said goes along; the answer comes under its thread, above a later one; the log says what it follows."""
    desk.server.will(text=COUNCIL)
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await pilot.press("down", "down")
        await ask(pilot)
        await pilot.press("down", "down")
        await ask(pilot)
        first, second = screen.pane.answers
        screen.pane.make_current(screen.conversation.notes[0])
        desk.server.will(text="Nobody knows who.")
        await go_on(pilot, "o", "Who is it?")
        under = screen.pane.answers[1]
        assert screen.pane.answers == [first, under, second]
        assert under.under is first
        assert "↳ ¶2 Who is it?" in heard(pilot)
        told = under.exchange
        assert first.exchange
        assert told
        assert (told.follows, told.relation) == (first.exchange.id, "follow-up")
        assert told.passage == first.exchange.passage
        sent = last_message(desk)
        assert sent.index(LETTER) < sent.index("The weakest point is **who decided**") < sent.index("Who is it?")
        assert screen.editor.has_focus
        # The next one goes on from the end of the thread.
        screen.pane.make_current(screen.conversation.notes[0])
        await go_on(pilot, "o", "Sure?")
        assert screen.pane.answers[2].exchange
        assert screen.pane.answers[2].exchange.follows == told.id
    assert desk.path.read_text() == LETTER


async def test_threads_are_there_again_tomorrow(desk: Desk) -> None:
    """A thread with an open note comes back whole and in its order, and one goes on from it."""
    desk.server.will(text=COUNCIL)
    async with desk.app().run_test(size=WIDE) as pilot:
        await pilot.press("down", "down")
        await ask(pilot)
        desk.server.will(text="Nobody knows who.")
        await go_on(pilot, "o", "Who is it?")
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await until(pilot, lambda: len(screen.pane.answers) == 2)
        root, under = screen.pane.answers
        assert under.under is root
        await pilot.press("f9")
        await until(pilot, lambda: "Nobody knows who." in seen(pilot))
        assert "decided by −them−" in heard(pilot)
        await go_on(pilot, "o", "Really?")
        newest = str(desk.services.log.find("last").id)
        thread = desk.services.log.thread(newest)
        assert [each.question.text for each in thread][1:] == ["Who is it?", "Really?"]


async def test_one_note_is_asked_about(desk: Desk) -> None:
    """The question names the note, in the request and in the log, and is about its place alone."""
    desk.server.will(text=TWO)
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await pilot.press("down", "down")
        await ask(pilot)
        screen.pane.make_current(screen.conversation.notes[1])
        desk.server.will(text="Because.")
        await go_on(pilot, "a", "Why?")
        told = desk.services.log.find("last")
        assert told.question.text == "About your remark on “and we were not told”: Why?"
        assert told.passage.text == "and we were not told"
        assert told.relation == "follow-up"
        assert "The question: About your remark on “and we were not told”: Why?" in last_message(desk)


async def test_whether_a_rewritten_place_is_resolved_is_asked_with_one_key_and_enter(desk: Desk) -> None:
    """The friend gets its own point, the old words and the new; the answer stands under the card's exchange."""
    desk.server.will(text=TWO)
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await pilot.press("down", "down")
        await ask(pilot)
        note = screen.conversation.notes[0]
        assert note.target
        screen.editor.go_to(note.target[0], select=True)
        await pilot.press(*"our mayor")
        screen.conversation.settle()
        screen.pane.make_current(note)
        # Words that wait in the panel are another question's.
        await pilot.press("ctrl+r", "tab", *"Half a quest", "escape")
        desk.server.will(text="Yes: now one sees who decided.")
        pilot.app.set_focus(screen.pane)
        await pilot.press("s")
        await until(pilot, lambda: screen.panel._preview is not None)
        # What goes where is read first; only Enter sends.
        assert "stays on this machine · 39 words · what was said before" in heard(pilot), heard(pilot)
        assert "▸ s Does this resolve your point?" in heard(pilot)
        assert "Half a quest" not in heard(pilot)
        assert len(desk.server.requests) == 1
        await pilot.press("enter")
        await answered(pilot, 2)
        root, under = screen.pane.answers
        assert under.under is root
        assert "Does this resolve your point?" in heard(pilot)
        assert "Yes: now one sees who decided." in heard(pilot)
        told = desk.services.log.find("last")
        assert (told.relation, told.question.name, told.question.wants) == ("resolves", "resolves", "comments")
        assert root.exchange
        assert told.follows == root.exchange.id
        for said in (
            "On “It was decided by them last month”: rather “It was decided by the council last month”.",
            "The words were then: “It was decided by them last month, and we were not told.”",
            "The words are now: “It was decided by our mayor last month, and we were not told.”",
        ):
            assert said in told.question.text
        assert told.passage.text == "It was decided by our mayor last month, and we were not told."
    assert len(desk.server.requests) == 2


async def test_it_is_never_offered_on_an_unchanged_place(desk: Desk) -> None:
    """Nothing is sent; it says why. The same after an undo, and for a place whose white space alone changed."""
    desk.server.will(text=COUNCIL)
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await pilot.press("down", "down")
        await ask(pilot)
        (note,) = screen.conversation.notes
        for typed in ((), ("X", "ctrl+z")):
            assert note.target
            pilot.app.set_focus(screen.editor)
            screen.editor.go_to(Span(note.target[0].start, note.target[0].start), select=False)
            await pilot.press(*typed)
            screen.pane.make_current(note)
            pilot.app.set_focus(screen.pane)
            await pilot.press("s")
            await until(pilot, lambda: "you have not rewritten this place" in seen(pilot))
            assert not screen.panel.is_open
    assert desk.server.asked


async def test_while_an_answer_comes_nothing_goes_on_from_it(desk: Desk) -> None:
    """The key says to wait; no panel opens in vain."""
    desk.server.will(text="One two three. " * 200, pace_s=0.02, piece=6)
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await pilot.press("down", "down", "ctrl+r")
        await until(pilot, lambda: screen.panel._preview is not None)
        await pilot.press("enter")
        await until(pilot, lambda: "One two" in seen(pilot))
        await pilot.press("f6", "o")
        await until(pilot, lambda: "this answer is still coming" in seen(pilot))
        assert not screen.panel.is_open
        await pilot.press("escape")
        await until(pilot, lambda: screen.conversation.talk is None)


async def test_another_friend_can_go_on(desk: Desk) -> None:
    """The friend who spoke is the one who is asked; another one is told who said what (R5)."""
    desk = replace(desk, services=replace(desk.services, default=desk.services.friends[1]))
    desk.server.will(text=COUNCIL)
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await pilot.press("down", "down")
        await ask(pilot)
        pilot.app.set_focus(screen.pane)
        await pilot.press("o")
        await until(pilot, lambda: screen.panel.is_open)
        await pilot.pause()
        assert "Go on asking second about ¶2" in heard(pilot)
        await pilot.press("ctrl+o", *"Agreed?")
        await until(pilot, lambda: screen.panel._preview is not None)
        await pilot.press("enter")
        await answered(pilot, 2)
        assert desk.services.log.find("last").speaker.name == "gpt"
    assert "Another friend, second, answered:" in last_message(desk)


async def test_a_follow_up_lends_no_more_than_before(desk: Desk) -> None:
    """R2: what was lent is lent again, where it stands now; where it is gone, nothing is asked."""
    desk.write(REPORT)
    desk.server.will(text="Who decided?")
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        screen.editor.go_to(Span(REPORT.index("decided"), REPORT.index("decided")), select=False)
        await pilot.press("ctrl+r")
        await pilot.press("ctrl+y")
        await until(pilot, lambda: screen.panel._preview is not None)
        await pilot.press("enter")
        await answered(pilot, 1)
        screen.editor.go_to(Span(0, 0), select=False)
        await pilot.press(*"New. ")
        await go_on(pilot, "o", "And now?")
        told = desk.services.log.find("last")
        text = screen.editor.text
        assert told.part == part(text, "Parking")
        assert "Dear neighbours" not in last_message(desk)
        screen.editor.replace_spans([Span(text.index("## Parking"), text.index("## Trees"))], "")
        pilot.app.set_focus(screen.pane)
        await pilot.press("o")
        await until(pilot, lambda: "the part that you lent is not in your text any more" in seen(pilot))
        assert not screen.panel.is_open
    assert len(desk.server.requests) == 2


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("decided", "It was decided by them last month, and we were not told."),
        ("month, and we were not told.\n\nThe", None),
    ],
)
def test_the_new_words_are_whole_sentences(place: str, words: str | None) -> None:
    """A friend judges sentences, not fragments; a place never reaches into another paragraph's sentences unasked."""
    start = LETTER.index(place)
    found = now_there(Span(start, start + len(place)), LETTER).of(LETTER)
    assert found == words if words else found.startswith("It was decided") and found.endswith("who may park.")
