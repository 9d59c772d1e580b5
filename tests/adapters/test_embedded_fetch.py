"""A model's file comes whole or not at all, from a publisher that cuts, lies, sends too little or is not there."""

from __future__ import annotations

import hashlib
import random
import re
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from friend.adapters.embedded.catalogue import Entry, Published, Source
from friend.adapters.embedded.fetch import FetchError, fetch

MODEL = random.Random(4).randbytes(3_000_000)  # noqa: S311 - noise, the same each time


class Publisher(ThreadingHTTPServer):
    """A real HTTP server on loopback that holds one file, and can misbehave. `asked` are the ranges asked for."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.content = MODEL
        self.asked: list[str | None] = []
        self.cut_after: list[int] = []
        self.ranges = True
        self.status = 0
        self.gate: threading.Event | None = None

    @property
    def url(self) -> str:
        """Where the file is."""
        return f"http://127.0.0.1:{self.server_port}/model.gguf"


class Handler(BaseHTTPRequestHandler):
    """One request for the file."""

    server: Publisher

    def do_GET(self) -> None:
        """Send the file from where the range begins, as far as this server is in the mood to."""
        asked = self.headers.get("Range")
        self.server.asked.append(asked)
        if self.server.status:
            self.send_error(self.server.status)
            return
        found = re.fullmatch(r"bytes=(\d+)-", asked or "")
        start = int(found[1]) if found and self.server.ranges else 0
        whole = self.server.content
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(whole) - 1}/{len(whole)}")
        self.send_header("Content-Length", str(len(whole) - start))
        self.end_headers()
        body = whole[start:]
        if self.server.cut_after:
            body = body[: self.server.cut_after.pop(0)]
        half = len(body) // 2
        self.wfile.write(body[:half])
        if self.server.gate:
            self.server.gate.wait(20)
        self.wfile.write(body[half:])

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    """Run a publisher for one test."""
    with Publisher() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def entry_of(*sources: Source, content: bytes = MODEL) -> Entry:
    """Make a catalogue entry for the test's own bytes."""
    digest = hashlib.sha256(content).hexdigest()
    return Entry("test", "Test", "model.gguf", len(content), digest, "CC0", 4096, 45.0, sources, "It is noise.")


def ignore(_done: int, _total: int) -> None:
    """Take no notice of progress."""


def test_the_file_comes_whole_and_for_its_owner_alone(publisher: Publisher, tmp_path: Path) -> None:
    """The bytes are the pinned ones, the folder is 0700, every file in it 0600; progress only grows (fault 68)."""
    seen: list[tuple[int, int]] = []
    models = tmp_path / "data" / "models"
    path = fetch(
        entry_of(Published(publisher.url)), models, lambda done, total: seen.append((done, total)), ignore_line
    )
    assert path.read_bytes() == MODEL
    assert stat.S_IMODE(models.stat().st_mode) == 0o700
    assert stat.S_IMODE(models.parent.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in models.iterdir()} == {0o600}
    assert seen == sorted(seen)
    assert seen[-1] == (len(MODEL), len(MODEL))
    assert not list(models.glob("*.part"))


def ignore_line(_line: str) -> None:
    """Take no notice of what is said."""


def test_a_file_that_is_there_is_not_fetched_again(publisher: Publisher, tmp_path: Path) -> None:
    """A whole file costs no request."""
    entry = entry_of(Published(publisher.url))
    assert fetch(entry, tmp_path, ignore, ignore_line) == fetch(entry, tmp_path, ignore, ignore_line)
    assert publisher.asked == [None]


def test_a_cut_connection_is_taken_up_where_it_broke(publisher: Publisher, tmp_path: Path) -> None:
    """Only the bytes that are missing are asked for, however often the connection is cut."""
    publisher.cut_after = [1_000_000, 500_000]
    path = fetch(entry_of(Published(publisher.url)), tmp_path, ignore, ignore_line)
    assert path.read_bytes() == MODEL
    assert publisher.asked == [None, "bytes=1000000-", "bytes=1500000-"]


