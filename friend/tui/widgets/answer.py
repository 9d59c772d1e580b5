"""Owns one exchange in the friend's pane: who speaks, on what, the prose as it comes, how it ended, and its cards."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from itertools import pairwise
from typing import Final

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.timer import Timer
from textual.widgets import Static

from friend.ports import Waiting
from friend.record.exchange import Exchange
from friend.record.telling import ONLY_TYPOGRAPHY
from friend.text.interface import counted, day, retold, tr
from friend.text.visible import visible
from friend.tui.brought import folded
from friend.tui.keymap import key_to
from friend.tui.looks import SEPARATOR
from friend.tui.notes import Note
from friend.tui.pace import due_in, held_for, pause_after
from friend.tui.progress import progress
from friend.tui.widgets.blank import Blank
from friend.tui.widgets.card import Card
from friend.tui.widgets.prose_view import ProseView
from friend.tui.widgets.thoughts import Thoughts
from friend.tui.widgets.two_ends import TwoEnds

_SHOWN_DIGEST: Final = 12
ENDED: Final = {
    "incomplete": "INCOMPLETE: the answer broke off; what came is kept.",
    "cancelled": "Stopped; what came is kept.",
    "failed": "No answer.",
    "unknown": "It was sent, and nothing came back.",
    "refused": "Nothing was sent.",
    "complete": "",
}
AS_IT_IS: Final = "It would leave this passage as it is."
TO_VERIFY_ONE: Final = "{n} name or figure to verify: {key} shows it"
TO_VERIFY: Final = "{n} names or figures to verify: {key} shows them"


class Answer(Blank, Vertical):
    """What a friend says to one question."""

    DEFAULT_CSS = """
    Answer { height: auto; margin: 0 0 2 0; }
    Answer Static { height: auto; }
    .answer--typography { height: auto; margin: 1 0 0 0; }
    """

    def __init__(
        self,
        name: str,
        when: datetime,
        question: str,
        place: str,
        *,
        under: Answer | None = None,
        is_live: bool = False,
    ) -> None:
        """Name who was asked when, what and about which place; `under` is what it goes on from, if anything.

        `typed_at`, to be set, tells when a key was last pressed in the text, on the clock of time.monotonic().
        """
        super().__init__()
        self.under = under
        self.is_live = is_live
        self.is_in_sight = True
        self.came = 0
        self.lent = ""
        self.typed_at: Callable[[], float] = lambda: 0.0
        self._folded = ""
        self._began = time.monotonic()
        self._ticking: Timer | None = None
        self._friend_name = name
        self._when = when
        self._asked = Text("↳ " if under else "").append(f"{place}  " if place else "").append(visible(question))
        self._served: list[str] = []
        self._prose: list[str] = []
        self._last_shown = 0.0
        self._pause_s = pause_after(0)
        self._flush: Timer | None = None
        self.exchange: Exchange | None = None
        self._apart: list[Card] = []
        self._together: list[Card] = []
        self.head = TwoEnds(classes="answer--head")
        self.thoughts = Thoughts()
        self.prose = ProseView()
        self.state = Static("", markup=False, classes="answer--state")
        self.typography = Vertical(
            Static(retold(ONLY_TYPOGRAPHY), markup=False, classes="answer--asked"), classes="answer--typography"
        )
        self.typography.display = False

    def compose(self) -> ComposeResult:
        """Give the parts, from top to bottom; cards follow as they come."""
        yield self.head
        yield Static(self._asked, classes="answer--asked")
        yield self.thoughts
        yield self.prose
        yield self.state
        yield self.typography

    def on_mount(self) -> None:
        """Say who was asked, before anyone has spoken."""
        if self.is_live:
            self._ticking = self.set_interval(1.0, self._tick)
        self._show_head()
        self.prose.display = bool(self.prose.said)
        self.state.display = bool(str(self.state.content))

    @property
    def name_shown(self) -> str:
        """Under which name the friend speaks here, with its version as soon as it is known."""
        return " · ".join([self._friend_name, *map(short_version, self._served)])

    @property
    def is_done(self) -> bool:
        """Tell whether nothing of it waits: it has ended, and every note was decided."""
        return not self.is_live and all(card.note.state != "open" for card in self.cards)

    @property
    def root(self) -> Answer:
        """The answer that the thread begins with."""
        return self.under.root if self.under else self

    def wait_for_turn(self) -> None:
        """Say that another answer of the offline model comes first."""
        self._say_state(tr("waiting until the offline model has answered the question before this one"))

    def served(self, version: str) -> None:
        """Say who speaks, as soon as the wire tells."""
        if version not in self._served:
            self._served.append(version)
        self._show_head()

    def wait(self, waiting: Waiting) -> None:
        """Say what is being waited for, in one quiet line."""
        doing, gone = visible(retold(waiting.doing)), f"{waiting.elapsed_s:.0f}"
        if waiting.expected_s and waiting.elapsed_s > waiting.expected_s + 1:
            self._say_state(tr("{doing}, {gone} s, longer than thought", doing=doing, gone=gone))
        elif waiting.expected_s:
            all_s = f"{waiting.expected_s:.0f}"
            self._say_state(tr("{doing}, {gone} of about {all} s", doing=doing, gone=gone, all=all_s))
        else:
            self._say_state(tr("{doing}, {gone} s", doing=doing, gone=gone))

    def ask_who(self, host: str) -> None:
        """Say that the answer is over, and that its host is asked which version gave it."""
        self._show_prose()
        self._say_state(tr("asking {host} which version answered", host=visible(host, keep_lines=False)))

    def think(self, text: str) -> None:
        """Take the next piece of what the friend thinks before it answers."""
        self.came += len(text)
        self.thoughts.think(text)

    def say(self, text: str) -> None:
        """Add prose; `pace.py` says when it is shown."""
        self._prose.append(text)
        self.came += len(text)
        if self._flush is None:
            self._wait(self._due())

    def come_in_sight(self, *, is_in_sight: bool) -> None:
        """Hold back what comes while nothing of it is seen; catch up as soon as something is."""
        if self.is_in_sight == is_in_sight:
            return
        self.is_in_sight = is_in_sight
        if is_in_sight and self.is_live:
            self._show_head()
            if self._flush is not None:
                self._flush.stop()
                self._wait(self._due())

    def _wait(self, seconds: float) -> None:
        """Show the prose in so many seconds, or as soon after that as no key waits for it."""
        self._flush = self.set_timer(seconds, partial(self._show_unless_held, time.monotonic() + seconds))

    def _show_unless_held(self, due: float) -> None:
        now = time.monotonic()
        if held := held_for(now - due, now - self.typed_at()):
            self._flush = self.set_timer(held, partial(self._show_unless_held, due))
        else:
            self._show_prose()

    def _due(self) -> float:
        now = time.monotonic()
        return due_in(self._pause_s, self._last_shown, now, is_seen=self.is_in_sight, coming=self._coming())

    @property
    def cards(self) -> list[Card]:
        """The cards from top to bottom."""
        return [*self._apart, *self._together]

    def add(self, note: Note) -> Card:
        """Add the card of a note; what changes typography alone joins the one dim card under the others."""
        card = Card(note)
        if self.is_live:
            # A small model's notes come before its prose: nothing is waited for any more.
            self._say_state("")
        if card.is_typography:
            self._together.append(card)
            self.typography.display = True
            self.typography.mount(card)
        else:
            self._apart.append(card)
            self.mount(card, before=self.typography)
        return card

    def order(self, notes: Sequence[Note]) -> None:
        """Have the cards in the order of these notes, which are this answer's."""
        at = {id(note): number for number, note in enumerate(notes)}
        for cards in (self._apart, self._together):
            cards.sort(key=lambda card: at[id(card.note)])
        for card in self._apart:
            self.move_child(card, before=self.typography)
        for card, next_one in pairwise(self._together):
            self.typography.move_child(next_one, after=card)

    def settle(self, exchange: Exchange) -> None:
        """Show the exchange as the log has it."""
        self._be_over()
        self.exchange = exchange
        for version in exchange.speaker.served:
            self.served(version)
        self.thoughts.settle(exchange.reasoning, exchange.thought_s)
        self._folded = folded(exchange.answer, self.lent) if self.lent else exchange.answer
        self._prose = [self._folded]
        self._show_prose()
        self._say_how_it_ended(exchange)

    def look_again(self, exchange: Exchange) -> None:
        """Take what the person found of what the answer names."""
        self.exchange = exchange
        self._say_how_it_ended(exchange)

    def _say_how_it_ended(self, exchange: Exchange) -> None:
        said = [tr(ENDED[exchange.status])]
        if _leaves_it(exchange):
            said.append(tr(AS_IT_IS))
        if exchange.status == "complete" and not exchange.speaker.served:
            said.append(tr("(version not reported)"))
        if exchange.error is not None:
            said.append(visible(retold(exchange.error.message)))
        said += [visible(retold(note)) for note in exchange.notes]
        if unread := sum(lead.state == "to-verify" for lead in exchange.leads):
            said.append(counted(unread, TO_VERIFY_ONE, TO_VERIFY, key=key_to("pane.leads")))
        self._say_state("\n".join(part for part in said if part))

    def unfold(self) -> bool:
        """Show the text that the answer brings, or fold it again; tell whether it brings one."""
        whole = self.exchange.answer if self.exchange else ""
        if not self._folded or self._folded == whole:
            return False
        self._prose = [whole if self.prose.said == self._folded else self._folded]
        self._show_prose()
        return True

    def refuse(self, why: str) -> None:
        """Say that nothing was sent, and why."""
        self._be_over()
        is_said = "nothing was sent" in why.casefold()
        said = visible(retold(why))
        self._say_state(said if is_said else f"{tr(ENDED['refused'])}\n{said}")

    def _be_over(self) -> None:
        self.is_live = False
        if self._ticking is not None:
            self._ticking.stop()
            self._show_head()

    def _tick(self) -> None:
        if self.is_in_sight:
            self._show_head()

    def _show_head(self) -> None:
        served = ", ".join(map(short_version, self._served))
        left = Text().append(visible(self._friend_name), "bold")
        if served:
            left.append(f" · {visible(served)}")
        local = self._when.astimezone()
        today = local.date() == datetime.now().astimezone().date()
        when = local.strftime("%H:%M") if today else day(local)
        if self.is_live:
            moves = self.app.animation_level != "none"
            when = SEPARATOR.join([progress(time.monotonic() - self._began, self.came, moves=moves), when])
        self.head.put(left, Text(when))

    def _show_prose(self) -> None:
        if self._flush is not None:
            self._flush.stop()
            self._flush = None
        self._pause_s = pause_after(sum(map(len, self._prose[1:])))
        self._last_shown = time.monotonic()
        if self._prose and self.exchange is None:
            self._say_state("")
        self._prose = ["".join(self._prose)]
        self.prose.say(self._prose[0])

    def _coming(self) -> int:
        """Count the answers that come just now."""
        beside = self.parent.children if self.parent else ()
        return sum(isinstance(one, Answer) and one.is_live for one in beside)

    def _say_state(self, words: str) -> None:
        if words == str(self.state.content):
            return
        self.state.update(Text(words))
        self.state.display = bool(words)


def _leaves_it(exchange: Exchange) -> bool:
    """Tell whether the friend would change nothing; a host that sends nothing is not taken to mean it."""
    if exchange.status != "complete" or exchange.answer.strip():
        return False
    is_meant = bool(exchange.suggestions) or exchange.speaker.evidence == "file"
    return is_meant and all(each.says_nothing for each in exchange.suggestions)


def short_version(version: str) -> str:
    """Cut a file's digest to what one can compare at a glance."""
    name, mark, digest = version.partition("@sha256:")
    return f"{name} · sha256 {digest[:_SHOWN_DIGEST]}…" if mark else version
