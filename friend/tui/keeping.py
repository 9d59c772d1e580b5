"""Owns how the text is kept: its name, what the file held last, and what is asked before anything is written over."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from rich.text import Text
from textual.screen import Screen

from friend.page_ports import ChangedOnDiskError, DraftFiles
from friend.text.draft import Draft
from friend.text.interface import counted, retold, tr
from friend.text.visible import visible
from friend.tui.naming import naming
from friend.tui.screens.choice import Choice, OneLine

SAVED = "saved"
NO_PEN = "not saved: friend only reads here, your own editor saves"


class Keeping:
    """Saves the text of a desk. `path` is the file's name as the person gave it, None where it has none yet.

    `take_in` puts a text of the person's on the desk, as one undo step. `files` is None for a desk without a pen: then
    there is nothing to save with.
    """

    def __init__(
        self, screen: Screen[None], files: DraftFiles | None, draft: Draft, take_in: Callable[[str], None]
    ) -> None:
        self._screen = screen
        self._files = files
        self.take_in = take_in
        self._held = draft
        # A name may be given before there is a file; then the first save makes it.
        self._on_disk = draft.path is not None and Path(draft.path).exists()
        self.path = draft.path
        # What the person is to know before this text is sent; "" where there is nothing.
        self.caution = ""

    @property
    def name(self) -> str:
        """The file's name, for the eye."""
        return Path(self.path).name if self.path else tr("not saved yet")

    @property
    def absolute_path(self) -> str | None:
        """The file's whole name, None where it has none yet."""
        return str(Path(self.path).absolute()) if self.path else None

    @property
    def length(self) -> int:
        """How many code points the file holds."""
        return len(self._held.text)

    def is_modified(self, text: str) -> bool:
        """Tell whether `text` differs from what the file holds."""
        return text != self._held.text

    @property
    def is_on_disk(self) -> bool:
        """Tell whether there was a file when this desk looked last."""
        return self._on_disk

    def farewell(self) -> Choice:
        """Give the question to ask before leaving unsaved changes."""
        name = self.name if self.path else tr("This text")
        question = naming("{name} has changes that are not saved.", name)
        return Choice(question, {"s": tr("save and leave"), "l": tr("leave without saving")})

    async def save(self, text: str) -> str:
        """Save, and say how it went. Nothing is lost where it could not be: the text stays on the desk."""
        if self._files is None:
            return tr(NO_PEN)
        if self.path is None and not await self._name():
            return tr("not saved: no name was given")
        draft = Draft(text, self.path)
        expecting = self._held.digest if self._on_disk else None
        try:
            self._files.save(draft, expecting)
        except ChangedOnDiskError as error:
            return await self._overwrite(self._files, draft, error)
        except (OSError, ValueError) as error:
            return _failed(error)
        return self._kept(draft)

    async def save_as(self, text: str) -> str:
        """Ask for another name and save there; where that fails the old name stands, to be changed or kept."""
        if self._files is None:
            return tr(NO_PEN)
        before = self.path, self._on_disk, self._held
        if not await self._name():
            return tr("not saved: no name was given") if self.path is None else tr("nothing was saved")
        if self.path == before[0]:
            self._on_disk = before[1]
        said = await self.save(text)
        if said != SAVED:
            self.path, self._on_disk, self._held = before
        return said

    def take(self, theirs: Draft) -> None:
        """Take in what the file holds now: the person wants that on the desk."""
        self._held, self._on_disk = theirs, True
        self.take_in(theirs.text)

    def gone(self) -> None:
        """Know that the file was removed: the text is only here now, and unsaved."""
        self._held, self._on_disk = Draft("", self.path), False

    async def _overwrite(self, files: DraftFiles, draft: Draft, changed: ChangedOnDiskError) -> str:
        """Ask before writing over what another program wrote (fault 49)."""
        if not self._on_disk:
            self.path = None
            return tr("not saved: {changed}", changed=retold(changed))
        choice = await self._choose(files, draft, changed)
        if choice == "n":
            self.path, self._on_disk = None, False
            return await self.save(draft.text)
        if choice in {"t", "o"}:
            return await self._settle(files, draft, take=choice == "t")
        return tr("not saved, your text is still here: another program changed the file")

    async def _settle(self, files: DraftFiles, draft: Draft, *, take: bool) -> str:
        """Take in what the file holds, or write the draft over it, as the person said."""
        try:
            theirs = files.read(draft.path or "")
            if not take:
                files.save(draft, theirs.digest)
                return self._kept(draft)
        except FileNotFoundError:
            self._on_disk = False
            return await self.save(draft.text)
        except (OSError, ValueError, ChangedOnDiskError) as error:
            return _failed(error)
        self.take(theirs)
        return tr("this is what the file holds now; undo leads back to your text")

    async def _choose(self, files: DraftFiles, draft: Draft, changed: ChangedOnDiskError) -> str | None:
        """Ask what is to become of the two texts; the difference can be looked at first."""
        question = Text(visible(retold(changed), keep_lines=False))
        while True:
            try:
                theirs = files.read(draft.path or "").text
            except (OSError, ValueError):
                theirs = None
            answers = {
                "d": tr("see the difference"),
                "o": tr("write over it"),
                "n": tr("save as"),
                "t": tr("take the file's text"),
            }
            if theirs is None:
                answers = {"o": tr("write it again"), "n": tr("save as")}
            choice = await self._screen.app.push_screen_wait(Choice(question, answers))
            if choice != "d" or theirs is None:
                return choice
            from friend.tui.screens.difference import Difference  # noqa: PLC0415 - seldom wanted

            await self._screen.app.push_screen_wait(Difference(theirs, draft.text, _difference_words))

    async def _name(self) -> bool:
        name = await self._screen.app.push_screen_wait(OneLine(Text(tr("Save as")), self.path or "", does=tr("save")))
        if name is not None:
            self._call_it(name)
        return name is not None

    def _call_it(self, name: str) -> None:
        self.path, self._on_disk = str(Path(name).expanduser()), False

    def _kept(self, draft: Draft) -> str:
        self._held, self._on_disk = draft, True
        return SAVED


def _difference_words(count: int | None) -> str:
    """Say how many paragraphs differ; None while they are looked for."""
    if count is None:
        return tr("− is in the file, + is in your text")
    return counted(
        count,
        "{n} paragraph differs: − is in the file, + is in your text",
        "{n} paragraphs differ: − is in the file, + is in your text",
    )


def _failed(error: Exception) -> str:
    why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return tr("not saved, your text is still here: {why}", why=retold(why))
