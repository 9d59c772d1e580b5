"""What comes from outside stays outside: no reply changes the text, and no hostile byte reaches the terminal."""

from __future__ import annotations

import base64
import re
import sys
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from friend.record.exchange import DraftRef
from friend.text.draft import Draft
from friend.tui.looks import Looks
from friend.tui.safety import LastDoor
from friend.tui.widgets.card import Card
from tests.builders import exchange
from tests.terminal import Terminal
from tests.tui.conftest import LETTER, Desk, ask, heard, screen_of, seen, until

WIDE = (130, 44)
HOSTILE = (
    "\x1b]52;c;aGFja2Vk\x07 \x1b]8;;http://evil.example\x1b\\click\x1b]8;;\x1b\\ \x1b]0;title\x07 \x9b31m \x90q\x9c "
    "\x1bP+q544e\x1b\\ \x1b_Gf=24\x1b\\ \x1b[2J \u202eevil\u2066 \U000e0041\U000e0042 \u200b\ufeff "
    "[@click=app.quit]quit[/] [/nope] "
    "[red]red[/red] [link=http://evil.example]x[/link]"
)
HIDDEN = "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]"
PIECES = st.one_of(
    st.sampled_from(
        [
            HOSTILE,
            "```\n<<<<<<< SEARCH\nDear neighbours,\n=======\nDear idiots,\n>>>>>>> REPLACE\n```\n",
            "--- a/letter.md\n+++ b/letter.md\n@@ -1 +1 @@\n-Dear neighbours,\n+Dear idiots,\n",
            "Apply this now. APPLY. <apply/> <write file='letter.md'>hacked</write>",
            f"<suggestion><quote>{LETTER}</quote><instead>hacked</instead><why>all of it</why></suggestion>",
            f"<suggestion><quote>Dear neighbours,</quote><instead>{HOSTILE}</instead><why>{HOSTILE}</why></suggestion>",
            "<suggestion><quote>It was decided by them</quote><instead></instead><why></why></suggestion>",
            "<suggestion><quote></quote><instead>x</instead></suggestion><suggestion><quote>Dear",
            '{"answer": "x", "suggestions": [{"quote": "Ada", "instead": "Eve", "why": "[/]"}]}',
            "# [@click=app.quit]Title[/]\n\n- **bold** _it_ `code` [x](javascript:alert(1))\n> quoted\n\n| a | b |\n",
        ]
    ),
    st.text(max_size=40),
)


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(PIECES, min_size=1, max_size=5))
async def test_no_reply_changes_the_draft(desk: Desk, pieces: list[str]) -> None:
    """Any mixture of hostile replies leaves text and file byte for byte as they were (R3, faults 43, 45, 48)."""
    desk.server.will(text="\n".join(pieces), piece=64)
    before = desk.path.read_bytes()
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await pilot.press("down", "down")
        await ask(pilot)
        # Whatever the keys do here, they do nothing to the text.
        await pilot.press("ctrl+n", "f8", "f7")
        for key in ("down", "f", "enter", "q", "d", "u", "x", "n", "p", "z", "z", "escape"):
            screen.pane.focus()
            await pilot.pause()
            await pilot.press(key)
        await pilot.press("ctrl+g")
        assert screen.editor.text.encode() == before
        await pilot.press("ctrl+s")
        await pilot.pause()
    assert desk.path.read_bytes() == before


async def test_markup_is_text(desk: Desk) -> None:
    """Textual's markup in a reply is shown as it is written; nothing runs and nothing vanishes (fault 43)."""
    desk.server.will(text=f"Look: [@click=app.quit]quit[/] [/nope] [red]red[/red]\n{_suggestion('[b]us[/b]')}")
    app = desk.app()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("down", "down")
        await ask(pilot)
        shown = heard(pilot)
        for words in ("[@click=app.quit]quit[/]", "[/nope]", "[red]red[/red]", "[b]us[/b]"):
            assert words in shown
        card = screen_of(pilot).query_one(Card)
        await pilot.click(card)
        assert not app._exit


def _suggestion(instead: str) -> str:
    return (
        f"<suggestion><quote>I am writing about</quote><instead>I am {instead} about</instead><why>w</why></suggestion>"
    )


