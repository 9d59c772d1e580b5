"""Owns how a question is put: a ready one by its letter or free words, to which friend, and what would go where."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.timer import Timer
from textual.widgets import Input, Static

from friend.asking.friend import Friend
from friend.asking.prompt import ReadyQuestion
from friend.asking.question import Question
from friend.before_sending import Preview, one_line
from friend.text.interface import retold, tr
from friend.text.visible import visible
from friend.tui.company import Company
from friend.tui.history import History
from friend.tui.keymap import give_names, hint, key_to
from friend.tui.looks import SEPARATOR
from friend.tui.messages import LendingWanted, PanelClosed, PreviewWanted, QuestionPut, WiderWanted
from friend.tui.naming import naming
from friend.tui.widgets.line import Line, on_a_line
from friend.tui.widgets.ready_list import ReadyList

_PAUSE_S: Final = 0.25
NO_FRIEND: Final = "No friend is configured. Leave the desk, then: friend try, or friend models add"


@dataclass(frozen=True, slots=True)
class Offer:
    """What the panel opens with.

    `about` names the passage, `language` is the draft's, `first` the question to pick, `nobody` what to say where there
    is no friend. `goes_on` says that the question continues an exchange; `earlier` gives the questions that were put
    before in one's own words, the best first.
    """

    about: str
    questions: tuple[ReadyQuestion, ...]
    friends: tuple[Friend, ...]
    friend: Friend | None
    language: str
    interface: str
    first: str | None = None
    nobody: str = NO_FRIEND
    goes_on: bool = False
    earlier: Callable[[], Sequence[str]] = tuple


class QuestionPanel(Vertical):
    """The question panel. Enter sends once; Esc closes."""

    # The keys take one row: where room is short the passage stays in sight, and F1 has the rest.
    DEFAULT_CSS = """
    QuestionPanel { height: auto; display: none; }
    .panel--hints { text-wrap: nowrap; text-overflow: ellipsis; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "send", "send"),
        Binding("tab", "own_words", "your own words", priority=True),
        Binding("ctrl+o", "other_friend", "another friend", show=False, priority=True),
        Binding("space", "one_more_friend", "one more friend, at once", show=False),
        Binding("ctrl+b", "blind", "hear several friends blind", show=False, priority=True),
        Binding("shift+up", "widen(1)", "about more of the text", show=False, priority=True),
        Binding("shift+down", "widen(-1)", "about less: the paragraph, the sentence", show=False, priority=True),
        Binding("ctrl+y", "lend", "lend only this section, or all again", show=False, priority=True),
        Binding("up", "earlier(1)", "in your own words: the question before", show=False),
        Binding("down", "earlier(-1)", "in your own words: the question after", show=False),
        Binding("escape", "close", "close"),
    ]
    give_names("panel", BINDINGS)

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._offer: Offer | None = None
        self._friend: Friend | None = None
        self._company = Company()
        self._preview: Preview | None = None
        self._sends_when_known = False
        self._refused = False
        self._pause: Timer | None = None
        self._history = History(tuple)
        self._said: list[str] = []
        self.title = Static("", markup=False, classes="panel--title")
        self.ready = ReadyList()
        self.words = Line(placeholder=tr("or in your own words"), compact=True, select_on_focus=False)
        self.preview_line = Static("", markup=False, classes="panel--preview")
        self.hints = Static("", markup=False, classes="panel--hints")

    def compose(self) -> ComposeResult:
        """Give the parts, from top to bottom."""
        yield self.title
        yield self.ready
        yield self.words
        yield self.preview_line
        yield self.hints

    @property
    def is_open(self) -> bool:
        """Tell whether it is there."""
        return self._offer is not None

    @property
    def question(self) -> Question | None:
        """What Enter would send: the free words if there are any, else the picked question."""
        if self._offer is None:
            return None
        if self.words.display and (own := self.words.value.strip()):
            return Question(own)
        return self.ready.picked.put(self._offer.language) if self.ready.picked else None

    def open(self, offer: Offer, *, at_once: bool = False) -> None:
        """Open, with the list in focus; the words of a question that could not be sent are still there.

        `at_once` sends the picked question as soon as it is known where it goes, as Enter would.
        """
        self._offer, self._friend = offer, offer.friend
        self._company = Company()
        self._history = History(lambda: [on_a_line(each) for each in (*self._said, *offer.earlier())])
        self.display = True
        has_friend = self._friend is not None
        for part in (self.ready, self.words, self.preview_line):
            part.display = has_friend
        self.words.display = has_friend and not at_once
        self.ready.offer(offer.questions, offer.interface, offer.first)
        if not offer.goes_on and offer.first and self.ready.picked and self.ready.picked.name != offer.first:
            self.words.value = offer.first
        self._show_title()
        # Not `focus()`, which comes later: the next key may be there already, and is not meant for the text.
        own = not at_once and (self.words.value or not offer.questions)
        self.screen.set_focus(self.words if own else self.ready)
        if not has_friend:
            self.hints.update(Text(tr("{key} close", key=key_to("panel.close"))))
            self.can_focus = True
            self.screen.set_focus(self)
            return
        tab = [hint("panel.own_words")] if offer.questions and not at_once else []
        others = []
        if len(offer.friends) > 1:
            others = [
                tr("{key} one more friend", key=key_to("panel.one_more_friend")),
                hint("panel.other_friend"),
                tr("{key} blind", key=key_to("panel.blind")),
            ]
        wider, lend = key_to("panel.widen"), key_to("panel.lend")
        shown = [
            hint("panel.send"),
            *tab,
            hint("panel.close"),
            *others,
            tr("{key} more", key=wider),
            tr("{key} lend a section", key=lend),
        ]
        self.hints.update(Text(SEPARATOR.join(shown)))
        self._ask_for_preview()
        if at_once:
            self.action_send()

    def offer_anew(self, offer: Offer) -> None:
        """Ask about another passage, or lend another part: the friend stays, and the question where it still fits."""
        if self._offer is None:
            return
        if offer.questions != self._offer.questions:
            picked = self.ready.picked.name if self.ready.picked else None
            stays = picked != self._offer.first and picked in {one.name for one in offer.questions}
            self.ready.offer(offer.questions, offer.interface, picked if stays else offer.first)
        self._offer = offer
        self._show_title()
        self._ask_for_preview()

    def let_go(self) -> None:
        """Clear the line, since its words were asked; the arrow up brings them back, even where they were refused."""
        if own := self.words.value.strip():
            self._said = [own, *self._said]
        self.words.value = ""

    def shut(self) -> None:
        """Close without a word."""
        self._offer = self._preview = None
        self._sends_when_known = False
        self.display = False

    def know(self, preview: Preview, others: Sequence[str] = ()) -> None:
        """Show what would go where; send, if Enter was pressed before this was known and nothing speaks against it.

        `others` are the lines of the friends that are asked at the same time.
        """
        self._preview = preview
        where = retold(one_line(preview))
        first = f"{self._friend.name}: {where}" if others and self._friend else where
        lines = [*others, first, *(f"! {retold(text)}" for text in preview.warnings)]
        self.preview_line.update(Text("\n".join(visible(text, keep_lines=False) for text in lines)))
        if self._sends_when_known and not preview.warnings:
            self._send()
        self._sends_when_known = False

    def refuse(self, why: str, *, is_too_long: bool = False) -> None:
        """Say why it could not be sent, and for a text that is too long the key that lends less of it."""
        self._preview, self._refused = None, True
        self._sends_when_known = False
        said = tr("Cannot be sent: {why}", why=visible(retold(why)))
        lend = SEPARATOR + tr("{key} lend a section", key=key_to("panel.lend")) if is_too_long else ""
        self.preview_line.update(Text(said + lend))

    def action_send(self) -> None:
        """Send, or remember to as soon as it is known where it goes."""
        if self._friend is None or self.question is None:
            return
        if self._refused:
            self._ask_for_preview()
            return
        if self._preview is None:
            self._sends_when_known = True
            self.preview_line.update(Text(tr("one moment: looking where this goes …")))
            return
        self._send()

    def action_own_words(self) -> None:
        """Go between the list and the free words."""
        if self._friend is not None and self.ready.questions and self.words.display:
            # At once, as in `open`: what is typed right after Tab is the question.
            self.screen.set_focus(self.ready if self.words.has_focus else self.words)

    def action_earlier(self, by: int) -> None:
        """Put a question that was asked before into the line, to be asked again or changed."""
        if self.words.has_focus:
            self.words.value = self._history.step(by, self.words.value)
            self.words.cursor_position = len(self.words.value)

    def action_widen(self, by: int) -> None:
        """Ask about more of the text, or about less of it."""
        if self._friend is not None:
            self.post_message(WiderWanted(by))

    def action_lend(self) -> None:
        """Lend another part of the text."""
        if self._friend is not None:
            self.post_message(LendingWanted())

    def action_other_friend(self) -> None:
        """Ask the next friend instead."""
        if self._offer is None or self._friend is None:
            return
        self._friend = self._company.next_after(self._friend, self._offer.friends)
        self._show_title()
        self._ask_for_preview()

    def action_one_more_friend(self) -> None:
        """Ask one more friend at the same time; after the last, only the first again."""
        if self._offer is None or self._friend is None:
            return
        self._company, self._friend = self._company.grown(self._friend, self._offer.friends)
        self._show_title()
        self._ask_for_preview()

    def action_blind(self) -> None:
        """Hear several friends under letters, or by name again."""
        self._company = self._company.turned()
        self._show_title()

    def action_close(self) -> None:
        """Close without asking."""
        self.shut()
        self.post_message(PanelClosed())

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_send()

    @on(Input.Changed)
    @on(ReadyList.Picked)
    def _another_question(self) -> None:
        if self.is_open and self._friend is not None:
            self._ask_for_preview()

    def _send(self) -> None:
        question, friend, preview = self.question, self._friend, self._preview
        if question is not None and friend is not None and preview is not None and self.is_open:
            self.shut()
            self.post_message(QuestionPut(question, friend, preview, self._company.others, self._company.is_blind))

    def _show_title(self) -> None:
        if self._offer is None:
            return
        if self._friend is None:
            self.title.update(Text(visible(retold(self._offer.nobody), keep_lines=False)))
            return
        names, about = self._company.names(self._friend), self._offer.about
        if self._offer.goes_on:
            self.title.update(naming("Go on asking {name} about {what}", names, what=about))
        else:
            self.title.update(naming("Ask {name} about {what}", names, what=about))

    def _ask_for_preview(self) -> None:
        """Ask what would go where once the person pauses; what was known is no longer."""
        self._preview, self._refused = None, False
        self.preview_line.update(Text("…"))
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(_PAUSE_S, self._want_preview)

    def _want_preview(self) -> None:
        if self.question is not None and self._friend is not None:
            self.post_message(PreviewWanted(self.question, self._friend, self._company.others))
