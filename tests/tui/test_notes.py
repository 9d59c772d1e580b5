"""Notes at the desk: they point, follow, close by themselves and come back; none is ever applied."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from friend.asking.suggestion import Suggestion
from friend.text.diff import diff
from friend.text.following import Change
from friend.text.span import Span
from friend.text.word_index import WordIndex
from friend.tui.document import DraftDocument
from friend.tui.notes import Note, note_of
from friend.tui.screens.keys import sections
from friend.tui.widgets.card import Card
from friend.tui.widgets.rows import Marks
from tests.tui.conftest import COUNCIL, LETTER, TWO, Desk, ask, heard, screen_of, seen, until

WIDE = (130, 44)


def placed(text: str, quote: str, instead: str | None) -> Note:
    """Place a suggestion on a text."""
    start = text.index(quote)
    suggestion = Suggestion(
        "x.1",
        quote,
        Span(start, start + len(quote)),
        "exact",
        instead,
        "",
        diff=diff(quote, instead) if instead is not None else (),
    )
    return note_of(1, suggestion, text, (), text, folded_why=False)


def edited(note: Note, text: str, old: str, new: str) -> str:
    """Replace the first `old` in the text, and let the note hear it."""
    at = text.index(old)
    now = text[:at] + new + text[at + len(old) :]
    note.heard(Change(at, len(old), len(new)), lambda: now)
    return now


async def test_the_next_note_is_one_key_from_the_text(desk: Desk) -> None:
    """The cursor goes to the first changed word with at most that hunk selected; the focus stays; the keys go round."""
    desk.server.will(text=TWO)
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await pilot.press("down", "down")
        await ask(pilot)
        them = LETTER.index("them")
        for _ in range(2):
            await pilot.press("ctrl+n")
            assert screen.editor.has_focus
            assert screen.editor.selected_span == Span(them, them + 4)
            assert screen.editor.cursor_offset_in_text == them
            await pilot.press("f8")
            told = screen.editor.cursor_offset_in_text
            assert LETTER[told:].startswith("we were not told")
        await pilot.press("f7")
        assert screen.editor.cursor_offset_in_text == them
        current = screen.pane.current
        assert current is not None
        assert current.note.suggestion.quote == "It was decided by them last month"
    assert desk.path.read_text() == LETTER


async def test_a_card_closes_itself_in_any_wording(desk: Desk) -> None:
    """Other words than those proposed close the card too; its wording stays in sight until one moves on."""
    desk.server.will(text=TWO)
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await pilot.press("down", "down")
        await ask(pilot)
        await pilot.press("ctrl+n", *"the mayor")
        await until(pilot, lambda: "changed by you" in heard(pilot))
        assert "+the council+" in heard(pilot)
        await pilot.press("ctrl+n")
        await until(pilot, lambda: "dealt with" in heard(pilot))
        assert "+the council+" not in heard(pilot)
        states = [one.state for one in desk.services.log.find("last").suggestions]
        assert states == ["dealt-with", "open"]
        assert "decided by the mayor last month" in screen.editor.text


async def test_deleting_and_retyping_the_same_words_does_no_harm(desk: Desk) -> None:
    """What was closed by deleting is open again when the words are typed again, or undone."""
    desk.server.will(text=COUNCIL)
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await pilot.press("down", "down")
        await ask(pilot)
        (note,) = screen.conversation.notes
        await pilot.press("ctrl+n", "delete")
        screen.conversation.settle()
        assert note.state == "dealt-with"
        await pilot.press(*"them")
        screen.conversation.settle()
        assert note.state == "open"
        await pilot.press("backspace", "backspace")
        for _ in range(2):
            if screen.editor.text != LETTER:
                await pilot.press("ctrl+z")
        screen.conversation.settle()
        assert screen.editor.text == LETTER
        assert note.is_open
        assert desk.services.log.find("last").suggestions[0].state == "open"


async def test_one_key_brings_a_card_back(desk: Desk) -> None:
    """Dismissed or closed by itself, `u` in the pane brings it back, and then it stays."""
    desk.server.will(text=COUNCIL)
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await pilot.press("down", "down")
        await ask(pilot)
        await pilot.press("f6", "x")
        await until(pilot, lambda: "dismissed" in heard(pilot))
        assert "1 note" not in seen(pilot)
        assert desk.services.log.find("last").suggestions[0].state == "dismissed"
        await pilot.press("u")
        await until(pilot, lambda: "+the council+" in heard(pilot))
        await pilot.press("enter")
        assert screen.editor.has_focus
        await pilot.press(*"us")
        screen.conversation.settle()
        assert screen.conversation.notes[0].state == "open"


async def test_a_quotation_names_who_spoke(desk: Desk) -> None:
    """Q copies the wording with its attribution; with no card current, the answer; the text is not touched (R5, R6)."""
    desk.server.will(text=COUNCIL)
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await pilot.press("down", "down")
        await ask(pilot)
        await pilot.press("ctrl+g")
        await until(pilot, lambda: pilot.app.clipboard)
        assert pilot.app.clipboard.startswith("> Mostly. The weakest point")
        assert "gpt-4o-2024-08-06" in pilot.app.clipboard
        await pilot.press("f6", "n", "q")
        await until(pilot, lambda: "It was decided by the council" in pilot.app.clipboard)
        assert desk.services.log.find("last").suggestions[0].state == "quoted"
        assert screen.editor.text == LETTER


async def test_selected_words_of_an_answer_are_quoted(desk: Desk) -> None:
    """Words selected with the mouse are quoted as they stand in the answer, and in no other way."""
    desk.server.will(text=COUNCIL)
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await pilot.press("down", "down")
        await ask(pilot)
        row = next(at for at, line in enumerate(seen(pilot).splitlines()) if "Mostly." in line)
        column = seen(pilot).splitlines()[row].index("Mostly.")
        await pilot.mouse_down(offset=(column, row))
        await pilot.hover(offset=(column + 6, row))
        await pilot.mouse_up(offset=(column + 6, row))
        await pilot.press("ctrl+g")
        await until(pilot, lambda: pilot.app.clipboard)
        assert pilot.app.clipboard.splitlines()[0] == "> Mostly."
        assert screen.editor.text == LETTER


async def test_reopening_lays_the_open_notes_out_again(desk: Desk) -> None:
    """The next day one status line says how many, the pane is shut, and the notes stand on the text as it is now."""
    desk.server.will(text=TWO)
    async with desk.app().run_test(size=WIDE) as pilot:
        await pilot.press("down", "down")
        await ask(pilot)
        await pilot.press("f6", "n", "x")
        await pilot.pause()
    desk.write("A new first line.\r\n\r\n" + LETTER)
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await until(pilot, lambda: "1 open note," in seen(pilot))
        assert not screen.side.display
        await pilot.press("ctrl+n")
        assert screen.side.display
        assert screen.editor.text[screen.editor.cursor_offset_in_text :].startswith("we were not told")
        assert "nobody told us" in heard(pilot)


def test_a_hunk_is_gone_only_when_its_words_are() -> None:
    """A longer word that begins alike is another word; the rest of the text may change as it likes."""
    text = "It was decided by them last month."
    note = placed(text, "decided by them last", "decided by us last")
    text = edited(note, text, "It was", "All was")
    assert note.is_open
    assert edited(note, text, "them", "themselves")
    assert note.changed
    text = edited(note, "All was decided by themselves last month.", "themselves", "them")
    assert not note.changed


def test_every_hunk_has_to_go() -> None:
    """A note with two slips stays until both are mended, and then points at the second."""
    text = "I are happy to meets you."
    note = placed(text, "I are happy to meets you", "I am happy to meet you")
    text = edited(note, text, "are", "am")
    assert note.is_open
    assert note.target == (Span(text.index("meets"), text.index("meets") + 5), True)
    text = edited(note, text, "meets", "meet")
    assert note.changed


def test_a_comma_to_put_in_is_noticed() -> None:
    """Where a note only puts something in, the cursor goes to that place, and what is typed there closes it."""
    text = "However we left."
    note = placed(text, "However we", "However, we")
    assert note.target == (Span(7, 7), False)
    edited(note, text, " we", ", we")
    assert note.changed


def test_a_moved_paragraph_takes_its_note_along() -> None:
    """Cut here and pasted there, the words keep their note."""
    text = "One them two.\n\nThree."
    note = placed(text, "One them two", "One us two")
    cut = edited(note, text, "One them two.\n\n", "")
    assert note.changed
    now = cut + "\n\nOne them two."
    note.heard(Change(len(cut), 0, len(now) - len(cut)), lambda: now)
    assert not note.changed
    assert note.place is not None
    assert note.place.of(now) == "One them two"


def test_a_card_says_that_its_words_changed_since() -> None:
    """An edit beside the words to change keeps the note, and says so; undone, it says nothing."""
    sections()  # every place gives its actions their names
    text = "It was decided by them last month."
    note = placed(text, "It was decided by them last month", "It was decided by us last month")
    text = edited(note, text, "last", "late last")
    assert note.is_open
    assert note.edited
    assert Card(note)._where().endswith("changed since · w then and now")
    edited(note, text, "late last", "last")
    assert not note.edited
    assert not Card(note)._where()


def test_a_comment_stays_while_enough_remains() -> None:
    """A note without wording keeps its place while half of its words stand; undo brings it back."""
    text = "One two three four. The rest."
    note = placed(text, "One two three four", None)
    text = edited(note, text, "two", "2")
    assert (note.changed, note.edited) == (False, True)
    text = edited(note, text, "One 2 three", "Other")
    assert note.changed
    edited(note, text, "Other", "One two three")
    assert (note.changed, note.edited) == (False, False)


LONG = "We were not told about the parking, and they never said why. It was decided by them last month in the hall."
PARAGRAPHS = f"Dear neighbours.\n\n{LONG}\n\nThe second thing is the noise."


def test_a_moved_note_is_found_in_the_whole_text() -> None:
    """Words that following lost are looked for with what stood beside them, wherever they went."""
    note = placed(PARAGRAPHS, "decided by them", "decided by us")
    now = edited(note, PARAGRAPHS, LONG + "\n\n", "")
    assert note.changed
    # Typed again at the end: no one edit brings the words.
    for letter in LONG:
        change = Change(len(now), 0, 1)
        now += letter
        note.heard(change, lambda: now)  # noqa: B023 - called at once
    assert note.changed
    note.find(WordIndex(now))
    assert not note.changed
    assert note.place is not None
    assert note.place.of(now) == "decided by them"
    assert note.target == (Span(now.index("them"), now.index("them") + 4), True)


def test_a_twin_elsewhere_is_not_the_note() -> None:
    """Where the words were mended, the same words in another place do not get the note."""
    text = PARAGRAPHS + "\n\nLet it be known to all that it was decided by them last month in the hall, they said."
    note = placed(text, "was decided by them last month in the hall", "was decided by us last month in the hall")
    now = edited(note, text, "them", "the mayor")
    assert note.changed
    note.find(WordIndex(now))
    assert note.changed


def test_a_note_far_from_an_edit_does_not_read_the_text() -> None:
    """A key elsewhere in a book costs a note an addition and no more."""
    note = placed(PARAGRAPHS, "decided by them", "decided by us")

    def unread() -> str:
        raise AssertionError

    assert not note.heard(Change(0, 0, 1), unread)
    assert not note.heard(Change(len(PARAGRAPHS), 0, 1), unread)
    assert note.place == Span(PARAGRAPHS.index("decided") + 1, PARAGRAPHS.index("them") + 5)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 12)), max_size=8), st.integers(0, 50), st.integers(0, 9))
def test_a_row_finds_its_marks(places: list[tuple[int, int]], begin: int, length: int) -> None:
    """A row finds the marks that touch it and no mark that begins after it, long ones from far above too."""
    spans = sorted(Span(start, start + more) for start, more in places)
    marks = Marks(None, tuple(spans), tuple((span.start, str(number)) for number, span in enumerate(spans)))
    found = marks.underlined_in(begin, begin + length)
    assert {span for span in spans if span.start < begin + length and span.end > begin} <= set(found)
    assert all(span.start < begin + length for span in found)
    signs = [str(number) for number, span in enumerate(spans) if begin <= span.start < begin + length]
    assert marks.numbers_in(begin, begin + length) == "".join(signs[:1])
    assert marks.numbers_in(begin, begin + length, 2) == "".join(signs[:2])


@given(st.data())
def test_a_note_never_points_beyond_the_text(data: st.DataObject) -> None:
    """After any edits its places lie in the text, and asking for its target never fails."""
    text = data.draw(st.text("ab \n", min_size=1, max_size=30))
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    note = placed(text, text[start:end], data.draw(st.one_of(st.none(), st.text("ab \n", max_size=10))))
    document = DraftDocument(text)
    document.listener = lambda change: note.heard(change, lambda: document.text)
    for _ in range(5):
        places = [document.location_of(data.draw(st.integers(0, len(document.text)))) for _ in range(2)]
        document.replace_range(places[0], places[1], data.draw(st.text("ab \n", max_size=12)))
        target = note.target
        assert target is None or target[0].end <= len(document.text)
        assert note.place is None or note.place.end <= len(document.text)


@pytest.mark.parametrize("typed", [0, 1])
async def test_a_note_about_words_just_changed_comes_closed(desk: Desk, typed: int) -> None:
    """Where the person changed the words while the friend was speaking, the card says so."""
    desk.server.will(text=COUNCIL, pace_s=0.02, piece=4)
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await pilot.press("down", "down", "ctrl+r")
        await until(pilot, lambda: screen.panel._preview is not None)
        await pilot.press("enter")
        if typed:
            them = LETTER.index("them")
            screen.editor.go_to(Span(them, them + 4), select=True)
            await pilot.press("u", "s")
        await until(pilot, lambda: screen.conversation.notes)
        assert screen.conversation.notes[0].changed == bool(typed)
        await until(pilot, lambda: screen.conversation.talk is None)


def test_no_way_leads_from_a_suggestion_to_the_text() -> None:
    """R3: nothing that reads a suggestion's wording can write: a card and the record show it, and know no editor.

    Who can write at all: tests/tui/test_inserting.py.
    """
    from pathlib import Path  # noqa: PLC0415 - only here

    import friend.tui  # noqa: PLC0415

    folder = Path(friend.tui.__file__).parent
    readers = {path for path in folder.rglob("*.py") if ".instead" in path.read_text()}
    assert {path.name for path in readers} == {"card.py", "told.py", "try_first.py"}
    assert not any("editor" in path.read_text().casefold() for path in readers)


def test_a_replaced_state_is_not_forgotten() -> None:
    """A note keeps the state that the log had."""
    note = placed("a b c", "b", "d")
    closed = replace(note.suggestion, state="dismissed")
    assert not note_of(1, closed, "a b c", (), "a b c", folded_why=False).is_open
