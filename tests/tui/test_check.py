"""The check at the desk: one key shows whose words stand in the text, and each is quoted, reworded or owned."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual.pilot import Pilot

from friend.adapters.words.checking import DraftCheck
from friend.record.exchange import DraftRef
from friend.record.verdict import compared
from friend.text.draft import Draft
from friend.text.span import Span
from friend.tui.screens.desk import DeskScreen
from tests.builders import exchange
from tests.tui.conftest import LETTER, Desk, heard, screen_of, seen, until

WIDE = (130, 44)
SAID = "Nobody on Mill Lane was told before the kerb was painted, and that silence is what stings."
THEN = "The council keeps its minutes in a drawer that no key of ours will ever open."
TAKEN = f"Dear all,\n\nAs I see it, {SAID.lower()}\n\nMy own words stand here.\n\n{THEN}\n"


@pytest.fixture
def borrowed(desk: Desk) -> Desk:
    """Give a desk whose friend said SAID and THEN, and on it a letter with both."""
    told = replace(exchange(), sequence=None, answer=f"{SAID}\n\n{THEN}", raw=f"{SAID}\n\n{THEN}", suggestions=())
    draft = Draft(LETTER, str(desk.path))
    told = replace(told, draft=DraftRef(str(desk.path), draft.digest, draft.words))
    desk.services.log.asked(told, draft)
    desk.services.log.answered(told)
    desk.write(TAKEN)
    return desk


async def check(pilot: Pilot[None]) -> DeskScreen:
    """Press the key, and wait for what it finds."""
    screen = screen_of(pilot)
    await pilot.press("f10")
    await until(pilot, lambda: "to decide" in seen(pilot) or "Only your own log" in seen(pilot))
    return screen


async def test_one_key_shows_the_words_with_place_kind_and_who_said_them(borrowed: Desk) -> None:
    """Beside the text: where, what, the exchange, the served version; places are marked, the draft is as it was."""
    async with borrowed.app().run_test(size=WIDE) as pilot:
        screen = await check(pilot)
        shown = heard(pilot)
        assert "2 places found, 2 to decide about" in shown
        assert "¶2, line 3 · a friend's words" in shown
        assert "claude-sonnet-4-20250514" in shown
        assert "exchange 1" in shown
        assert screen.checking.pane.has_focus
        assert [span.of(TAKEN) for span in screen.editor.marks.underlined] == [SAID.lower()[:-1], THEN[:-1]]
        await pilot.press("escape")
        assert screen.editor.has_focus
        assert not screen.checking.is_open
        assert screen.editor.marks.underlined == ()
        assert screen.editor.text == TAKEN


async def test_words_that_were_changed_go_away_and_what_is_left_is_looked_at(borrowed: Desk) -> None:
    """Enter leads to the words, the focus in the text; changed there, the finding goes; what is left stays found."""
    async with borrowed.app().run_test(size=WIDE) as pilot:
        screen = await check(pilot)
        await pilot.press("enter")
        assert screen.editor.has_focus
        assert screen.editor.cursor_offset_in_text == TAKEN.index("nobody")
        await pilot.press(*"Hardly ")
        assert len(screen.checking.places.open) == 2, "words put before it are none of it"
        await pilot.press("delete", "delete", "delete", "delete", "delete", "delete", *"anyone")
        await until(pilot, lambda: screen.checking.places.all[0].finding.text.startswith("on mill lane"))
        assert "on mill lane was told" in heard(pilot)
        for key, words in (
            ("f8", "on mill lane"),
            ("f8", "The council"),
            ("f8", "on mill lane"),
            ("f7", "The council"),
        ):
            await pilot.press(key)
            assert screen.editor.cursor_offset_in_text == screen.editor.text.index(words)


async def test_owned_words_stay_owned_for_the_command_line_too(borrowed: Desk) -> None:
    """A ready reason, and one in the person's own words; both are in the log, and nothing is left to decide."""
    async with borrowed.app().run_test(size=WIDE) as pilot:
        screen = await check(pilot)
        await pilot.press("o", "3")
        await until(pilot, lambda: "owned: accepted help" in heard(pilot))
        await pilot.press("n", "o", "w")
        await until(pilot, lambda: "The log keeps what you say" in seen(pilot))
        await pilot.press(*"my aunt said it", "enter")
        await until(pilot, lambda: "0 to decide" in heard(pilot))
        assert [(each.words, each.reason) for each in borrowed.services.log.verdicts()] == [
            (compared(SAID), "accepted help"),
            (compared(THEN), "my aunt said it"),
        ]
        assert screen.editor.marks.underlined == ()
        await pilot.press("escape")
        screen = await check(pilot)
        assert screen.checking.places.open == []


