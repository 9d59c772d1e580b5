"""Drafts on disk: what is read, and how it is saved."""

from __future__ import annotations

import os
import resource
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from friend.adapters import atomic, files
from friend.adapters.files import DraftFolder
from friend.page_ports import ChangedOnDiskError
from friend.text.draft import Draft, NotADraftError

NOBODY = 65534


@pytest.fixture
def folder() -> Iterator[Path]:
    """Give a folder that anybody may enter; pytest's own is closed to others than who runs it."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name)
        path.chmod(0o777)
        yield path
        path.chmod(0o777)


@contextmanager
def as_nobody() -> Iterator[None]:
    """Give up root's rights for a while, since nothing is read-only for root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """Let no file grow beyond `size` bytes: what a full disk looks like to the program."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def write(folder: Path, text: str = "Old words.\n") -> Draft:
    """Write a draft and read it as friend does."""
    path = folder / "letter.md"
    path.write_bytes(text.encode())
    return DraftFolder().read(str(path))


def entries(folder: Path) -> list[str]:
    """List a folder."""
    return sorted(entry.name for entry in folder.iterdir())


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_an_untouched_draft_saves_byte_for_byte(text: str) -> None:
    """Fault 55: whatever the line ends are, the file holds the same bytes after a save."""
    with tempfile.TemporaryDirectory() as name:
        draft = write(Path(name), text)
        DraftFolder().save(draft, draft.digest)
        assert (Path(name) / "letter.md").read_bytes() == text.encode()


def test_every_kind_of_line_end_stays(folder: Path) -> None:
    """Fault 55: CRLF, a lone CR, a BOM, U+2028, a form feed and no final newline."""
    data = "\ufeffa\r\nb\rc\nd\u2028e\x0cf\x85g".encode()
    (folder / "letter.md").write_bytes(data)
    draft = DraftFolder().read(str(folder / "letter.md"))
    DraftFolder().save(draft, draft.digest)
    assert (folder / "letter.md").read_bytes() == data
    DraftFolder().save(replace(draft, text=draft.text.replace("d", "D")), draft.digest)
    assert (folder / "letter.md").read_bytes() == data.replace(b"d", b"D")


@pytest.mark.parametrize("size", [0, 1, 1_000_000])
def test_small_and_long_drafts_open(size: int, folder: Path) -> None:
    """Fault 61: nothing, one byte, and a megabyte on one line."""
    assert write(folder, "a" * size).text == "a" * size


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("text".encode("utf-16"), "UTF-16"),
        (b"a\0b", "NUL at byte 1"),
        (b"caf\xe9", "byte 3 is 0xe9"),
        (b"\x89PNG\r\n\x1a\n\0", "NUL"),
    ],
)
def test_what_is_no_utf8_text_is_refused(data: bytes, said: str, folder: Path) -> None:
    """Fault 56: the encoding or the place is named, and the file is untouched."""
    path = folder / "letter.md"
    path.write_bytes(data)
    with pytest.raises(NotADraftError, match=said):
        DraftFolder().read(str(path))
    assert path.read_bytes() == data


def test_only_regular_files_are_read(folder: Path) -> None:
    """Fault 58: a pipe, a folder, a socket and a device are refused by name, and none is waited for."""
    os.mkfifo(folder / "pipe")
    (folder / "link").symlink_to(folder / "pipe")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(folder / "socket"))
        for name, kind in [
            ("pipe", "a pipe"),
            ("link", "a pipe"),
            (".", "a folder"),
            ("socket", "a socket"),
            ("/dev/zero", "a device"),
        ]:
            with pytest.raises(NotADraftError, match=f"this is {kind}; friend reads regular files only"):
                DraftFolder().read(str(folder / name))
    with pytest.raises(FileNotFoundError):
        DraftFolder().read(str(folder / "none.md"))


def test_a_pipe_that_took_the_place_of_a_draft_is_not_saved_to(folder: Path) -> None:
    """Fault 58: the save is refused, and does not wait for a reader."""
    draft = write(folder)
    (folder / "letter.md").unlink()
    os.mkfifo(folder / "letter.md")
    with pytest.raises(ChangedOnDiskError):
        DraftFolder().save(replace(draft, text="new"), draft.digest)
    assert stat.S_ISFIFO((folder / "letter.md").stat().st_mode)


