"""Open notes, at their places in the draft as it is now."""

from dataclasses import replace

from friend.record.formats.vimgrep import vimgrep
from friend.record.notes import open_notes
from tests.builders import LETTER, exchange


def test_a_note_follows_its_words_to_where_they_stand_now() -> None:
    """A line put in front moves the note, and quickfix gets its new line and byte column."""
    now = "Été.\n\n" + LETTER.text.replace("I am", "Là, I am")
    notes = open_notes([(exchange(), LETTER.text)], now)
    assert notes[0].anchor.span
    assert notes[0].anchor.span.of(now) == "because the parking"
    line = "Là, I am writing "
    assert vimgrep(notes, now, "letter.md") == [
        f"letter.md:5:{len(line.encode()) + 1}:because {{+of +}}the parking — A word is missing."
    ]


def test_a_note_whose_words_are_gone_is_kept_without_a_place() -> None:
    """Nothing is placed on wrong words: the note is last, and has no line."""
    notes = open_notes([(exchange(), LETTER.text)], "Dear neighbours,\n\nSomething else.\n")
    assert [note.anchor.kind for note in notes] == ["lost"]
    assert vimgrep(notes, "Dear neighbours,\n\nSomething else.\n", "letter.md") == []


def test_what_was_decided_is_no_open_note() -> None:
    """A dismissed suggestion does not come back."""
    told = exchange()
    dismissed = replace(told, suggestions=(replace(told.suggestions[0], state="dismissed"),))
    assert open_notes([(dismissed, LETTER.text)], LETTER.text) == []