def test_an_interrupted_fetch_goes_on_at_the_next_run(publisher: Publisher, tmp_path: Path) -> None:
    """What came before Ctrl+C is kept, and the next run says so and asks for the rest only."""

    def interrupt(done: int, _total: int) -> None:
        if done > 1_000_000:
            raise KeyboardInterrupt

    entry = entry_of(Published(publisher.url))
    with pytest.raises(KeyboardInterrupt):
        fetch(entry, tmp_path, interrupt, ignore_line)
    kept = (tmp_path / "model.gguf.part").stat().st_size
    said: list[str] = []
    assert fetch(entry, tmp_path, ignore, said.append).read_bytes() == MODEL
    assert publisher.asked == [None, f"bytes={kept}-"]
    assert said == [f"Going on at 1 MB of 3 MB, from 127.0.0.1:{publisher.server_port}."]


def test_a_publisher_that_knows_no_ranges_begins_again(publisher: Publisher, tmp_path: Path) -> None:
    """A whole file that comes where the rest was asked for is not glued to what is there."""
    publisher.ranges = False
    publisher.cut_after = [1_000_000]
    assert fetch(entry_of(Published(publisher.url)), tmp_path, ignore, ignore_line).read_bytes() == MODEL


def test_bytes_that_lie_are_put_aside_and_the_next_source_is_asked(publisher: Publisher, tmp_path: Path) -> None:
    """A file of the right size with other bytes never becomes the model; it is said, and the next source gives it."""
    said: list[str] = []
    with Publisher() as liar:
        threading.Thread(target=liar.serve_forever, daemon=True).start()
        liar.content = bytes(len(MODEL))
        entry = entry_of(Published(liar.url), Published(publisher.url))
        assert fetch(entry, tmp_path, ignore, said.append).read_bytes() == MODEL
        liar.shutdown()
    assert (tmp_path / "model.gguf.damaged").read_bytes() == bytes(len(MODEL))
    assert any("is damaged; it was put aside as model.gguf.damaged and is not used." in line for line in said)


def test_only_liars_give_no_model(publisher: Publisher, tmp_path: Path) -> None:
    """Where no source has the pinned bytes there is no model, and the message says why."""
    publisher.content = bytes(len(MODEL))
    with pytest.raises(FetchError, match="not the model"):
        fetch(entry_of(Published(publisher.url)), tmp_path, ignore, ignore_line)
    assert not (tmp_path / "model.gguf").exists()


def test_a_damaged_beginning_costs_a_second_try(publisher: Publisher, tmp_path: Path) -> None:
    """Damaged bytes of an earlier run are put aside, and the same source is asked for the whole."""
    (tmp_path / "model.gguf.part").write_bytes(b"x" * 1_000_000)
    assert fetch(entry_of(Published(publisher.url)), tmp_path, ignore, ignore_line).read_bytes() == MODEL
    assert publisher.asked == ["bytes=1000000-", None]


def test_a_damaged_model_is_put_aside_and_fetched_again(publisher: Publisher, tmp_path: Path) -> None:
    """A model file that was damaged later is replaced, and said to be."""
    entry = entry_of(Published(publisher.url))
    path = fetch(entry, tmp_path, ignore, ignore_line)
    with path.open("r+b") as file:
        file.write(b"damage")
    said: list[str] = []
    assert fetch(entry, tmp_path, ignore, said.append).read_bytes() == MODEL
    assert said[0].startswith("The model file is damaged; it was put aside")


def test_a_refused_connection_fails_over_in_one_line(publisher: Publisher, tmp_path: Path) -> None:
    """A host that is not there is said in one line, and the next source gives the file (fault 8)."""
    with Publisher() as gone:
        nowhere = gone.url
    said: list[str] = []
    entry = entry_of(Published(nowhere), Published(publisher.url))
    assert fetch(entry, tmp_path, ignore, said.append).read_bytes() == MODEL
    assert [line for line in said if "cannot be reached" in line]
    assert all("\n" not in line for line in said)


