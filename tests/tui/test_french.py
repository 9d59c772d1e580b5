"""The desk in French: on the whole way through it no English word is seen, and the locale or the config chooses it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot

from friend.text.interface import speak
from friend.tui.screens.exchange import ExchangeScreen
from friend.tui.screens.help import HelpScreen, KeyList
from friend.tui.screens.log import LogScreen
from tests.terminal import Terminal
from tests.tui.conftest import Desk, ask, heard, screen_of, seen, until

LETTRE = (
    "Chers voisins,\n\n"
    "Je vous écris au sujet du stationnement. Il a été décidé par eux le mois dernier, et rien n’a été dit.\n\n"
    "La mairie a depuis posé des panneaux, mais ils ne disent pas qui peut se garer.\n\n"
    "Bien à vous,\nAda\n"
)
AVIS = """Presque. Le point le plus faible : **qui a décidé**.

<suggestion>
<quote>Il a été décidé par eux le mois dernier</quote>
<instead>La mairie en a décidé le mois dernier</instead>
<why>« eux » ne désigne encore personne.</why>
</suggestion>

<suggestion>
<quote>et rien n’a été dit</quote>
<instead>et personne ne nous a rien dit du tout de cette affaire en 1998</instead>
<why>Dites qui se tait.</why>
</suggestion>
"""
ENGLISH = re.compile(
    r"\b(?:the|and|of|your?|is|are|was|not|with|words?|draft|this|that|these|open|answer|saved?|ask(?:ed)?|quoted?|next|"
    r"previous|back|keys?|copied|who|what|here|nothing|log|all|file|text|for|to|about|line|paragraph|leave|send|close|"
    r"more|own|another|go|dismiss(?:ed)?|dealt|changed|show|hide|find|friends?|stays|machine is|unknown|letters?|cut|"
    r"copy|paste|undo|redo|delete|select|cursor|search|commands?|enter|esc|shift|complete)\b",
    re.IGNORECASE,
)


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    speak("en")


@pytest.fixture
def bureau(desk: Desk) -> Desk:
    """Give the desk in French, with a French letter on it."""
    desk.write(LETTRE)
    desk.server.will(text=AVIS)
    return replace(desk, services=replace(desk.services, language="fr"))


def assert_french(pilot: Pilot[None], *expected: str) -> None:
    """See that these French words are there, and no English ones."""
    screen = seen(pilot).replace("letter.md", "").replace("\u202f", " ").replace("\u00a0", " ")
    for words in expected:
        assert words in screen, screen
    assert not (found := ENGLISH.findall(screen)), f"{found}\n{screen}"


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (200, 50)])
async def test_the_way_through_the_desk_is_french(bureau: Desk, size: tuple[int, int]) -> None:
    """Open, ask, read, go on to the next note, dismiss, quote, check, look things up, leave: all of it in French."""
    async with bureau.app().run_test(size=size) as pilot:
        screen = screen_of(pilot)
        await pilot.pause()
        assert_french(pilot, "43 mots", "demander un avis")
        await pilot.press("down", "down", "ctrl+r")
        await until(pilot, lambda: screen.panel._preview is not None)
        assert_french(pilot, "Demander à gpt : ¶2 (21 mots)", "reste sur cette machine", "Entrée envoyer")
        await pilot.press("escape")
        await ask(pilot)
        assert_french(pilot, "2 notes")
        await pilot.press("ctrl+n", "f6", "z")
        await pilot.pause()
        assert_french(pilot, "¶2, ligne 3", "ajoute des faits absents de votre texte")
        await pilot.press("x")
        assert_french(pilot, "écartée · u la rouvre", "1 note")
        await pilot.press("q")
        assert_french(pilot, "copié, avec l’attribution")
        await pilot.press("z", "escape", "f10")
        await until(pilot, lambda: "Aucun mot" in seen(pilot))
        assert_french(pilot, "À qui sont ces mots ?")
        await pilot.press("escape", "f5")
        await until(
            pilot, lambda: isinstance(pilot.app.screen, LogScreen) and "Le journal · ce brouillon" in seen(pilot)
        )
        await until(pilot, lambda: "1 note ouverte" in seen(pilot))
        assert_french(pilot, "1 sur 1")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ExchangeScreen) and "numéro 1" in seen(pilot))
        assert_french(pilot, "demandé sous le nom", "La réponse elle-même")
        await pilot.press("escape", "escape", "f1")
        await until(pilot, lambda: isinstance(pilot.app.screen, HelpScreen) and "Partout" in seen(pilot))
        help_screen = pilot.app.screen
        assert isinstance(help_screen, HelpScreen)
        assert_french(pilot, "Partout")
        assert not ENGLISH.findall(re.sub("Backspace", "", help_screen.query_one(KeyList).words(100).plain))
        await pilot.press("escape")
        await pilot.press(*"Ou")
        await pilot.press("ctrl+q")
        await until(pilot, lambda: "changements non enregistrés" in seen(pilot).replace("\n", " "))
        assert_french(pilot, "s enregistrer et quitter")
        await pilot.press("l")
        await until(pilot, lambda: not pilot.app.is_running)


async def test_an_empty_page_says_in_french_what_to_do(bureau: Desk) -> None:
    """The one line on the empty page is French, its key as French keyboards have it."""
    bureau.write("")
    async with bureau.app().run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert_french(pilot, "Écrivez. Pour entendre un ami")


async def test_what_comes_of_a_failure_is_french(bureau: Desk) -> None:
    """What the gateway says of an error of the host's is told in French; the log keeps it as it was said."""
    bureau.server.will(wrong="status", status=503)
    async with bureau.app().run_test(size=(120, 44)) as pilot:
        await pilot.press("down", "down")
        await ask(pilot)
        joined = heard(pilot)
        assert "Pas de réponse." in joined, joined
        assert "est lui-même en panne (503)" in joined
        assert "Votre question est conservée." in joined
    error = bureau.services.log.recent(1)[0].error
    assert error is not None
    assert "has a fault of its own (503)" in error.message


def test_the_locale_chooses_french(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`LANG=fr_FR.UTF-8 friend lettre.md`, in a real terminal, is a French desk."""
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    monkeypatch.setenv("FRIEND_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("FRIEND_DATA", str(tmp_path / "data"))
    draft = tmp_path / "lettre.md"
    draft.write_text(LETTRE, "utf-8")
    terminal = Terminal([sys.executable, "-m", "friend", str(draft)])
    try:
        terminal.wait_for("43 mots")
        terminal.wait_for("demander un avis")
        terminal.type("\x11")
        assert terminal.wait() == 0
    finally:
        terminal.close()
