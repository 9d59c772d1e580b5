"""Owns which of the desk's keys lead to the friend: ask, next note, quote, the other side, the log, whose words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from friend.text.interface import tr
from friend.tui.screens.desk_files import FileActions

if TYPE_CHECKING:
    from friend.tui.messages import NoteChosen
    from friend.tui.notes import Note
    from friend.tui.passage import Aiming
    from friend.tui.widgets.check_side import CheckSide
    from friend.tui.widgets.friend_pane import FriendPane
    from friend.tui.widgets.page import Page
    from friend.tui.widgets.question_panel import QuestionPanel


class FriendActions(FileActions):
    """The part of the desk that asks and reads. It is called once the friend's side is there."""

    aiming: Aiming
    checking: CheckSide
    pane: FriendPane
    panel: QuestionPanel

    def action_keys(self) -> None:
        """List the keys."""
        raise NotImplementedError

    def action_ask_here(self) -> None:
        """Ask about what is selected, else about the paragraph of the cursor."""
        self.side.ask_about(self.aiming.here())

    def action_ask_whole(self) -> None:
        """Ask about the whole text."""
        self.side.ask_about(self.aiming.whole())

    def action_next_note(self, by: int) -> None:
        """Go to the next (or previous) note; the focus stays in the text."""
        if self.is_checking:
            self.checking.next_place(by)
            return
        self.conversation.settle()
        note = self.conversation.neighbour(self.editor.cursor_offset_in_text, by)
        if note is None:
            self.say(tr("no open notes"))
            return
        self._go(note)

    def on_note_chosen(self, message: NoteChosen) -> None:
        """Go where a card points."""
        self._go(message.note)

    def on_page_numbers_clicked(self, message: Page.NumbersClicked) -> None:
        """Go to the note that begins in the row that was clicked; of several, to the one after that one is at."""
        if not self.has_friend or self.is_checking:
            return
        here = self.conversation.standing
        here = [note for note in here if note.place and message.row.start <= note.place.start < message.row.end]
        at = next((at for at, note in enumerate(here) if self.pane.current and note is self.pane.current.note), -1)
        if here:
            self._go(here[(at + 1) % len(here)])

    def _go(self, note: Note) -> None:
        """Put the cursor on the first words that a note would change. What is typed there is the person's."""
        self.side.shows_friend = True
        self.pane.make_current(note)
        target = note.target or note.next_candidate(self.editor.text)
        if target is None:
            self.say(tr("these words are not in your text"))
            return
        self.remove_class("-zoomed")
        self.set_focus(self.editor)
        self.editor.go_to(target[0], select=target[1])

    def action_quote(self) -> None:
        """Copy an attributed quotation of the current note, or of the words selected in an answer."""
        if not self.pane.quote():
            self.say(tr("nothing to quote yet"))

    # Moving about

    def action_other_side(self) -> None:
        """Go to the friend's side, or back to the text."""
        if self.pane.has_focus or not self.pane.children:
            self.remove_class("-zoomed")
            self.set_focus(self.editor)
            return
        self.side.enter()

    def action_show_friend(self) -> None:
        """Show or hide the friend's side."""
        self.side.shows_friend = not self.side.shows_friend and bool(self.pane.children)
        if not self.side.shows_friend and not self.panel.is_open:
            self.set_focus(self.editor)

    def action_exchanges(self) -> None:
        """List what was asked about this draft."""
        self.side.looking_back.exchanges(self.action_keys)

    @property
    def is_checking(self) -> bool:
        """Tell whether the list of found words is to be seen."""
        return self.has_friend and self.checking.is_open

    def action_check(self) -> None:
        """Show the words in the text that a friend said first."""
        self.side.shows_friend = False
        self.checking.open()

    def action_log(self) -> None:
        """Open the log over the desk; the text and the cursor stay as they are."""
        from friend.tui.screens.log import LogScreen  # noqa: PLC0415 - not before it is wanted

        path = self.keeping.path
        self.app.push_screen(LogScreen(self.services, str(Path(path).absolute()) if path else None, self.action_keys))
