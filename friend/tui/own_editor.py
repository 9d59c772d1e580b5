"""Owns the way to the person's own editor and back: it gets the terminal, and what it left in the file is taken in."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Final

from textual.app import App, SuspendNotSupported

from friend.page_ports import DraftFiles
from friend.text.interface import retold, tr
from friend.tui.keeping import Keeping
from friend.tui.room import Room
from friend.tui.widgets.editor import Editor

_NOT_FOUND: Final = 127
"""How a shell says that there is no such program."""
_SET_IT: Final = "set VISUAL or EDITOR to the program you like"
_KEYBOARD: Final = (signal.SIGINT, signal.SIGQUIT)


class OwnEditor:
    """Lends the terminal to the person's editor; what it saved comes back as one undo step, notes in their places."""

    def __init__(self, room: Room, editor: Editor, keeping: Keeping) -> None:
        self._room = room
        self._editor = editor
        self._keeping = keeping

    async def visit(self, app: App[str]) -> str:
        """Open the file, which holds the text of the desk, and come back when the editor ends; say how it went."""
        files, path = self._room.files, self._keeping.path
        if files is None or path is None:
            return tr("there is no file to open")
        line, column = self._editor.cursor_location
        words = self._room.own_editor(path, line + 1, column + 1)
        try:
            code = await _run(app, words)
        except SuspendNotSupported:
            return tr("this terminal cannot be lent to another program")
        except OSError as error:
            return tr(
                "your editor could not be started ({program}: {why}): {set_it}",
                program=words[0],
                why=retold(error.strerror),
                set_it=tr(_SET_IT),
            )
        if code == _NOT_FOUND:
            return tr("your editor was not found: {set_it}", set_it=tr(_SET_IT))
        return self._take_in(files, path, code)

    def _take_in(self, files: DraftFiles, path: str, code: int) -> str:
        """Show what the file holds now. Where that is no text any more, the text of the desk stays."""
        try:
            theirs = files.read(path)
        except FileNotFoundError:
            if not self._keeping.is_on_disk:
                return tr("back from your editor, which saved nothing")
            self._keeping.gone()
            return tr("the file is no longer there; your text is still here, not saved")
        except (OSError, ValueError) as error:
            return tr("your text from before is still here; the file cannot be read: {error}", error=retold(error))
        is_another = self._keeping.is_modified(theirs.text)
        if is_another or not self._keeping.is_on_disk:
            self._keeping.take(theirs)
        if code:
            how = tr("signal {number}", number=str(-code)) if code < 0 else tr("code {number}", number=str(code))
            if is_another:
                return tr(
                    "your editor ended with an error ({how}); this is what it saved, and undo leads back", how=how
                )
            return tr("your editor ended with an error ({how}); your text is as it was", how=how)
        return (
            tr("this is what your editor saved; undo leads back") if is_another else tr("back; the file is as it was")
        )


async def _run(app: App[str], words: Sequence[str]) -> int:
    """Give the terminal away until the program ends; give its exit code, -N for signal N.

    Meanwhile an answer goes on coming, and nothing of it is painted. Raises SuspendNotSupported, and OSError where the
    program cannot be started.
    """
    ended: int | OSError = 0
    with app.batch_update(), app.suspend(), _deaf_to_the_keyboard():
        # Textual takes the terminal back only where nothing is raised here.
        try:
            process = await asyncio.create_subprocess_exec(*words)
        except OSError as error:
            ended = error
        else:
            try:
                ended = await process.wait()
            finally:
                if process.returncode is None:
                    with suppress(ProcessLookupError):
                        process.terminate()
    if isinstance(ended, OSError):
        raise ended
    return ended


@contextmanager
def _deaf_to_the_keyboard() -> Iterator[None]:
    """Let Ctrl+C be the other program's alone. A handler, not SIG_IGN, which that program would inherit."""
    before = [signal.signal(number, lambda *_: None) for number in _KEYBOARD]
    try:
        yield
    finally:
        for number, handler in zip(_KEYBOARD, before, strict=True):
            signal.signal(number, handler)