def test_a_file_that_is_too_large_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The size and the limit are named."""
    monkeypatch.setattr(files, "LARGEST_BYTES", 3 * 1024 * 1024)
    with pytest.raises(NotADraftError, match="this file has 4 MB; friend reads drafts of up to 3 MB"):
        write(folder, "a" * 4 * 1024 * 1024)
    assert write(folder, "a" * 3 * 1024 * 1024)


def test_a_file_that_another_program_changed_is_not_written_over(folder: Path) -> None:
    """Fault 49: the other's words stay; with their digest, as an explicit choice, the save goes through."""
    draft = write(folder)
    (folder / "letter.md").write_bytes(b"Their words.\n")
    mine = replace(draft, text="My words.\n")
    with pytest.raises(ChangedOnDiskError, match=r"another program changed letter\.md meanwhile; nothing was written"):
        DraftFolder().save(mine, draft.digest)
    assert (folder / "letter.md").read_bytes() == b"Their words.\n"
    assert entries(folder) == ["letter.md"]
    theirs = DraftFolder().read(str(folder / "letter.md"))
    DraftFolder().save(mine, theirs.digest)
    assert (folder / "letter.md").read_bytes() == b"My words.\n"


def test_a_change_in_the_last_moment_is_seen(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fault 49: also when the other program wrote while the new text went to the disk."""
    draft = write(folder)
    written = atomic._write_new

    def meanwhile(path: Path, data: bytes, mode: int) -> None:
        written(path, data, mode)
        (folder / "letter.md").write_bytes(b"Their words.\n")

    monkeypatch.setattr(atomic, "_write_new", meanwhile)
    with pytest.raises(ChangedOnDiskError):
        DraftFolder().save(replace(draft, text="My words.\n"), draft.digest)
    assert (folder / "letter.md").read_bytes() == b"Their words.\n"
    assert entries(folder) == ["letter.md"]


def test_the_same_words_saved_by_another_program_are_no_change(folder: Path) -> None:
    """Fault 49: what counts is what the file holds, not when it was written."""
    draft = write(folder)
    os.utime(folder / "letter.md", (1, 1))
    DraftFolder().save(replace(draft, text="New.\n"), draft.digest)
    assert (folder / "letter.md").read_bytes() == b"New.\n"


def test_a_file_that_was_removed_is_said_and_can_be_made_again(folder: Path) -> None:
    """Fault 49: it is not made again in silence."""
    draft = write(folder)
    (folder / "letter.md").unlink()
    with pytest.raises(ChangedOnDiskError, match="was removed or renamed meanwhile"):
        DraftFolder().save(draft, draft.digest)
    assert entries(folder) == []
    DraftFolder().save(draft, None)
    assert entries(folder) == ["letter.md"]


def test_a_new_draft_takes_no_others_place(folder: Path) -> None:
    """Fault 49: a file that came up meanwhile stays; a new one gets the mode that the umask gives."""
    before = os.umask(0o027)
    try:
        DraftFolder().save(Draft("New.\n", str(folder / "new.md")), None)
    finally:
        os.umask(before)
    assert stat.S_IMODE((folder / "new.md").stat().st_mode) == 0o640
    with pytest.raises(ChangedOnDiskError, match=r"there is a file called new\.md already"):
        DraftFolder().save(Draft("Other.\n", str(folder / "new.md")), None)
    assert (folder / "new.md").read_bytes() == b"New.\n"
    assert entries(folder) == ["new.md"]


def test_a_new_draft_is_made_where_links_to_files_are_not_known(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some file systems (FAT, some shares) have no hard links: a new file is made all the same."""

    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    DraftFolder().save(Draft("New.\n", str(folder / "new.md")), None)
    with pytest.raises(ChangedOnDiskError):
        DraftFolder().save(Draft("Other.\n", str(folder / "new.md")), None)
    assert (folder / "new.md").read_bytes() == b"New.\n"
    assert entries(folder) == ["new.md"]


def test_a_full_disk_leaves_the_old_file(folder: Path) -> None:
    """Fault 50: the old text is intact, nothing half written lies about, and the reason is said."""
    draft = write(folder)
    with largest_file(1000), pytest.raises(OSError, match=r"no room to save letter\.md") as caught:
        DraftFolder().save(replace(draft, text="x" * 5000), draft.digest)
    assert "the file still holds its old text" in str(caught.value.strerror)
    assert (folder / "letter.md").read_bytes() == b"Old words.\n"
    assert entries(folder) == ["letter.md"]
    with largest_file(1000), pytest.raises(OSError, match="no room"):
        DraftFolder().save(Draft("x" * 5000, str(folder / "new.md")), None)
    assert entries(folder) == ["letter.md"]


def test_a_full_disk_leaves_a_hard_linked_file(folder: Path) -> None:
    """Fault 50: written in place, it is put back from the copy, and the copy goes."""
    draft = write(folder, "Old words.\n" * 50)
    os.link(folder / "letter.md", folder / "other.md")
    with largest_file(1000), pytest.raises(OSError, match="no room"):
        DraftFolder().save(replace(draft, text="x" * 5000), draft.digest)
    assert (folder / "letter.md").read_bytes() == draft.to_bytes()
    assert entries(folder) == ["letter.md", "other.md"]


def test_where_nothing_can_be_put_back_the_copy_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fault 50: a disk that fails altogether leaves the copy, its place is said, and the file is not read as whole."""
    draft = write(folder)
    os.link(folder / "letter.md", folder / "other.md")

    def fail(descriptor: int, data: bytes) -> None:
        os.pwrite(descriptor, data[:3], 0)
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(atomic, "_overwrite", fail)
    with pytest.raises(OSError, match="half written") as caught:
        DraftFolder().save(replace(draft, text="New.\n"), draft.digest)
    (copy,) = folder.glob("*.friend-backup")
    assert str(copy) in str(caught.value.strerror)
    assert copy.read_bytes() == b"Old words.\n"
    with pytest.raises(NotADraftError, match="a save of this file was cut off"):
        DraftFolder().read(str(folder / "letter.md"))
    copy.unlink()
    DraftFolder().read(str(folder / "letter.md"))


def test_no_permission_is_said_and_nothing_changes(folder: Path) -> None:
    """Fault 53: a read-only file is not replaced behind its owner's back, though its folder would allow it."""
    draft = write(folder)
    (folder / "letter.md").chmod(0o444)
    if os.geteuid() == 0:
        os.chown(folder / "letter.md", NOBODY, os.getegid())
    with as_nobody(), pytest.raises(PermissionError, match=r"letter\.md may not be written") as caught:
        DraftFolder().save(replace(draft, text="New.\n"), draft.digest)
    assert "save it under another name" in str(caught.value.strerror)
    assert (folder / "letter.md").read_bytes() == b"Old words.\n"
    assert entries(folder) == ["letter.md"]


def test_a_read_only_folder_takes_no_new_draft(folder: Path) -> None:
    """Fault 53: said, with the way out."""
    folder.chmod(0o555)
    with as_nobody(), pytest.raises(PermissionError, match=r"new\.md may not be written"):
        DraftFolder().save(Draft("New.\n", str(folder / "new.md")), None)


def test_a_writable_file_in_a_read_only_folder_is_saved(folder: Path) -> None:
    """Fault 53: in place, with the copy in friend's own folder while it lasts; without such a folder it is refused."""
    (folder / "closed").mkdir()
    (folder / "spare").mkdir()
    (folder / "spare").chmod(0o777)
    draft = write(folder / "closed")
    (folder / "closed/letter.md").chmod(0o666)
    (folder / "closed").chmod(0o555)
    with as_nobody():
        with pytest.raises(PermissionError, match="may not be written"):
            DraftFolder().save(replace(draft, text="New.\n"), draft.digest)
        assert (folder / "closed/letter.md").read_bytes() == b"Old words.\n"
        DraftFolder(folder / "spare").save(replace(draft, text="New.\n"), draft.digest)
    assert (folder / "closed/letter.md").read_bytes() == b"New.\n"
    assert entries(folder / "closed") == ["letter.md"]
    assert entries(folder / "spare") == []
    (folder / "closed").chmod(0o777)


def test_a_link_is_kept_and_its_target_saved(folder: Path) -> None:
    """Fault 54: through one link or two, also to a file that is not there yet."""
    draft = write(folder)
    (folder / "deep").mkdir()
    (folder / "deep/one.md").symlink_to("../letter.md")
    (folder / "two.md").symlink_to("deep/one.md")
    DraftFolder().save(replace(draft, text="New.\n", path=str(folder / "two.md")), draft.digest)
    assert (folder / "letter.md").read_bytes() == b"New.\n"
    assert (folder / "two.md").is_symlink()
    assert (folder / "deep/one.md").is_symlink()
    assert not (folder / "letter.md").is_symlink()
    (folder / "dangling.md").symlink_to("deep/new.md")
    DraftFolder().save(Draft("New.\n", str(folder / "dangling.md")), None)
    assert (folder / "dangling.md").is_symlink()
    assert (folder / "deep/new.md").read_bytes() == b"New.\n"


def test_hard_links_are_kept(folder: Path) -> None:
    """Fault 54: both names hold the new text, and no copy is left."""
    draft = write(folder, "Old words that are longer.\n")
    os.link(folder / "letter.md", folder / "other.md")
    DraftFolder().save(replace(draft, text="New.\n"), draft.digest)
    assert (folder / "other.md").read_bytes() == b"New.\n"
    assert (folder / "letter.md").samefile(folder / "other.md")
    assert entries(folder) == ["letter.md", "other.md"]


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664, 0o755, 0o606])
def test_the_mode_is_kept(mode: int, folder: Path) -> None:
    """Fault 54: whatever the umask is."""
    draft = write(folder)
    (folder / "letter.md").chmod(mode)
    DraftFolder().save(replace(draft, text="New.\n"), draft.digest)
    assert stat.S_IMODE((folder / "letter.md").stat().st_mode) == mode


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_the_owner_is_kept(folder: Path) -> None:
    """Fault 54: root saves a file that stays its owner's; somebody else writes a file in place, so it stays theirs."""
    draft = write(folder)
    os.chown(folder / "letter.md", 1234, 4321)
    DraftFolder().save(replace(draft, text="New.\n"), draft.digest)
    found = (folder / "letter.md").stat()
    assert (found.st_uid, found.st_gid) == (1234, 4321)
    (folder / "letter.md").chmod(0o666)
    draft = DraftFolder().read(str(folder / "letter.md"))
    with as_nobody():
        DraftFolder().save(replace(draft, text="Newer.\n"), draft.digest)
    found = (folder / "letter.md").stat()
    assert (found.st_uid, found.st_gid) == (1234, 4321)
    assert (folder / "letter.md").read_bytes() == b"Newer.\n"
    assert entries(folder) == ["letter.md"]


