"""What a question is about and what is lent with it: narrower, wider, a section alone; and questions asked before."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual.pilot import Pilot

from friend.text.address import part, sections_at
from friend.text.span import Span
from friend.tui.history import History, own_questions
from friend.tui.looks import Looks
from tests.tui.conftest import LETTER, Desk, heard, screen_of, seen, until

WIDE = (130, 40)
REPORT = (
    "# A report\n\nDear neighbours.\n\n## Parking\n\n"
    "I am writing about the parking. It was decided by them last month, and we were not told.\n\n"
    "### Signs\n\nThe council has put up signs.\n\n## Trees\n\nThey grow.\n"
)


async def put(pilot: Pilot[None], words: str = "") -> None:
    """Put the question of the open panel, and wait for the answer."""
    screen = screen_of(pilot)
    count = len(screen.pane.answers)
    if words:
        screen.panel.words.focus()
        screen.panel.words.value = words
    await until(pilot, lambda: screen.panel._preview is not None)
    await pilot.press("enter")
    await until(pilot, lambda: len(screen.pane.answers) == count + 1 and screen.conversation.talk is None)


def go_to(pilot: Pilot[None], words: str) -> None:
    """Put the cursor before these words."""
    editor = screen_of(pilot).editor
    at = editor.text.index(words)
    editor.go_to(Span(at, at), select=False)


async def test_one_key_makes_the_question_about_the_sentence_or_about_more(desk: Desk) -> None:
    """From the paragraph: its sentence; and up over the section to the whole text. The mark in the margin follows."""
    desk.write(REPORT)
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        go_to(pilot, "decided by")
        await pilot.press("ctrl+r")
        assert "about ¶4 (18 words)" in heard(pilot)
        await pilot.press("shift+down")
        assert "about a sentence of ¶4 (12 words)" in heard(pilot)
        assert screen.conversation.passage
        assert screen.conversation.passage.of(REPORT) == "It was decided by them last month, and we were not told."
        await pilot.press("shift+down")
        said = []
        for _ in range(5):
            await pilot.press("shift+up")
            said.append(heard(pilot).partition(" about ")[2].partition(" ▸")[0].partition(")")[0])
        assert said == [
            "¶4 (18 words",
            "“Parking” (26 words",
            "the whole text (33 words",
            "the whole text (33 words",
            "the whole text (33 words",
        ]
        assert "Review the whole text" in heard(pilot)
        for _ in range(3):
            await pilot.press("shift+down")
        await put(pilot)
        told = desk.services.log.find("last")
        assert told.passage.text == "It was decided by them last month, and we were not told."
        assert told.question.name == "clear"


async def test_in_plain_words_a_paragraph_is_called_so(desk: Desk) -> None:
    """Where signs are words the title of a narrower question names its paragraph in words, too."""
    desk.services = replace(desk.services, looks=Looks(plain=True))
    async with desk.app().run_test(size=WIDE) as pilot:
        go_to(pilot, "decided by")
        await pilot.press("ctrl+r")
        assert "about paragraph 2 (18 words)" in seen(pilot)
        await pilot.press("shift+down")
        assert "about a sentence of paragraph 2 (12 words)" in seen(pilot)


async def test_a_selection_can_become_more_or_less(desk: Desk) -> None:
    """What is selected is the passage; wider is its paragraph, narrower the sentence at the cursor."""
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        start = LETTER.index("by them")
        screen.editor.go_to(Span(start, start + 7), select=True)
        await pilot.press("ctrl+r")
        assert "these words of ¶2 (2 words)" in heard(pilot)
        await pilot.press("shift+up")
        assert "a sentence of ¶2 (12 words)" in heard(pilot)
        await pilot.press("shift+up")
        assert "about ¶2 (18 words)" in heard(pilot)


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_the_passage_stays_in_sight_while_the_question_is_typed(desk: Desk, size: tuple[int, int]) -> None:
    """On small screens, too, with the panel whole: its title, every question, the line and the preview."""
    desk.write("\n\n".join(f"This is paragraph number {number}, and it is not long." for number in range(1, 60)) + "\n")
    async with desk.app().run_test(size=size) as pilot:
        screen = screen_of(pilot)
        go_to(pilot, "This is paragraph number 40,")
        await pilot.press("ctrl+r", "tab", *"Why here?")
        await until(pilot, lambda: screen.panel._preview is not None)
        await until(pilot, lambda: "paragraph number 40," in seen(pilot))
        shown = seen(pilot)
        for said in ("Ask gpt about ¶40", "c  Is it clear?", "What does it evoke?", "Why here?"):
            assert said in shown
        assert "stays on this machine" in shown
        assert "Enter send" in shown
        row = next(line for line in shown.splitlines() if "paragraph number 40," in line)
        assert "▍" in row


async def test_a_part_is_lent_from_the_panel(desk: Desk) -> None:
    """R2: the line says N of M words; the section goes and nothing else; the next key lends more, then all again."""
    desk.write(REPORT)
    async with desk.app().run_test(size=WIDE) as pilot:
        go_to(pilot, "The council")
        await pilot.press("ctrl+r")
        for said in ("Signs: 7 of 33 words", "Parking: 26 of 33 words", "· 33 words ·", "Signs: 7 of 33 words"):
            await pilot.press("ctrl+y")
            await until(pilot, lambda said=said: said in heard(pilot))
        await put(pilot)
        told = desk.services.log.find("last")
        assert told.part == part(REPORT, "Signs")
        assert told.passage.text == "The council has put up signs."
    sent = desk.server.asked.messages[-1]["content"]
    assert "an excerpt of a longer text, 7 words" in sent
    assert "Dear neighbours" not in sent
    assert "parking" not in sent


async def test_a_question_about_the_whole_becomes_one_about_all_that_is_lent(desk: Desk) -> None:
    """And it never grows beyond it: wider stops where the part ends."""
    desk.write(REPORT)
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        go_to(pilot, "I am writing")
        await pilot.press("ctrl+t", "ctrl+y")
        assert "about all of “Parking” (26 words)" in heard(pilot)
        await pilot.press("shift+up", "shift+up")
        assert "about all of “Parking” (26 words)" in heard(pilot)
        await pilot.press("shift+down", "shift+up")
        await put(pilot)
        told = desk.services.log.find("last")
        assert told.part == told.passage.span == part(REPORT, "Parking")
        assert told.passage.whole
        # The next question lends the whole text again.
        await pilot.press("ctrl+r")
        await until(pilot, lambda: screen.panel._preview is not None)
        assert "· 33 words ·" in heard(pilot)


async def test_without_headings_there_is_no_part_to_lend(desk: Desk) -> None:
    """It says so, and all goes as before."""
    async with desk.app().run_test(size=WIDE) as pilot:
        await pilot.press("down", "down", "ctrl+r", "ctrl+y")
        await until(pilot, lambda: "there is no section under a heading here" in seen(pilot))
        assert screen_of(pilot).conversation.part is None


def test_sections_are_found_from_the_innermost() -> None:
    """Each begins with its heading and ends before the next of its level; a place across two is in the outer one."""
    signs, trees = REPORT.index("The council"), REPORT.index("They grow")
    names = [section.of(REPORT).partition("\n")[0] for section in sections_at(REPORT, Span(signs, signs + 3))]
    assert names == ["### Signs", "## Parking", "# A report"]
    across = [section.of(REPORT).partition("\n")[0] for section in sections_at(REPORT, Span(signs, trees))]
    assert across == ["# A report"]


async def test_questions_asked_before_come_back(desk: Desk) -> None:
    """The arrow up in the line: this draft's own questions, the newest first; down leads back to what was typed."""
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await pilot.press("down", "down")
        for words in ("Is it fair?", "Is it true?"):
            await pilot.press("ctrl+r")
            await put(pilot, words)
            assert screen.panel.words.value == ""
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await pilot.press("down", "down", "ctrl+r", "tab", *"Is")
        seen_there = []
        for key in ("up", "up", "up", "down", "down"):
            await pilot.press(key)
            seen_there.append(screen.panel.words.value)
        assert seen_there == ["Is it true?", "Is it fair?", "Is it fair?", "Is it true?", "Is"]
        # In the list the arrows pick a ready question, as ever.
        await pilot.press("tab", "down")
        assert screen.panel.words.value == "Is"
        await pilot.press("escape")


async def test_this_drafts_questions_come_first(desk: Desk) -> None:
    """Then those about other drafts; ready questions and follow-ups are none of them."""
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await pilot.press("down", "down", "ctrl+r")
        await put(pilot, "Here?")
        pilot.app.set_focus(screen.pane)
        await pilot.press("o")
        await put(pilot, "And after that?")
        screen.keeping.path = str(desk.path.with_name("other.md"))
        await pilot.press("ctrl+r")
        await put(pilot, "Elsewhere?")
        await pilot.press("ctrl+r")
        await put(pilot)
    assert own_questions(desk.services.log, str(desk.path)) == ["Here?", "Elsewhere?"]
    assert own_questions(desk.services.log, str(desk.path.with_name("other.md"))) == ["Elsewhere?", "Here?"]


def test_what_was_typed_is_not_lost_in_the_history() -> None:
    """Whatever one types over an old question is a question of its own, and the way back leads to it."""
    history = History(lambda: ["b", "a"])
    assert history.step(1, "new") == "b"
    assert history.step(1, "b changed") == "b"
    assert history.step(-1, "b") == "b changed"
    assert History(tuple).step(1, "alone") == "alone"