async def test_nothing_found_is_said(desk: Desk) -> None:
    """A log without replies, an empty text: one sentence, and no error."""
    async with desk.app().run_test(size=(80, 24)) as pilot:
        screen = await check(pilot)
        assert "No words of a friend's stand here unquoted" in " ".join(seen(pilot).split())
        await pilot.press("o", "q", "enter", "n", "p")
        assert screen.checking.is_open


async def test_the_friend_and_the_list_are_not_there_together(borrowed: Desk) -> None:
    """Who asks a question wants the room for the friend; the list goes, and the key brings it back."""
    async with borrowed.app().run_test(size=WIDE) as pilot:
        screen = await check(pilot)
        await pilot.press("ctrl+r")
        await until(pilot, lambda: screen.panel.is_open)
        assert not screen.checking.is_open
        await pilot.press("escape")
        await check(pilot)
        assert not screen.side.display
        await pilot.press("f10")
        assert not screen.checking.is_open


async def test_a_log_that_cannot_be_read_is_said_and_nothing_breaks(borrowed: Desk) -> None:
    """The list says what is wrong; the text is as it was."""
    (borrowed.path.parent / "data" / "words.tail").mkdir()
    async with borrowed.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await pilot.press("f10")
        await until(pilot, lambda: "not checked" in heard(pilot))
        assert screen.editor.text == TAKEN


async def test_quoting_puts_an_attributed_quotation_there_as_one_undo_step(borrowed: Desk) -> None:
    """The words become a quotation that the check knows to be true; one undo brings back exactly what was there."""
    async with borrowed.app().run_test(size=WIDE) as pilot:
        screen = await check(pilot)
        await pilot.press("q")
        await until(pilot, lambda: "> — Claude Sonnet 4 (claude-sonnet-4-20250514)" in screen.editor.text)
        assert "> Nobody on Mill Lane was told" in screen.editor.text
        assert screen.editor.has_focus
        await until(pilot, lambda: "1 place found, 1 to decide about" in heard(pilot))
        assert screen.checking.places.all[0].finding.text == THEN[:-1]
        assert [each.decision for each in borrowed.services.log.verdicts()] == ["quoted"]
        await pilot.press("ctrl+z")
        assert screen.editor.text == TAKEN
        await until(pilot, lambda: "2 places found, 2 to decide about" in heard(pilot))
    assert borrowed.path.read_text() == TAKEN


async def test_words_that_stood_in_marks_already_leave_none_behind(borrowed: Desk) -> None:
    """A block quote without a name gets one, and is no quote within a quote; one undo brings back what was there."""
    text = f"Dear all,\n\n> {SAID}\n\nSo much for that.\n"
    borrowed.write(text)
    async with borrowed.app().run_test(size=WIDE) as pilot:
        screen = await check(pilot)
        await pilot.press("q")
        line = "> — Claude Sonnet 4 (claude-sonnet-4-20250514), 21 Nov. 2026"
        quoted = f"Dear all,\n\n> {SAID.rstrip('.')}\n>\n{line}\n\nSo much for that.\n"
        await until(pilot, lambda: screen.editor.text == quoted)
        await pilot.press("ctrl+z")
        assert screen.editor.text == text


async def test_a_changed_quotation_is_copied_as_it_was_said(borrowed: Desk) -> None:
    """Words changed within the marks: the list shows which, and the true quotation is put on the clipboard."""
    line = "> — Claude Sonnet 4 (claude-sonnet-4-20250514), 21 Nov. 2026"
    text = f"Dear all,\n\n> {SAID.replace('told', 'asked')}\n>\n{line}\n"
    borrowed.write(text)
    async with borrowed.app().run_test(size=WIDE) as pilot:
        screen = await check(pilot)
        assert "a quotation that was changed" in heard(pilot)
        assert "−told− +asked+" in heard(pilot)
        await pilot.press("q")
        await until(pilot, lambda: "copied as it was said" in seen(pilot))
        assert SAID in pilot.app.clipboard
        assert screen.editor.text == text


