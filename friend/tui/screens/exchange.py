"""Owns one exchange of the log on the screen, whole: who spoke and how that is known, what was asked, what was said."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from friend.record.citation import how_we_know
from friend.record.exchange import Exchange
from friend.record.retirement import retired
from friend.text.interface import counted, day, retold, spoken, tr
from friend.text.visible import visible
from friend.tui.keymap import give_names, hints
from friend.tui.quoting import COPIED, from_the_log
from friend.tui.reading import Breath, Reading
from friend.tui.selecting import selected_words
from friend.tui.services import Services
from friend.tui.widgets.answer import ENDED, short_version
from friend.tui.widgets.inks import INKS
from friend.tui.widgets.prose_view import ProseView, scroll_to_words
from friend.tui.widgets.thoughts import Thoughts
from friend.tui.widgets.told import Told
from friend.tui.widgets.two_ends import TwoEnds


class ExchangeScreen(Screen[None]):
    """The exchange; `keys` shows the keys. Nothing here changes it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = INKS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,ctrl+g", "quote", "quote"),
        Binding("down", "read(1)", "next sentence", show=False, id="next_sentence"),
        Binding("up", "read(-1)", "previous sentence", show=False, id="previous_sentence"),
        Binding("shift+down", "extend(1)", "take in the next sentence", show=False),
        Binding("shift+up", "extend(-1)", "take in the sentence before", show=False),
        Binding("space", "keep", "keep this sentence, and go on to others", show=False),
        Binding("n", "step(1)", "next suggestion", id="next"),
        Binding("p", "step(-1)", "previous suggestion", show=False, id="previous"),
        Binding("t", "show_wording", "show the wording that waits", show=False),
        Binding("r", "unfold_reasoning", "what it thought first", show=False),
        Binding("f1", "keys", "keys", show=False, id="help"),
        Binding("escape,f5", "dismiss(None)", "back", id="back"),
    ]
    give_names("exchange", BINDINGS)

    def __init__(self, services: Services, exchange: Exchange, keys: Callable[[], None]) -> None:
        super().__init__()
        self.action_keys = keys
        self._services = services
        self._exchange = exchange
        self._body = VerticalScroll(id="told")
        self._answer = _prose(exchange.answer)
        self._reading = Reading(lambda: [Breath(exchange, self._answer)])
        self._thoughts = Thoughts("exchange.unfold_reasoning")
        self._told = [
            Told(each, number, hides_wording=services.try_first)
            for number, each in enumerate(exchange.suggestions, start=1)
        ]
        self._current: Told | None = None
        self._foot = TwoEnds(classes="dim")

    def compose(self) -> ComposeResult:
        """Give the parts, from top to bottom."""
        exchange = self._exchange
        head = TwoEnds(classes="answer--head")
        served = ", ".join(map(short_version, exchange.speaker.served)) or tr("version not reported")
        when = exchange.asked_at.astimezone()
        head.put(
            Text(visible(exchange.speaker.name, keep_lines=False), "bold").append(f" · {_line(served)}"),
            Text(f"{day(when, year=True)} {when:%H:%M}"),
        )
        with self._body:
            yield head
            yield Static(Text("\n".join(map(_line, self._facts()))), markup=False, classes="answer--asked")
            if not exchange.forgotten:
                yield from self._words()
        yield self._foot

    def on_mount(self) -> None:
        """Have the arrows scroll."""
        self.set_focus(self._body)
        self._thoughts.settle(self._exchange.reasoning, self._exchange.thought_s)
        self._tell()

    def on_screen_resume(self) -> None:
        """Show the keys."""
        self._tell()

    def action_step(self, by: int) -> None:
        """Point at the next or the previous suggestion."""
        if not self._told:
            return
        self._reading.forget()
        at = self._told.index(self._current) + by if self._current else (0 if by > 0 else len(self._told) - 1)
        self._current = self._told[max(0, min(at, len(self._told) - 1))]
        for each in self._told:
            each.set_class(each is self._current, "-current")
        self._body.scroll_to_widget(self._current, animate=False)

    def action_quote(self) -> None:
        """Copy the words selected or pointed at, else the suggestion, else the answer, as an attributed quotation."""
        pointed = self._reading.pointed
        words = selected_words(self.selections) or (pointed.words if pointed else None)
        if self._current and not words:
            # Who quotes a wording asks for it.
            self._current.show_wording()
        current = self._told.index(self._current) + 1 if self._current and not words else None
        try:
            said = from_the_log(self._services.log, self._exchange, words=words, suggestion=current)
        except (ValueError, LookupError) as error:
            self._tell(retold(error))
            return
        self.app.copy_to_clipboard(said)
        self._tell(COPIED)

    def action_read(self, by: int) -> None:
        """Point at the next or the previous sentence of the answer; scroll where there is none."""
        self._reading.step(by, None, self._exchange)
        self._show_sentence(by)

    def action_extend(self, by: int) -> None:
        """Take in the next sentence or the one before; point at one where none is pointed at."""
        if not self._reading.extend(by):
            self._reading.step(by, None, self._exchange)
        self._show_sentence(by)

    def action_keep(self) -> None:
        """Keep what is pointed at while one goes on to other sentences, or keep it no more."""
        self._reading.keep()

    def _show_sentence(self, by: int) -> None:
        place = self._reading.place
        if place is None:
            self._body.scroll_relative(y=by, animate=False)
            return
        self._current = None
        for each in self._told:
            each.remove_class("-current")
        scroll_to_words(self._body, self._answer, place[1])

    def action_show_wording(self) -> None:
        """Show the wording that waits: of the suggestion pointed at, else of all."""
        for each in [self._current] if self._current else self._told:
            each.show_wording()

    def action_unfold_reasoning(self) -> None:
        """Unfold what the friend thought first, or fold it again."""
        self._thoughts.unfold()

    def on_key(self, event: events.Key) -> None:
        """Forget old news."""
        del event
        self._tell()

    def _words(self) -> ComposeResult:
        exchange = self._exchange
        question = Text(visible(exchange.question.text or exchange.question.name or ""), "bold")
        if exchange.passage.whole:
            question.append(
                "\n" + (tr("about an excerpt") if exchange.part else tr("about the whole text")), "not bold"
            )
        yield Static(question, markup=False, classes="told--question")
        if not exchange.passage.whole:
            yield _prose("\n".join(f"> {line}" for line in exchange.passage.text.strip("\n").splitlines()))
        yield self._thoughts
        yield self._answer
        yield from self._told

    def _facts(self) -> list[str]:
        exchange = self._exchange
        speaker, draft = exchange.speaker, exchange.draft
        path = draft.path.rpartition("/")[2] if draft.path else tr("a text without a file")
        facts = [
            tr(
                "number {number} · {path}, {words} · {status}",
                number=str(exchange.sequence),
                path=path,
                words=counted(draft.words, "{n} word", "{n} words"),
                status=retold(exchange.status),
            ),
            tr(
                "asked for as {requested} · {host}. {known}",
                requested=speaker.requested,
                host=speaker.host or tr("host unknown"),
                known=how_we_know(speaker, spoken()),
            ),
        ]
        gone = retired(speaker.provider, (*speaker.served, speaker.requested), self._services.clock.now().date())
        facts += [f"{retold(gone.words(gone.on))} ({retold(gone.source)})"] if gone else []
        facts += [tr("for {reader}", reader=exchange.reader)] if exchange.reader else []
        facts += [tr(ENDED[exchange.status])] if ENDED[exchange.status] else []
        facts += [retold(exchange.error.message)] if exchange.error and exchange.error.message else []
        facts += map(retold, exchange.notes)
        facts += [tr("Its texts were removed from the log.")] if exchange.forgotten else []
        return facts

    def _tell(self, news: str = "") -> None:
        self._foot.put(Text(_line(news)), Text(hints(self.BINDINGS)))


def _prose(markdown: str) -> ProseView:
    view = ProseView()
    view.add_class("told--prose")
    view.say(markdown)
    return view


def _line(text: str) -> str:
    return visible(text, keep_lines=False)
