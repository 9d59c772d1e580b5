"""The socket of a desk that stands beside an editor: for its owner alone, and no line that comes in can do harm."""

from __future__ import annotations

import asyncio
import os
import socket
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from friend.adapters.beside import listening as hearing
from friend.adapters.beside.listening import listening
from friend.adapters.beside.neovim import move_cursor
from friend.adapters.beside.places import is_private, sockets
from friend.adapters.beside.protocol import LONGEST_LINE, line_of, reply, said
from friend.adapters.beside.saying import NobodyBesideError, tell, where
from friend.text.whereabouts import Whereabouts


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a short folder for data and drafts, since pytest's own is too long for a socket, and no runtime folder."""
    with tempfile.TemporaryDirectory() as name:
        monkeypatch.setenv("FRIEND_DATA", f"{name}/data")
        monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
        yield Path(name)


def spoken(place: Path, lines: bytes) -> bytes:
    """Say these bytes to a socket, and give what is answered until it hangs up or is silent."""
    answer = b""
    with socket.socket(socket.AF_UNIX) as own:
        own.settimeout(10)
        own.connect(str(place))
        try:
            own.sendall(lines)
            own.shutdown(socket.SHUT_WR)
            while more := own.recv(65536):
                answer += more
        except (BrokenPipeError, ConnectionResetError):
            pass
    return answer


async def test_what_is_said_is_heard(home: Path) -> None:
    """A place, a selection, what is not saved, and where the editor itself can be spoken to."""
    draft, heard = str(home / "letter.md"), list[Whereabouts]()
    told = [
        Whereabouts((12, 5)),
        Whereabouts((1, 1), (2, 9), "byte"),
        Whereabouts(unsaved=True, server="/run/nvim.1", buffer=3),
    ]
    async with listening(draft, heard.append) as is_heard:
        assert is_heard
        for each in told:
            await asyncio.to_thread(tell, draft, each)
        place, is_there = where(draft)
        assert is_there
        assert stat.S_IMODE(place.stat().st_mode) == 0o600
        assert is_private(place.parent)
    assert heard == told
    assert not place.exists()


async def test_nobody_there_is_said(home: Path) -> None:
    """Without a desk there is nobody to tell; it is still said where one would listen."""
    draft = str(home / "letter.md")
    with pytest.raises(NobodyBesideError):
        tell(draft, Whereabouts((1, 1)))
    place, is_there = where(draft)
    assert not is_there
    async with listening(draft, print):
        assert where(draft) == (place, True)


async def test_a_link_and_its_target_are_one_draft(home: Path) -> None:
    """Who opens a link is found by the name of the file, and the other way round."""
    (home / "letter.md").write_text("x")
    (home / "link.md").symlink_to("letter.md")
    async with listening(str(home / "link.md"), print):
        assert where(str(home / "letter.md"))[1]
        assert not where(str(home / "other.md"))[1]


async def test_what_a_killed_friend_left_is_taken_away(home: Path) -> None:
    """A socket that nobody answers at is no hindrance, and not spoken to."""
    draft = str(home / "letter.md")
    place = sockets(draft)[0]
    place.parent.mkdir(parents=True, mode=0o700)
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(place))
    with pytest.raises(NobodyBesideError):
        tell(draft, Whereabouts((1, 1)))
    async with listening(draft, print) as is_heard:
        assert is_heard
        assert where(draft) == (place, True)


async def test_the_second_desk_does_not_take_the_place_of_the_first(home: Path) -> None:
    """Two desks beside one draft: the first goes on hearing the editor, and the second knows that it does not."""
    draft, first, second = str(home / "letter.md"), list[Whereabouts](), list[Whereabouts]()
    async with listening(draft, first.append):
        async with listening(draft, second.append) as is_heard:
            assert not is_heard
        await asyncio.to_thread(tell, draft, Whereabouts((1, 1)))
    assert (len(first), len(second)) == (1, 0)


