"""Owns what becomes of words of a friend that the person wants to quote: they are copied, or put into the text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from friend.ports import LogReader
from friend.record.blind import BLIND, is_blind
from friend.record.exchange import Exchange
from friend.record.fitting import form_of
from friend.record.formats.quotations import Quotation, written
from friend.record.quotation import quoted
from friend.text.interface import retold, tr
from friend.text.language import language
from friend.tui.inserting import put_quotation
from friend.tui.keymap import key_to
from friend.tui.messages import QuoteWanted
from friend.tui.notes import Note
from friend.tui.widgets.editor import Editor

COPIED: Final = "copied, with who said it"
POINT_FIRST: Final = "point at a sentence with ↓, or select words; then it can be quoted in your text"
PUT_IN: Final = "quoted in your text, with who said it; {key} takes it out again"


class Quoting:
    """Quotes at the desk, in the text's own language and form.

    `path` gives the draft's name, `copy` puts words on the clipboard, `on_quoted` hears of a note whose wording was
    quoted, and `on_put` of a quotation that is in the text now.
    """

    def __init__(
        self,
        editor: Editor,
        path: Callable[[], str | None],
        *,
        copy: Callable[[str], None],
        on_quoted: Callable[[Note], None],
        on_put: Callable[[], None],
    ) -> None:
        self._editor = editor
        self._path = path
        self._copy = copy
        self._on_quoted = on_quoted
        self._on_put = on_put

    def take(self, wanted: QuoteWanted) -> str:
        """Do as was wanted, and say what was done, or why nothing was."""
        note = None if wanted.words else wanted.note
        if wanted.into_text and wanted.words is None and note is None:
            return tr(POINT_FIRST)
        path = self._path()
        try:
            said = quotation_of(wanted.exchange, language(self._editor.text), words=wanted.words, note=note)
            if wanted.into_text:
                put_quotation(self._editor, said, path)
            else:
                self._copy(written(said, form_of(path)))
        except (ValueError, LookupError) as error:
            return retold(error)
        if note is not None:
            self._on_quoted(note)
        if wanted.into_text:
            self._on_put()
        return tr(PUT_IN, key=key_to("text.undo")) if wanted.into_text else tr(COPIED)


def quotation_of(exchange: Exchange, spoken: str, *, words: str | None = None, note: Note | None = None) -> Quotation:
    """Give the quotation of `words`, of the wording of a note, or of the whole answer, checked against the exchange.

    Its attribution is in the language `spoken`. Raises ValueError or LookupError, saying what cannot be quoted.
    """
    if words is not None or note is None:
        return quoted(exchange, spoken, words=words)
    ids = [each.id for each in exchange.suggestions]
    return quoted(exchange, spoken, suggestion=ids.index(note.suggestion.id) + 1)


def from_the_log(log: LogReader, exchange: Exchange, *, words: str | None = None, suggestion: int | None = None) -> str:
    """Give a quotation to copy, in the language and the form of the draft that was asked about.

    Raises ValueError or LookupError, saying what cannot be quoted; nothing can while nobody may be told who spoke.
    """
    if is_blind(exchange):
        raise ValueError(BLIND)
    spoken = language(log.draft_as_sent(exchange.id or ""))
    return written(quoted(exchange, spoken, words=words, suggestion=suggestion), form_of(exchange.draft.path))