@pytest.mark.skipif(sys.platform != "linux", reason="Linux's own calls")
def test_attributes_are_kept(folder: Path) -> None:
    """Fault 54: what other programs tied to the file stays tied to it."""
    draft = write(folder)
    try:
        os.setxattr(folder / "letter.md", "user.colour", b"red")
    except OSError:
        pytest.skip("this file system has no attributes")
    DraftFolder().save(replace(draft, text="New.\n"), draft.digest)
    assert os.getxattr(folder / "letter.md", "user.colour") == b"red"


def test_a_name_as_long_as_names_may_be_is_saved(folder: Path) -> None:
    """The names of the helpers do not grow with it."""
    path = folder / ("é" * 126 + ".md")
    DraftFolder().save(Draft("New.\n", str(path)), None)
    os.link(path, folder / "other.md")
    draft = DraftFolder().read(str(path))
    DraftFolder().save(replace(draft, text="Newer.\n"), draft.digest)
    assert path.read_bytes() == b"Newer.\n"


def test_a_text_that_cannot_be_written_changes_nothing(folder: Path) -> None:
    """Fault 25: half a character is refused before the file is touched."""
    draft = write(folder)
    with pytest.raises(NotADraftError, match="lone surrogate"):
        DraftFolder().save(replace(draft, text="a\ud800"), draft.digest)
    assert (folder / "letter.md").read_bytes() == b"Old words.\n"


