"""Owns what stands between the person's words and their loss: a copy of what is not saved, and one writer at a draft.

A copy is made within two seconds of each change, offered at the next start, and removed by a save or a clean end.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from rich.text import Text
from textual.app import App
from textual.timer import Timer

from friend.page_ports import Kept, Recovery, Seats, Writer
from friend.text.interface import counted, day, retold, tr
from friend.text.visible import visible
from friend.text.words import count_words
from friend.tui.keeping import Keeping
from friend.tui.naming import naming
from friend.tui.screens.choice import Choice
from friend.tui.widgets.editor import Editor

_KEEP_AFTER_S: Final = 1.5
"""Seconds from a change to its copy; with the writing it stays under the two seconds that may be lost (fault 52)."""


class Safekeeping:
    """Keeps the copy and the seat of one desk. `say` gives news to the person that stay until the next."""

    def __init__(
        self, editor: Editor, keeping: Keeping, recovery: Recovery, seats: Seats, say: Callable[[str], None]
    ) -> None:
        self._editor = editor
        self._keeping = keeping
        self._recovery = recovery
        self._seats = seats
        self._say = say
        self._path = keeping.path
        self._pending: Timer | None = None
        self._writing = threading.Lock()
        self._turn = 0
        self._written = 0
        self._failed = False
        self._is_over = False

    # At the start

    async def sit_down(self, app: App[str]) -> None:
        """Take the seat, or only read where another has it; then offer what was kept when a desk ended badly."""
        if not await self._take(app):
            return
        try:
            kept = self._recovery.find(self._path)
        except OSError as error:
            self._say(_no_copies(error))
            return
        if kept is None:
            return
        if kept.text == self._editor.text:
            self._forget()
            return
        await self._offer(app, kept)

    async def _take(self, app: App[str]) -> bool:
        """Give whether we may write (fault 60)."""
        if self._path is None:
            return True
        try:
            writer = self._seats.take(self._path)
            if writer is None:
                return True
            choice = await app.push_screen_wait(
                Choice(
                    _occupied(self._keeping.name, writer),
                    {"r": tr("only read it here"), "t": tr("take it over")},
                    esc=tr("read"),
                )
            )
            if choice == "t":
                self._seats.take(self._path, over=True)
                return True
        except OSError as error:
            self._say(tr("friend cannot tell whether this draft is open elsewhere: {why}", why=retold(error.strerror)))
            return True
        self._editor.read_only = True
        self._say(tr("only to be read here: it is open in another friend"))
        return False

    async def _offer(self, app: App[str], kept: Kept) -> None:
        """Show both texts by size and time, and let the person choose. The one not chosen is not lost."""
        editor = self._editor
        question = _found(self._keeping, editor.draft.words, kept)
        named = self._path is not None
        answers = {"r": tr("go on with what was kept"), "f": tr("open the file") if named else tr("begin anew")}
        choice = await app.push_screen_wait(Choice(question, answers, esc=tr("the same as f")))
        if choice == "r":
            editor.put_whole(kept.text)
            self._say(tr("this is what was kept; it is not saved yet, and undo leads back to the file"))
            return
        try:
            self._say(
                tr("what was kept is now in {place}", place=visible(self._recovery.put_aside(kept), keep_lines=False))
            )
        except OSError as error:
            self._say(
                tr(
                    "what was kept is still in {place} ({why})",
                    place=visible(kept.place, keep_lines=False),
                    why=retold(error.strerror),
                )
            )

    # While one writes

    def heard(self) -> None:
        """Keep a copy soon."""
        if self._pending is None and not self._is_over:
            self._pending = self._editor.set_timer(_KEEP_AFTER_S, self._keep_soon)

    def _keep_soon(self) -> None:
        """Let a copy be written, or removed where all is saved. A timer's own call would hold up the keys meanwhile."""
        self._pending = None
        if not self._still_ours():
            return
        text = self._editor.text
        self._turn += 1
        is_modified = self._keeping.is_modified(text)
        self._editor.run_worker(self._copy(self._turn, text if is_modified else None), group="copying")

    async def _copy(self, turn: int, text: str | None) -> None:
        try:
            if text is None:
                await asyncio.to_thread(self._remove, turn)
            else:
                await asyncio.to_thread(self._write, turn, text)
        except OSError as error:
            if text is None:
                self._say(_not_removed(error))
            elif not self._failed:
                self._failed = True
                self._say(_no_copies(error))

    def keep_now(self) -> str | None:
        """Keep a copy before the program ends; give its file, None where all is saved. Raises OSError."""
        self._is_over = True
        if self._editor.read_only or not self._keeping.is_modified(self._editor.text):
            return None
        self._turn += 1
        return self._write(self._turn, self._editor.text)

    def _write(self, turn: int, text: str) -> str | None:
        with self._writing:
            if turn < self._written:
                return None
            self._written = turn
            return self._recovery.keep(self._path, text)

    def _still_ours(self) -> bool:
        """See whether another friend took this draft over; then only read, and let no copy cross theirs."""
        if self._path is None or self._editor.read_only or self._seats.is_ours(self._path):
            return True
        self._editor.read_only = True
        news = tr("another friend took this draft over: here it is only to be read")
        text = self._editor.text
        if self._keeping.is_modified(text):
            try:
                kept = Kept(text, datetime.now(UTC), self._recovery.keep(None, text))
                place = visible(self._recovery.put_aside(kept), keep_lines=False)
                news = tr("{news}; what was not saved is in {place}", news=news, place=place)
            except OSError as error:
                news = tr(
                    "{news}; what was not saved could not be kept ({why}): copy it from here",
                    news=news,
                    why=retold(error.strerror),
                )
        self._say(news)
        return False

    def may_save(self) -> bool:
        """Tell whether this desk may write the file; it says why not."""
        if self._editor.read_only:
            self._say(tr("only to be read here: it is open in another friend"))
            return False
        return self._still_ours()

    # When it is saved, or let go

    def saved(self) -> None:
        """Remove the copy, and follow the draft to its new name."""
        self._forget()
        if self._keeping.path != self._path:
            self._leave_seat()
            self._path = self._keeping.path
            self._sit_here()
        if self._keeping.is_modified(self._editor.text):
            self.heard()

    def _sit_here(self) -> None:
        try:
            if self._path is not None and self._seats.take(self._path) is not None:
                self._say(tr("saved; another friend has a draft of this name open"))
        except OSError as error:
            self._say(tr("friend cannot tell whether this draft is open elsewhere: {why}", why=retold(error.strerror)))

    def let_go(self) -> None:
        """Remove the copy and leave: all is saved, or the person wants it no more."""
        self._is_over = True
        if not self._editor.read_only:
            self._forget()
        self.get_up()

    def get_up(self) -> None:
        """Leave the draft to others; a copy stays where it is."""
        self._is_over = True
        self._leave_seat()

    def _leave_seat(self) -> None:
        if self._path is None:
            return
        try:
            self._seats.leave(self._path)
        except OSError as error:
            self._say(tr("the seat could not be left: {why}", why=retold(error.strerror)))

    def _forget(self) -> None:
        if self._pending is not None:
            self._pending.stop()
            self._pending = None
        self._turn += 1
        try:
            self._remove(self._turn)
        except OSError as error:
            self._say(_not_removed(error))

    def _remove(self, turn: int) -> None:
        with self._writing:
            if turn >= self._written:
                self._written = turn
                self._recovery.forget(self._path)