async def test_nothing_is_counted_unless_the_person_wants_it(borrowed: Desk) -> None:
    """Without the setting the status line says nothing of it, and no check runs while one types."""
    async with borrowed.app().run_test(size=WIDE) as pilot:
        await pilot.press(*"A")
        await until(pilot, lambda: "words" in seen(pilot))
        assert screen_of(pilot).checking.count == 0
    assert not (borrowed.services.data_dir / "words.tail").exists()


async def test_a_quiet_count_follows_what_one_writes(borrowed: Desk) -> None:
    """With the setting: how many places are to be decided about, once the person rests, and nothing besides."""
    counting = replace(borrowed, services=replace(borrowed.services, counts_borrowed=True))
    async with counting.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await until(pilot, lambda: "2 not your own" in seen(pilot))
        assert not screen.checking.is_open
        assert screen.editor.marks.underlined == ()
        end = Span(len(TAKEN) - 1, len(TAKEN) - 1)
        screen.editor.go_to(end, select=False)
        await pilot.press(*["ctrl+w"] * 14)
        await until(pilot, lambda: "1 not your own" in seen(pilot))
        await pilot.press("ctrl+z")
        await until(pilot, lambda: "2 not your own" in seen(pilot))
        check = counting.services.check
        assert isinstance(check, DraftCheck)
        await check.close()


async def test_what_hides_in_found_words_is_shown_and_not_obeyed(borrowed: Desk) -> None:
    """Escape bytes, a bidi mark and markup between the words: visible, literal, and on one line (faults 41 to 43)."""
    hidden = SAID.replace("Lane was", "Lane \x1b]52;c;aGk=\x07 was").replace("kerb", "[@click=app.quit]kerb[/]\u202e")
    borrowed.write(f"Dear all,\n\n{hidden}\n")
    async with borrowed.app().run_test(size=WIDE) as pilot:
        screen = await check(pilot)
        assert screen.checking.places.all
        shown = heard(pilot)
        assert "kerb[/]⟨U+202E⟩ was painted" in shown
        assert not {"\x1b", "\x07", "\u202e"} & set(seen(pilot))


async def test_a_quotation_with_another_version_gets_the_true_attribution(borrowed: Desk) -> None:
    """The words are true, the version is not: the list names the one of the log, and copies the quotation with it."""
    text = f"Dear all,\n\n> {SAID}\n>\n> — Claude Sonnet 4 (claude-sonnet-4-20250101), 21 Nov. 2026\n"
    borrowed.write(text)
    async with borrowed.app().run_test(size=WIDE) as pilot:
        screen = await check(pilot)
        assert "a quotation with another name, version or day than the log's" in heard(pilot)
        assert "claude-sonnet-4-20250514" in heard(pilot)
        assert [span.of(text) for span in screen.editor.marks.underlined] == [SAID]
        await pilot.press("q")
        await until(pilot, lambda: "copied as it was said" in seen(pilot))
        assert "claude-sonnet-4-20250514" in pilot.app.clipboard
        assert screen.editor.text == text
        assert borrowed.services.log.verdicts() == []


async def test_a_quotation_that_the_log_does_not_know_is_the_persons_to_settle(borrowed: Desk) -> None:
    """Nobody in the log said it: there is nobody to quote; it can be owned, and the text stays as it is."""
    words = "A key that nobody holds opens no drawer, however often one asks for the minutes."
    text = f"Dear all,\n\n> {words}\n>\n> — GPT-4o (gpt-4o-2024-08-06), 3 Mar. 2026\n"
    borrowed.write(text)
    async with borrowed.app().run_test(size=WIDE) as pilot:
        screen = await check(pilot)
        assert "a quotation that the log does not know" in heard(pilot)
        await pilot.press("q")
        await until(pilot, lambda: "the log does not know who said these words" in seen(pilot))
        await pilot.press("o", "2")
        await until(pilot, lambda: "owned: I had said so before" in heard(pilot))
        assert "0 to decide" in heard(pilot)
        assert screen.editor.text == text
        assert [each.exchange for each in borrowed.services.log.verdicts()] == [""]
