"""Owns how the words of one place are set side by side: as asked, as the friend would write them, and as they are now.

Where there is no room for three columns they are stacked.
"""

from __future__ import annotations

from typing import ClassVar, Final

from rich.style import Style
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from friend.record.exchange import Speaker
from friend.text.interface import tr
from friend.text.visible import visible
from friend.tui.keymap import give_names, key_to
from friend.tui.notes import Note
from friend.tui.then_and_now import ThenAndNow
from friend.tui.try_first import can_wait, waiting_words, why_without_wording
from friend.tui.widgets.answer import short_version
from friend.tui.widgets.wording import WordingInks, new_wording

_WIDE_FROM: Final = 100
_INKS: Final = WordingInks(Style(strike=True), Style(underline=True), Style())


class PlaceScreen(ModalScreen[None]):
    """A note's place, then and now. Nothing of it can be taken over: one reads, and writes by oneself."""

    DEFAULT_CSS = """
    PlaceScreen #columns { height: auto; layout: vertical; }
    PlaceScreen.-wide #columns { layout: horizontal; }
    PlaceScreen #columns > Vertical { height: auto; margin: 0 0 1 0; }
    PlaceScreen.-wide #columns > Vertical { width: 1fr; margin: 0 3 1 0; }
    PlaceScreen Static { height: auto; }
    PlaceScreen .place--head { color: $accent; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "show_wording", "show the friend's wording"),
        Binding("escape,enter,w,q", "dismiss(None)", "back", id="back"),
    ]
    give_names("place", BINDINGS)

    def __init__(self, note: Note, both: ThenAndNow, speaker: Speaker) -> None:
        super().__init__()
        self._note = note
        self._both = both
        served = ", ".join(map(short_version, speaker.served)) or tr("version not reported")
        self._who = f"{visible(speaker.name, keep_lines=False)} · {visible(served, keep_lines=False)}"
        self._wording = Static(markup=False)
        self._why = Static(markup=False, classes="dim")

    def compose(self) -> ComposeResult:
        """Give the three columns, the reason, and the keys."""
        both = self._both
        now = Text(tr("You took these words out.")) if both.is_gone else new_wording(both.now, _INKS)
        with VerticalScroll(classes="sheet"):
            with Container(id="columns"):
                yield from _column(tr("When you asked"), Static(Text(visible(both.asked)), markup=False))
                yield from _column(self._who, self._wording)
                yield from _column(tr("Your words now"), Static(now, markup=False))
            yield self._why
            judge = tr("It is for you to judge; nothing is applied. {key} back", key=key_to("place.back"))
            yield Static(Text(f"\n{judge}"), markup=False, classes="dim")

    def on_mount(self) -> None:
        """Say what the friend would write, unless that waits."""
        self._tell()

    def on_resize(self, event: events.Resize) -> None:
        """Stack the columns where there is no room for three."""
        self.set_class(event.size.width >= _WIDE_FROM, "-wide")

    def action_show_wording(self) -> None:
        """Show the wording that waits, here and on the card."""
        self._note.hides_wording = False
        self._tell()

    def _tell(self) -> None:
        suggestion = self._note.suggestion
        waits = self._note.hides_wording and can_wait(suggestion)
        if waits:
            wording = Text(waiting_words(suggestion))
        elif self._both.wording:
            wording = new_wording(self._both.wording, _INKS)
        else:
            wording = Text(tr("A comment without wording."))
        self._wording.update(wording)
        why = why_without_wording(suggestion) if waits else suggestion.why
        self._why.update(Text(visible(why.strip())))


def _column(head: str, words: Static) -> ComposeResult:
    with Vertical():
        yield Static(head, markup=False, classes="place--head")
        yield words