@pytest.mark.parametrize("status", [403, 404, 500])
def test_an_error_of_the_host_is_said(publisher: Publisher, tmp_path: Path, status: int) -> None:
    """The status is named, and nothing of the error page is kept."""
    publisher.status = status
    with pytest.raises(FetchError, match=f"status {status}.*Nothing was kept"):
        fetch(entry_of(Published(publisher.url)), tmp_path, ignore, ignore_line)


def test_a_captive_portal_is_no_model(publisher: Publisher, tmp_path: Path) -> None:
    """A page with status 200 is told by its size, and does not touch what came before (fault 10)."""
    publisher.content = b"<html>Welcome to the hotel</html>"
    publisher.ranges = False
    (tmp_path / "model.gguf.part").write_bytes(MODEL[:1_000_000])
    with pytest.raises(FetchError, match=r"another size.*1 MB are kept"):
        fetch(entry_of(Published(publisher.url)), tmp_path, ignore, ignore_line)
    assert (tmp_path / "model.gguf.part").read_bytes() == MODEL[:1_000_000]


def test_a_full_disk_is_said(publisher: Publisher, tmp_path: Path) -> None:
    """Bytes that find no room give one clear line and no model (fault 50)."""
    (tmp_path / "model.gguf.part").symlink_to("/dev/full")
    with pytest.raises(FetchError, match="The disk is full: test takes 3 MB"):
        fetch(entry_of(Published(publisher.url)), tmp_path, ignore, ignore_line)
    assert not (tmp_path / "model.gguf").exists()


def test_too_little_room_is_said_before_anything_is_fetched(publisher: Publisher, tmp_path: Path) -> None:
    """A model that cannot fit is refused with the figures, and nobody is asked for it (fault 50)."""
    big = Entry("big", "Big", "big.gguf", 10**18, "0" * 64, "CC0", 4096, 1.0, (Published(publisher.url),), "")
    with pytest.raises(FetchError, match=r"Not enough room in .*1,000,000,000,000 MB more"):
        fetch(big, tmp_path, ignore, ignore_line)
    assert publisher.asked == []


def test_a_folder_that_cannot_be_written_is_said(publisher: Publisher, tmp_path: Path) -> None:
    """A path that is no folder gives one line."""
    (tmp_path / "models").write_text("a file")
    with pytest.raises(FetchError, match="cannot be put in"):
        fetch(entry_of(Published(publisher.url)), tmp_path / "models", ignore, ignore_line)


SECOND = """
import sys
from pathlib import Path
from friend.adapters.embedded.catalogue import Entry, Published
from friend.adapters.embedded.fetch import fetch
url, folder, size, digest = sys.argv[1:]
entry = Entry("test", "Test", "model.gguf", int(size), digest, "CC0", 4096, 45.0, (Published(url),), "")
fetch(entry, Path(folder), lambda done, total: print(done, flush=True), print)
"""


def test_two_processes_fetch_it_once(publisher: Publisher, tmp_path: Path) -> None:
    """While another process fetches the model, this one says that it waits, and uses what that one got."""
    publisher.gate = threading.Event()
    entry = entry_of(Published(publisher.url))
    command = [sys.executable, "-c", SECOND, publisher.url, str(tmp_path), str(entry.size), entry.sha256]
    said: list[str] = []

    def let_it_go_on(_done: int, _total: int) -> None:
        assert publisher.gate
        publisher.gate.set()

    with subprocess.Popen(command, stdout=subprocess.PIPE) as other:
        assert other.stdout
        # Its first line says what it gets, the next is its progress: it holds the lock, and has some bytes.
        other.stdout.readline()
        other.stdout.readline()
        path = fetch(entry, tmp_path, let_it_go_on, said.append)
    assert other.returncode == 0
    assert path.read_bytes() == MODEL
    assert said == ["Another friend is getting test already; waiting for it."]
    assert publisher.asked == [None]


def test_importing_it_touches_no_network() -> None:
    """No HTTP library is loaded until something is fetched."""
    code = "import friend.adapters.embedded.fetch, sys; sys.exit('httpx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
