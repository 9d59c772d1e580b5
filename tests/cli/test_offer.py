"""The one screen of a first run, in a real terminal: what could be asked, and nothing sent before a yes."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time

from tests.cli.conftest import Home

LIMIT_S = 60


def in_a_terminal(home: Home, *words: str, typed: str, until: str, **more: str) -> tuple[int, str]:
    """Run friend in a terminal, wait for `until`, type, and give the exit code and all that was shown."""
    return in_a_dialogue(home, *words, said=[(until, typed)], **more)


def in_a_dialogue(home: Home, *words: str, said: list[tuple[str, str]], **more: str) -> tuple[int, str]:
    """Run friend in a terminal; each time its words are shown, type what belongs to them, one after the other."""
    outer, inner = pty.openpty()
    running = subprocess.Popen(
        [sys.executable, "-m", "friend", *words],
        stdin=inner,
        stdout=inner,
        stderr=inner,
        cwd=home.folder,
        env={**home.environ, **more},
        close_fds=True,
    )
    os.close(inner)
    shown = ""
    seen, waiting = 0, list(said)
    ends = time.monotonic() + LIMIT_S
    while time.monotonic() < ends:
        if select.select([outer], [], [], 0.2)[0]:
            try:
                shown += os.read(outer, 65536).decode(errors="replace")
            except OSError:  # the terminal's other end was closed: the program has ended
                break
        if waiting and (at := shown.find(waiting[0][0], seen)) >= 0:
            seen = at + len(waiting[0][0])
            os.write(outer, waiting.pop(0)[1].encode())
    code = running.wait(10)
    os.close(outer)
    return code, shown


def test_a_hostile_draft_or_name_does_not_steer_the_terminal(home: Home) -> None:
    """Fault 41: a dry run shows the draft, a refusal repeats a name; no byte of them is obeyed by the terminal."""
    home.write("config.toml", '[models.near]\nmodel = "openai/x"\napi_base = "http://127.0.0.1:9/v1"\n')
    home.write("hostile.md", "Words \x1b]52;c;aGk=\x07 and \x9b31m and \u202eback.\n")
    for words in (
        ["ask", "hostile.md", "Is it clear?", "--dry-run"],
        ["ask", "hostile.md", "Why?", "--dry-run", "--json"],
    ):
        code, shown = in_a_terminal(home, *words, typed="", until="Is it clear?")
        assert code == 0, shown
        assert "Words" in shown
        assert not [mark for mark in ("\x1b]52", "\x07", "\x9b", "\u202e") if mark in shown]
    code, shown = in_a_terminal(home, "na\x1b]0;x\x07me", typed="", until="nothing")
    assert code == 2
    assert "\x1b" not in shown


def test_a_first_run_shows_every_offer_and_leaves_without_sending(home: Home) -> None:
    """DESIGN §4.4: the offline model with size, licence and how good it is; the key that was found, its host, a price.

    The key is named, never shown; declining fetches nothing, writes nothing and exits 3.
    """
    canary = "sk-canary-first-run"
    code, shown = in_a_terminal(home, "try", typed="q\n", until="Which one?", OPENAI_API_KEY=canary)
    assert code == 3
    flat = " ".join(shown.split())
    assert "Nothing leaves this machine before you choose" in flat
    assert "1,117 MB · Apache-2.0" in flat
    assert "It misses problems" in flat
    assert "with the key in OPENAI_API_KEY" in flat
    assert "api.openai.com, about $" in flat
    assert canary not in shown
    assert not (home.folder / "config.toml").exists()
    assert not list((home.folder / "data").rglob("*.gguf"))