def test_the_last_door_lets_nothing_through() -> None:
    """Controls, bidi and tag characters go, and links lose their target; words stay."""
    segments = LastDoor().apply([Segment(HOSTILE, Style(link="http://evil.example", bold=True))], Color(0, 0, 0))
    text = "".join(segment.text for segment in segments)
    assert not re.search("[\x00-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff\U000e0000-\U000e007f]", text)
    assert "evil" in text
    assert all(segment.style and segment.style.link is None and segment.style.bold for segment in segments)


class OpenDoor(LineFilter):
    """The last door, left open: what someone forgot to make visible is then to be seen."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Let everything through."""
        del background
        return segments


async def test_everything_foreign_is_made_visible_before_the_last_door(desk: Desk) -> None:
    """Wherever one goes, what is hidden in draft, path, log, reply, names and keys comes as marks (faults 41 to 43).

    The last door would delete it, and nobody would know that it was there.
    """
    desk.path = desk.path.with_name("a\x1b]0;name\x07\u202eb.md")
    said = f"The council keeps its minutes {HOSTILE} in a drawer that no key of ours will ever open."
    desk.write(f"{LETTER.replace('by them', f'by them {HOSTILE}')}\n{said}\n")
    # Logged about the letter before these words were in it: the check then finds them.
    draft, one = Draft(LETTER, str(desk.path)), exchange()
    earlier = replace(
        one,
        answer=said,
        raw=said,
        suggestions=(),
        question=replace(one.question, name=None, text=f"Q {HOSTILE}"),
        speaker=replace(one.speaker, served=(f"v {HOSTILE}",), name=f"n {HOSTILE}", host=f"h {HOSTILE}"),
        draft=DraftRef(str(desk.path), draft.digest, draft.words),
        notes=(f"note {HOSTILE}",),
    )
    desk.services.log.asked(earlier, draft)
    desk.services.log.answered(earlier)
    friends = tuple(replace(friend, name=friend.name + HOSTILE) for friend in desk.services.friends)
    looks = Looks(keys={f"x{HOSTILE}": "f10", "save": HOSTILE})
    desk.services = replace(desk.services, friends=friends, default=friends[0], looks=looks, reader=HOSTILE)
    desk.server.will(
        text=f"Mostly. {HOSTILE} END.\n\nTo verify:\n- author: Gaston {HOSTILE} Bachelard — {HOSTILE}\n\n"
        f"{_suggestion(HOSTILE)}<suggestion><quote>lost {HOSTILE}</quote><instead>x</instead><why>w</why></suggestion>",
        reasoning=HOSTILE,
        models=(f"gpt{HOSTILE}",),
    )
    app = desk.app()
    app._door = OpenDoor()
    async with app.run_test(size=(140, 44)) as pilot:
        screen = screen_of(pilot)

        async def look(*keys: str, at: str) -> None:
            await pilot.press(*keys)
            await until(pilot, lambda: at in seen(pilot))
            assert not re.findall(HIDDEN, seen(pilot)), f"at {keys}, where {at} is to be seen"

        await look(at="keys.x␛]52;c;aGFja2Vk␇")
        await look("f1", at="Everywhere")
        await look("escape", "ctrl+r", "tab", "up", at="Q ]52;c;aGFja2Vk")
        await pilot.press("escape", "down", "down")
        await ask(pilot)
        await look("f6", "n", "f", "r", at="END.")
        await look("v", at="What this answer names")
        await look("escape", "e", at="Export this text")
        await look("escape", "c", at="Who is to read this answer?")
        await look("escape", "f11", at="What was asked about this draft")
        await look("escape", "f5", at="The log")
        await look("down", "enter", at="note ␛")
        await look("escape", "escape", "f10", at="to decide")
        desk.server.will(wrong="status", status=500)
        await pilot.press("escape", "ctrl+r", "space")
        await until(pilot, lambda: screen.panel._preview is not None)
        await pilot.press("enter")
        await until(pilot, lambda: screen.side.rounds.last is not None and screen.side.rounds.last.is_over)
        await look("f6", "m", at="next answer")
        await look("t", at="Whom you voted for")
        await look("escape", "escape", "f2", at="Open which draft?")
        desk.path.write_text(f"other {HOSTILE}")
        screen.set_focus(screen.editor)
        await look("escape", "X", "ctrl+s", at="see the difference")
        await look("d", at="is in the file")
        await look("escape", at="see the difference")
        await look("escape", "ctrl+q", at="save and leave")


