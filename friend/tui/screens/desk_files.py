"""Owns which of the desk's keys lead to files: save, save as, open, one's own editor, leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text
from textual import work

from friend.text.interface import tr
from friend.text.visible import visible
from friend.tui.keeping import SAVED, Keeping
from friend.tui.recent import name_and_folder, recent_drafts, why_not
from friend.tui.recovery import Safekeeping
from friend.tui.screens.choice import OneLine
from friend.tui.screens.frames import Framed
from friend.tui.widgets.editor import Editor

if TYPE_CHECKING:
    from friend.tui.conversation import Conversation
    from friend.tui.services import Services
    from friend.tui.widgets.side import Side


class FileActions(Framed):
    """The part of the desk that saves, opens and leaves. The rest of the desk gives what is only named here."""

    editor: Editor
    keeping: Keeping
    safe: Safekeeping
    services: Services
    side: Side
    conversation: Conversation
    has_friend: bool

    def say(self, news: str, *, lasting: bool = False) -> None:
        """Say something in the status line."""
        raise NotImplementedError

    def look(self) -> None:
        """See where the text stands now."""
        raise NotImplementedError

    @property
    def is_modified(self) -> bool:
        """Tell whether the text differs from the file."""
        return self.editor.draft.length != self.keeping.length or self.keeping.is_modified(self.editor.text)

    def action_save(self) -> None:
        """Save; where the text has no name yet, ask for one."""
        self.conversation.settle()
        self._save(self.editor.text)

    @work(exclusive=True, group="keeping")
    async def _save(self, text: str) -> None:
        await self._saved(text)

    async def _saved(self, text: str) -> bool:
        """Save, say how it went, and tell whether it is saved."""
        if not self.safe.may_save():
            return False
        said = await self.keeping.save(text)
        self.look()
        self.say(said, lasting=said != SAVED)
        if said == SAVED:
            self.safe.saved()
        return said == SAVED

    def _take_in(self, text: str) -> None:
        """Put a text of the person's, from the file, on the desk."""
        from friend.tui.taking_in import take_in  # noqa: PLC0415 - not before it is wanted

        take_in(self.editor, text)

    @work(exclusive=True, group="keeping")
    async def action_own_editor(self) -> None:
        """Save, lend the terminal to the person's own editor, and take in what it saved."""
        from friend.tui.own_editor import OwnEditor  # noqa: PLC0415 - as above

        is_saved = self.keeping.path is not None and not self.is_modified
        if not self.safe.may_save() or not (is_saved or await self._saved(self.editor.text)):
            return
        said = await OwnEditor(self.services, self.editor, self.keeping).visit(self.app)
        self.conversation.settle()
        self.safe.heard()
        self.look()
        self.say(said, lasting=True)

    @work(exclusive=True, group="keeping")
    async def action_leave(self) -> None:
        """Leave; with unsaved changes, ask first. An answer under way is stopped, and what came is kept."""
        await self._leave_for(None)

    async def _leave_for(self, path: str | None) -> None:
        """Leave, and open the draft at `path` where there is one."""
        self.conversation.settle()
        if self.is_modified and not (self.keeping.path is None and self.editor.draft.is_empty):
            choice = await self.app.push_screen_wait(self.keeping.farewell())
            if choice is None:
                return
            if choice == "s" and (not await self._saved(self.editor.text) or self.is_modified):
                return
        await self.side.stop_talking()
        self.safe.let_go()
        self.app.exit(path)

    @work(exclusive=True, group="keeping")
    async def action_open(self) -> None:
        """Ask for another draft, a new one or one that was asked about of late, and open it in place of this one."""
        files = self.services.files
        if files is None:
            return  # a desk without a pen stands beside one draft
        recent = recent_drafts(self.services.log, self.keeping.absolute_path)
        question = Text(tr("Open which draft? A name that is not there yet begins a new one.") + "\n")
        for number, path in enumerate(recent, 1):
            name, folder = name_and_folder(path)
            question.append(f"\n{number}  {visible(name, keep_lines=False)}  ")
            question.append(visible(folder, keep_lines=False), "dim")
        said = await self.app.push_screen_wait(OneLine(question, does=tr("open")))
        if said is None:
            return
        picked = int(said) if said.isdecimal() else 0
        path = recent[picked - 1] if 0 < picked <= len(recent) else said
        if why := why_not(files, path):
            self.say(why, lasting=True)
            return
        await self._leave_for(path)

    async def end(self, code: int) -> None:
        """Leave at once, since the program was told to end or its terminal is gone: all is kept, nothing is asked."""
        if self.has_friend:
            await self.side.stop_talking()
        self.safe.get_up()
        self.app.exit(return_code=code)

    @work(exclusive=True, group="keeping")
    async def action_save_as(self) -> None:
        """Save under another name; the file of the old name stays as it is."""
        if self.safe.may_save():
            said = await self.keeping.save_as(self.editor.text)
            self.look()
            self.say(said, lasting=said != SAVED)
            if said == SAVED:
                self.safe.saved()