async def test_a_folder_whose_name_is_too_long_for_a_socket(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The address of a socket holds a hundred bytes or so: then it lies in a folder of one's own under /tmp."""
    monkeypatch.setenv("FRIEND_DATA", str(home / ("long" * 30)))
    draft = str(home / ("d" * 200)) + ".md"
    (place,) = sockets(draft)
    assert place.parent.name == f"friend-{os.getuid()}"
    async with listening(draft, print) as is_heard:
        assert is_heard
        assert where(draft) == (place, True)
        assert is_private(place.parent)


async def test_a_folder_that_others_may_enter_is_not_used(home: Path) -> None:
    """A folder for sockets that is open to others, or is a link, is passed by: by who listens and by who speaks."""
    draft = str(home / "letter.md")
    folder = sockets(draft)[0].parent
    folder.mkdir(parents=True, mode=0o755)
    folder.chmod(0o755)
    async with listening(draft, print) as is_heard:
        assert is_heard
        assert where(draft)[0].parent != folder
    folder.rmdir()
    (home / "elsewhere").mkdir(mode=0o700)
    folder.symlink_to(home / "elsewhere")
    async with listening(draft, print):
        assert not any((home / "elsewhere").iterdir())


async def test_the_runtime_folder_is_taken_where_there_is_one(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """XDG_RUNTIME_DIR comes first, if it is one's own; who speaks without it finds who listened without it."""
    run = home / "run"
    run.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(run))
    draft = str(home / "letter.md")
    async with listening(draft, print):
        assert where(draft)[0].parent == run / "friend"
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    async with listening(draft, print):
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(run))
        assert where(draft)[1]


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\n",
        b"null\n",
        b"[]\n",
        b"12\n",
        b"{\n",
        b"\xff\xfe{}\n",
        b'{"at": [0, 1]}\n',
        b'{"at": [1, -1]}\n',
        b'{"at": [1]}\n',
        b'{"at": [1.5, 1]}\n',
        b'{"at": [NaN, 1]}\n',
        b'{"at": [99999999999999999999, 1]}\n',
        b'{"at": "1:1"}\n',
        b'{"to": [1, 1]}\n',
        b'{"unit": "grapheme"}\n',
        b'{"unsaved": "yes"}\n',
        b'{"server": 1}\n',
        b'{"server": "' + b"x" * 2000 + b'"}\n',
        b'{"a": ' + b"[" * 4000 + b"\n",
        b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        b"x" * (3 * LONGEST_LINE),
        b"x" * (3 * LONGEST_LINE) + b"\n" + b'{"at": [1, 1]}\n',
    ],
)
async def test_hostile_lines_do_nothing(home: Path, line: bytes) -> None:
    """What is no line of ours is answered with an error or not at all, heard by nobody, and the next guest is heard."""
    draft, heard = str(home / "letter.md"), list[Whereabouts]()
    async with listening(draft, heard.append):
        answer = await asyncio.to_thread(spoken, where(draft)[0], line)
        assert all(not reply(each).ok for each in answer.splitlines())
        assert len(answer) < 1000
        assert not heard
        await asyncio.to_thread(tell, draft, Whereabouts((1, 1)))
    assert heard == [Whereabouts((1, 1))]


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(line: bytes) -> None:
    """Reading a line gives a value or a ValueError, and nothing else."""
    try:
        found = said(line)
    except ValueError:
        return
    assert said(line_of(found)) == found


async def test_many_guests_do_not_wear_it_out(home: Path) -> None:
    """Guests who stay and say nothing fill the room; a new one is turned away; one who leaves makes place."""
    draft, heard = str(home / "letter.md"), list[Whereabouts]()
    async with listening(draft, heard.append):
        place = str(where(draft)[0])
        quiet = [await asyncio.open_unix_connection(place) for _ in range(hearing._MOST_GUESTS)]
        reader, writer = await asyncio.open_unix_connection(place)
        assert await reader.read() == b""
        writer.close()
        quiet[0][1].close()
        for _ in range(500):
            try:
                await asyncio.to_thread(tell, draft, Whereabouts((1, 1)))
                break
            except (OSError, ValueError):
                await asyncio.sleep(0.01)
        assert heard
        for _, each in quiet:
            each.close()


async def test_another_user_is_not_listened_to(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system says who speaks, it must be the same person."""
    draft, heard = str(home / "letter.md"), list[Whereabouts]()
    async with listening(draft, heard.append):
        place = where(draft)[0]
        monkeypatch.setattr(hearing, "_is_ours", lambda _: False)
        assert await asyncio.to_thread(spoken, place, b'{"at": [1, 1]}\n') == b""
        monkeypatch.undo()
        assert not heard


async def test_only_a_socket_of_ones_own_is_taken_for_an_editor(home: Path) -> None:
    """An address on the network, a file, a name with an option in it: nothing is started for them."""
    (home / "file").write_text("x")
    for server in ("example.org:6666", "127.0.0.1:6666", "--cmd", "nvim.sock", str(home / "file"), "/nosuch", "/\0"):
        why = await move_cursor(server, 1, 1, 1)
        assert why == "your editor gave an address that friend does not speak to"
