"""A file that is written elsewhere: each save is noticed, however the editor makes it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from friend.adapters import watching


@asynccontextmanager
async def watched(path: Path) -> AsyncIterator[asyncio.Queue[str | None]]:
    """Watch a file; each time that it may be another, what it holds comes, None where there is no file."""
    told: asyncio.Queue[str | None] = asyncio.Queue()
    begun = asyncio.Event()
    looks = watching._looks

    async def looked(name: str) -> AsyncIterator[None]:
        begun.set()
        async for _ in looks(name):
            yield

    async def follow() -> None:
        async for _ in watching.changes(str(path)):
            told.put_nowait(held(path))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(watching, "_looks", looked)
        task = asyncio.create_task(follow())
        await begun.wait()
        try:
            yield told
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


def held(path: Path) -> str | None:
    """Give what a file holds, None where there is none."""
    return path.read_text() if path.exists() else None


async def seen(told: asyncio.Queue[str | None], wanted: str | None) -> None:
    """Wait until the file was seen to hold this."""
    while await asyncio.wait_for(told.get(), 30) != wanted:
        pass


def in_place(path: Path, text: str) -> None:
    """Empty the file and write it, as simple editors do."""
    with path.open("w") as file:
        file.flush()
        file.write(text)


def by_rename(path: Path, text: str) -> None:
    """Write a new file and put it in the place of the old one."""
    beside = path.with_name(".letter.swp")
    beside.write_text(text)
    beside.replace(path)


def by_backup(path: Path, text: str) -> None:
    """Move the old file away first, as Vim may do."""
    path.replace(path.with_name("letter.md~"))
    path.write_text(text)


@pytest.mark.parametrize("save", [in_place, by_rename, by_backup])
async def test_each_way_to_save_is_seen(tmp_path: Path, save: Callable[[Path, str], None]) -> None:
    """Written in place, put in the place of the old file, or made after the old one was moved away: all are seen."""
    path = tmp_path / "letter.md"
    path.write_text("one")
    async with watched(path) as told:
        for text in ("two", "three"):
            save(path, text)
            await seen(told, text)


async def test_a_file_that_goes_and_comes_back_is_seen(tmp_path: Path) -> None:
    """Removal and return are told; so is a file that was not there at all, and one in a folder that went too."""
    folder = tmp_path / "f"
    folder.mkdir()
    path = folder / "letter.md"
    async with watched(path) as told:
        path.write_text("one")
        await seen(told, "one")
        path.unlink()
        await seen(told, None)
        folder.rmdir()
        folder.mkdir()
        path.write_text("two")
        await seen(told, "two")


async def test_what_a_link_points_to_is_followed(tmp_path: Path) -> None:
    """The file behind a link is watched, and the link itself: it may be set to another file."""
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "letter.md").write_text(name)
    link = tmp_path / "letter.md"
    link.symlink_to("a/letter.md")
    async with watched(link) as told:
        by_rename(tmp_path / "a" / "letter.md", "again")
        await seen(told, "again")
        other = tmp_path / "other"
        other.symlink_to("b/letter.md")
        other.replace(link)
        await seen(told, "b")


async def test_where_the_system_tells_nothing_the_file_is_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A network folder, or no watches left: every other second is a look, and the save is seen all the same."""

    async def deaf(*_: object, **__: object) -> AsyncIterator[set[object]]:
        raise OSError("OS file watch limit reached")
        yield set()

    monkeypatch.setattr(watching, "awatch", deaf)
    monkeypatch.setattr(watching, "_LOOK_MS", 20)
    path = tmp_path / "letter.md"
    path.write_text("one")
    async with watched(path) as told:
        path.write_text("two")
        await seen(told, "two")
