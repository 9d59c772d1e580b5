"""Owns how one note looks: its place, its wording as an annotated diff, why, and labels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.style import Style
from rich.text import Text
from textual import events
from textual.widgets import Static

from friend.asking.suggestion import Flag
from friend.record.telling import LABELS, is_only_typography
from friend.text.interface import in_quotes, percent, retold, tr
from friend.text.span import Span
from friend.text.visible import visible
from friend.tui.keymap import key_to
from friend.tui.looks import SEPARATOR
from friend.tui.messages import NoteChosen
from friend.tui.notes import Note
from friend.tui.sentences import Sentence, sentences_of
from friend.tui.try_first import can_wait, waiting_words, why_without_wording
from friend.tui.widgets.inks import ink
from friend.tui.widgets.wording import WordingInks, annotated

_FOLDING: Final[frozenset[Flag]] = frozenset(
    {"outside-passage", "quoted-text", "adds-facts", "rewrites", "changes-language", "changes-meaning"}
)
_AWAY: Final = {"dealt-with": "dealt with", "dismissed": "dismissed", "quoted": "quoted"}
_SINCE_CHANGED: Final = "dealt with: you changed these words"
_QUOTE_SHOWN: Final = 60


class Card(Static):
    """One note in the friend's pane. A click goes to its place."""

    DEFAULT_CSS = """
    Card {
        height: auto; margin: 1 0 0 0; padding: 0 0 0 2;
        &.-away, &.-typography { margin: 0; }
    }
    """

    def __init__(self, note: Note) -> None:
        super().__init__(markup=False)
        self.note = note
        self._unfolded = False
        self._marked: tuple[Span, ...] = ()
        self._why_shown = not note.folded_why
        self.is_typography = is_only_typography(note.suggestion)
        self.set_class(self.is_typography, "-typography")
        self.set_class(note.state != "open", "-away")

    @property
    def is_folded(self) -> bool:
        """Tell whether the wording waits to be asked for: the friend went beyond the question."""
        return not self._unfolded and bool(_FOLDING & set(self.note.suggestion.flags))

    @property
    def said(self) -> str:
        """The reason, where it is to be seen as it was said."""
        is_open = self.note.state == "open" and not self.is_folded and self._why_shown
        is_slight = self.is_typography and not self._unfolded and not self.note.changed
        return self.note.suggestion.why.strip() if is_open and not is_slight and not self.is_waiting else ""

    @property
    def sentences(self) -> Sequence[Sentence]:
        """The sentences of the reason."""
        return sentences_of(self.said)

    def mark(self, shown: Sequence[Span]) -> None:
        """Mark these places of the reason as it is shown, and no others."""
        self._marked = tuple(shown)
        self.refresh()

    def unfold(self) -> None:
        """Show all that there is, or fold it again."""
        if self._unfolded and self._why_shown:
            self._unfolded, self._why_shown = False, not self.note.folded_why
        else:
            self._unfolded = self._why_shown = True
        self.refresh(layout=True)

    @property
    def is_waiting(self) -> bool:
        """Tell whether the wording waits until the person has tried one of their own."""
        return self.note.hides_wording and not self.is_typography and can_wait(self.note.suggestion)

    def try_first(self) -> None:
        """Hide the wording, or show it, whatever it waited for; a short one is always there to see."""
        if self.is_folded or self.is_waiting:
            self._unfolded, self.note.hides_wording = True, False
        else:
            self.note.hides_wording = True
        self.refresh(layout=True)

    def show(self) -> None:
        """Show the note as it is now."""
        self.set_class(self.note.state != "open", "-away")
        self.clear_cached_dimensions()
        self.refresh(layout=True)

    def render(self) -> Text:
        """Give the card's words."""
        note, suggestion = self.note, self.note.suggestion
        dim = ink(self, "dim")
        head = Text(note.sign, ink(self, "sign"))
        if note.state != "open":
            keys = tr("{key} brings it back", key=key_to("pane.bring_back"))
            if note.state == "dealt-with" and note.by_itself:
                keys += SEPARATOR + tr("{key} asks if that resolves it", key=key_to("pane.resolves"))
            said = _SINCE_CHANGED if note.state == "dealt-with" and note.changed else _AWAY[note.state]
            return head.append(f"  {tr(said)} · {keys}", dim)
        if self.is_typography and not self._unfolded and not note.changed:
            return Text("  ").join([head, self._slight(dim)])
        parts = [head.append("  ").append(self._where(), dim)]
        if self.is_folded:
            about = Text(in_quotes(_short(suggestion.quote)), self._inks().kept)
            return Text("\n").join(
                [
                    *parts,
                    about,
                    Text(SEPARATOR.join([self._labels(), tr("{key} unfolds it", key=key_to("pane.unfold"))]), dim),
                ]
            )
        parts += self._wording(dim)
        if suggestion.why.strip():
            unfold = key_to("pane.unfold")
            parts.append(
                self._why() if self._why_shown else Text(SEPARATOR.join([tr("why (often wrong)"), unfold]), dim)
            )
        if labels := self._labels():
            parts.append(Text(labels, dim))
        return Text("\n").join(parts)

    def _why(self) -> Text:
        if self.is_waiting:
            return Text(visible(why_without_wording(self.note.suggestion).strip()))
        why = Text(visible(self.note.suggestion.why.strip()))
        for place in self._marked:
            why.stylize(ink(self, "marked"), place.start, place.end)
        return why

    def _wording(self, dim: Style) -> list[Text]:
        """Show the wording as a diff, or the words that the note is about where there is none to be seen."""
        suggestion = self.note.suggestion
        about = Text(in_quotes(_short(suggestion.quote)), self._inks().kept)
        if self.is_waiting:
            return [about, Text(waiting_words(suggestion), dim)]
        if suggestion.diff and "unchanged" not in suggestion.flags:
            return [self._slight(dim) if self.is_typography else annotated(suggestion.diff, self._inks())]
        if suggestion.instead is None:
            return [about]
        return (
            [about, Text(tr("instead: {instead}", instead=visible(suggestion.instead)))]
            if suggestion.span is None
            else []
        )

    def _slight(self, dim: Style) -> Text:
        """Show its wording dim, with the spaces that change made visible."""
        wording = annotated(self.note.suggestion.diff, self._inks(), spaces=True)
        wording.stylize(dim)
        return wording

    def _where(self) -> str:
        suggestion, then = self.note.suggestion, tr("{key} then and now", key=key_to("pane.then_and_now"))
        if suggestion.anchor == "ambiguous":
            return tr("stands in {places} places; Enter shows them in turn", places=len(suggestion.candidates))
        if suggestion.anchor == "lost":
            return tr("not found in your text")
        if self.note.place is None:
            return SEPARATOR.join([tr("these words are gone from your text"), then])
        near = tr(", near these words") if suggestion.anchor == "fuzzy" else ""
        since = ""
        if self.note.changed:
            since = SEPARATOR.join(["", tr("changed by you"), then])
        elif self.note.edited:
            since = SEPARATOR.join(["", tr("changed since"), then])
        return f"{self.note.where}{near}{since}"

    def _labels(self) -> str:
        suggestion = self.note.suggestion
        labels = [retold(LABELS[flag]) for flag in suggestion.flags]
        if _FOLDING & set(suggestion.flags) and suggestion.diff:
            labels.append(tr("{share} changed", share=percent(min(1.0, suggestion.changed or 0))))
        return " · ".join(labels)

    def _inks(self) -> WordingInks:
        return WordingInks(ink(self, "old"), ink(self, "new"), Style.null())

    def on_click(self, event: events.Click) -> None:
        """Go to its place."""
        event.stop()
        self.post_message(NoteChosen(self.note))


def _short(quote: str) -> str:
    line = " ".join(visible(quote).split())
    return line if len(line) <= _QUOTE_SHOWN else line[:_QUOTE_SHOWN].rpartition(" ")[0] + " …"