PROGRAM = """
import asyncio, os, sys
from pathlib import Path
from friend.adapters.clock import SystemClock, new_id
from friend.adapters.exports import ExportFiles
from friend.adapters.files import DraftFolder
from friend.adapters.gateway.client import GatewayClient
from friend.adapters.log.store import SqliteLog
from friend.adapters.prompts import PromptShelf
from friend.adapters.recovery import RecoveryFolder
from friend.adapters.seats import SeatFolder
from friend.asking.friend import Friend
from friend.review import Reviewer
from friend.tui.app import FriendApp
from friend.tui.services import Services
from tests.builders import at_hand

path, data, url = sys.argv[1:4]
hostile = Path(data, "hostile").read_text()

async def main():
    gateway = GatewayClient(environ=dict(os.environ))
    await gateway.start()
    shelf, log, clock = PromptShelf(), SqliteLog(Path(data) / "log.sqlite3"), SystemClock()
    one = Friend("gpt" + hostile, "openai/gpt-4o", api_base=url)
    services = Services(
        reviewer=Reviewer(gateway, log, clock, shelf, new_id), files=DraftFolder(), log=log, friends=(one,),
        default=one, questions=tuple(shelf.questions()), language="en", data_dir=Path(data), clock=clock,
        exports=ExportFiles(),
            cross=shelf.cross_reading(),
        recovery=RecoveryFolder(Path(data, "recovery")), seats=SeatFolder(Path(data, "seats")),
    )
    await FriendApp(services, services.files.read(path), at_hand(services)).run_async()
    await gateway.close()

asyncio.run(main())
"""


def test_no_hostile_byte_reaches_a_real_terminal(desk: Desk, tmp_path: Path) -> None:
    """In a pty, with a hostile draft, file name, friend's name, version and reply: none of their sequences comes out.

    Faults 41 to 47: OSC 52, 8 and 0, DCS, APC, C1, bidi and tag characters. What is quoted of the reply, on the
    clipboard and in the file, has them as marks that one can see.
    """
    path = tmp_path / "a\x1b]0;name\x07\u202eb.md"
    path.write_text(LETTER.replace("by them", f"by them {HOSTILE}"))
    data = tmp_path / "data"
    (data / "hostile").write_text(HOSTILE)
    reply = f"Mostly. {HOSTILE} END-OF-PROSE\n{_suggestion(HOSTILE)}{_suggestion('')}"
    desk.server.will(text=reply, models=("gpt-4o-2024-08-06" + HOSTILE,))
    terminal = Terminal([sys.executable, "-c", PROGRAM, str(path), str(data), desk.server.url])
    try:
        terminal.wait_for("Dear neighbours")
        terminal.type("\x1b[B\x1b[B\x12")  # down, down, Ctrl+R
        terminal.wait_for("tokens")
        terminal.type("\r")
        terminal.wait_for("END-OF-PROSE")
        terminal.wait_for("line 3")
        terminal.type("\x0e\x1b[17~")  # Ctrl+N, F6
        terminal.type("f")
        terminal.settle()
        terminal.type("\x1b[A")  # up, to the answer's last sentence
        terminal.settle()
        terminal.type("q")
        terminal.await_bytes(b"\x1b]52;c;")
        terminal.settle()
        terminal.type("i")
        terminal.wait_for("quoted in your text")
        terminal.settle()
        terminal.type("\x13")  # Ctrl+S
        terminal.wait_for("saved")
        terminal.settle()
        terminal.type("\x11")  # Ctrl+Q
        assert terminal.wait() == 0
    finally:
        terminal.close()
    out = terminal.seen.decode("utf-8", "replace")
    assert "END-OF-PROSE" in out
    copied = re.findall("\x1b\\]52;c;([A-Za-z0-9+/=]*)\x07", out)
    assert len(copied) == 1
    quotation = base64.b64decode(copied[0]).decode()
    put_in = "".join(line for line in path.read_text().split("\n") if line.startswith(">"))
    for words in (quotation, put_in):
        assert "␛]52;c;aGFja2Vk␇" in words
        assert "END-OF-PROSE" in words
        assert not re.findall(HIDDEN, words)
    assert not re.findall("\x1b\\](?!22;|52;c;[A-Za-z0-9+/=]*\x07)[^\x07\x1b]*", out), (
        "an operating system command came out"
    )
    assert not re.findall("\x1b[P_^X]", out)
    assert not re.findall(HIDDEN, re.sub("[\x00-\x1f]", "", out))
    assert "\x1b[2J" not in out.split("Dear neighbours", 1)[1].split("\x1b[?1049l")[0]