def _not_removed(error: OSError) -> str:
    return tr("a copy of the text could not be removed: {why}", why=retold(error.strerror))


def _no_copies(error: OSError) -> str:
    return tr("no copy can be kept while you write ({why}): save often", why=retold(error.strerror))


def _occupied(name: str, writer: Writer) -> Text:
    since, process = f"{writer.since.astimezone():%H:%M}", str(writer.process)
    if not writer.machine:
        return naming(
            "{name} is open in another friend (process {process}), since {since}.", name, process=process, since=since
        )
    return naming(
        "{name} is open in another friend (process {process}, on {machine}), since {since}.",
        name,
        machine=writer.machine,
        process=process,
        since=since,
    )


def _found(keeping: Keeping, words: int, kept: Kept) -> Text:
    name = keeping.name if keeping.path else tr("A text without a name")
    text = naming("{name} was not saved when friend ended.", name).append("\n\n")
    rows = [(tr("what was kept"), kept.at, count_words(kept.text))]
    changed = _changed(keeping.path)
    if changed is not None:
        rows.append((tr("the file"), changed, words))
    widest = max(len(what) for what, _, _ in rows)
    for what, when, count in rows:
        local = when.astimezone()
        text.append(f"{what:<{widest}}  {day(local)} {local:%H:%M:%S}   {counted(count, '{n} word', '{n} words')}\n")
    return text


def _changed(path: str | None) -> datetime | None:
    try:
        return datetime.fromtimestamp(Path(path).stat().st_mtime, UTC) if path else None
    except OSError:
        return None
