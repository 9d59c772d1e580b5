"""Owns what the parts of the desk tell each other: attributes go down, these come up."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message

from friend.asking.friend import Friend
from friend.asking.question import Question
from friend.asking.suggestion import State
from friend.before_sending import Preview
from friend.record.exchange import Exchange
from friend.tui.notes import Note


@dataclass
class PreviewWanted(Message):
    """The question panel wants to know what would go where; to `others` too."""

    question: Question
    friend: Friend
    others: tuple[Friend, ...] = ()


@dataclass
class QuestionPut(Message):
    """The person sent a question, having seen `preview`; to `others` too, and with `blind` to all under letters."""

    question: Question
    friend: Friend
    preview: Preview
    others: tuple[Friend, ...] = ()
    blind: bool = False


class PanelClosed(Message):
    """The person left the question panel without asking."""


@dataclass
class NoteChosen(Message):
    """The person wants to go to the place of a note."""

    note: Note


@dataclass
class NoteDecided(Message):
    """The person put a note away, or brought it back."""

    note: Note
    state: State


@dataclass
class QuoteWanted(Message):
    """The person wants an attributed quotation: of `words`, of a note's wording, or of a whole answer.

    It is to be copied, or put into the text where `into_text` says so.
    """

    exchange: Exchange
    note: Note | None = None
    words: str | None = None
    into_text: bool = False


@dataclass
class ExportWanted(Message):
    """The person wants a file: of the text with its notes or those of this exchange, or of `words` of it, quoted."""

    exchange: Exchange
    words: str | None = None


@dataclass
class CitationWanted(Message):
    """The person wants an answer as a reference for a bibliography."""

    exchange: Exchange


@dataclass
class News(Message):
    """Something to say in the status line. It comes after what was told of the text on the same way before it."""

    words: str


@dataclass
class ThenAndNowWanted(Message):
    """The person wants to see what was changed since a question was asked: at a note's place, or in the whole text."""

    exchange: Exchange
    note: Note | None = None


@dataclass
class LeadsWanted(Message):
    """The person wants to look up what an answer names."""

    exchange: Exchange


@dataclass
class CrossWanted(Message):
    """The person wants another friend to read what this answer says."""

    exchange: Exchange


class RoundWanted(Message):
    """The person wants to see several friends' answers side by side."""


@dataclass
class OnwardWanted(Message):
    """The person wants to go on from an exchange, about one of its notes where one is given; None is still coming.

    `resolves` asks whether what they wrote since meets the note.
    """

    exchange: Exchange | None
    note: Note | None = None
    resolves: bool = False


class WiderWanted(Message):
    """The question is to be about more (1) or less (-1) of the text."""

    def __init__(self, by: int) -> None:
        super().__init__()
        self.by = by


class LendingWanted(Message):
    """Another part of the text is to be lent, or all of it again."""


class StopWanted(Message):
    """The person pressed Esc in the friend's pane."""