def test_a_killed_save_does_not_litter_for_ever(folder: Path) -> None:
    """Fault 51: what it left is taken away by a save an hour later; other files are not."""
    draft = write(folder)
    stem = atomic._temporary_stem(folder / "letter.md")
    (folder / f"{stem}old.tmp").write_bytes(b"x")
    (folder / f"{stem}new.tmp").write_bytes(b"x")
    (folder / ".friend-mine.tmp").write_bytes(b"x")
    for name in (f"{stem}old.tmp", ".friend-mine.tmp"):
        os.utime(folder / name, (1, 1))
    DraftFolder().save(replace(draft, text="New.\n"), draft.digest)
    assert entries(folder) == sorted([".friend-mine.tmp", f"{stem}new.tmp", "letter.md"])


SAVER = """
import sys
from friend.adapters.files import DraftFolder
from friend.text.draft import Draft
path, size = sys.argv[1], int(sys.argv[2])
folder = DraftFolder()
digest = folder.read(path).digest
print("ready", flush=True)
turn = 0
while True:
    turn += 1
    draft = Draft(f"{turn % 10}" * size, path)
    folder.save(draft, digest)
    digest = draft.digest
"""


@pytest.mark.parametrize("linked", [False, True])
def test_a_save_that_is_killed_leaves_old_or_new(linked: bool, folder: Path) -> None:  # noqa: FBT001 - pytest's way
    """Fault 51: kill -9 in mid-save, many times: one text, whole; of two names perhaps in the copy beside it."""
    size = 300_000
    path = folder / "letter.md"
    path.write_bytes(b"0" * size)
    if linked:
        os.link(path, folder / "other.md")
    for turn in range(12):
        saver = subprocess.Popen([sys.executable, "-c", SAVER, str(path), str(size)], stdout=subprocess.PIPE, text=True)
        assert saver.stdout
        assert saver.stdout.readline() == "ready\n"
        time.sleep(0.02 + 0.007 * turn)
        saver.send_signal(signal.SIGKILL)
        saver.wait()
        saver.stdout.close()
        copy = atomic.left_behind(path)
        if copy:
            with pytest.raises(NotADraftError, match="cut off"):
                DraftFolder().read(str(path))
            assert len(set(copy.read_bytes())) == 1
            assert copy.stat().st_size == size
            path.write_bytes(copy.read_bytes())
            copy.unlink()
        data = path.read_bytes()
        assert len(data) == size
        assert len(set(data)) == 1
        if linked:
            assert path.samefile(folder / "other.md")
