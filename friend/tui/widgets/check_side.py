"""Owns the check at the desk: when it runs, when its list is there, and what the person decides about found words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from textual import on, work
from textual.containers import Vertical
from textual.timer import Timer

from friend.ports import LogError
from friend.record.findings import Decision
from friend.record.fitting import form_of
from friend.record.formats.quotations import written
from friend.record.quotation import quoted
from friend.record.verdict import verdict_on
from friend.text.draft import Draft
from friend.text.following import Change
from friend.text.interface import counted, retold, tr
from friend.text.language import language
from friend.text.own_marks import with_own_marks
from friend.tui.borrowed import Place, Places
from friend.tui.inserting import put_quotation
from friend.tui.keeping import Keeping
from friend.tui.live_count import LiveCount
from friend.tui.passage import Aiming
from friend.tui.screens.own import ask_why
from friend.tui.services import Services
from friend.tui.widgets.check_pane import CheckPane
from friend.tui.widgets.editor import Editor
from friend.tui.widgets.found_words import FoundWords
from friend.tui.widgets.rows import Marks

_PAUSE_S: Final = 1.0
_HERE: Final = frozenset({"borrowed", "near"})
_NOTHING: Final = "No words of a friend's stand here unquoted. Only your own log was looked at."
_LOOKING: Final = "looking at what your friends said …"


class CheckSide(Vertical):
    """The list of found words beside the text. `told` is called when marks change, `say` with news."""

    def __init__(
        self,
        services: Services,
        editor: Editor,
        keeping: Keeping,
        aiming: Aiming,
        *,
        told: Callable[[], None],
        say: Callable[[str], None],
    ) -> None:
        self.pane = CheckPane(id="found")
        super().__init__(self.pane, id="check")
        self._services = services
        self._editor = editor
        self._keeping = keeping
        self._aiming = aiming
        self._told = told
        self._say = say
        self.places = Places()
        self._since: list[Change] = []
        self._pause: Timer | None = None
        self._live = (
            LiveCount(self, services.check, self._draft, told) if services.check and services.counts_borrowed else None
        )

    def on_mount(self) -> None:
        """Take no room until the person asks; count where they want that."""
        self.display = False
        if self._live:
            self._live.heard()

    @property
    def count(self) -> int:
        """How many places there are to decide about; 0 where nobody asked to have them counted."""
        return (self._live.count or 0) if self._live else 0

    @property
    def is_open(self) -> bool:
        """Tell whether the list is to be seen."""
        return bool(self.display)

    # When it is there

    def open(self) -> None:
        """Check the text as it is now, and go to the list; where one is in it, close it."""
        if self._services.check is None:
            self._say(tr("there is no log to check this text against"))
            return
        if self.is_open and self.pane.has_focus:
            self.close()
            return
        if not self.is_open:
            self.pane.say(tr(_LOOKING))
        self.display = True
        self.screen.set_focus(self.pane)
        self._look()
        self._told()

    @on(CheckPane.Left)
    def close(self) -> None:
        """Take the list away, and go back to the text."""
        self.give_way()
        self.screen.remove_class("-zoomed")
        self.screen.set_focus(self._editor)

    def give_way(self) -> None:
        """Take the list away: the friend's side wants the room, or the person has seen it."""
        if not self.is_open:
            return
        self.display = False
        self.places = Places()
        self._told()

    def marks(self) -> Marks:
        """Give what is to be marked in the text."""
        places = self.places.open
        return Marks(
            underlined=tuple(each.span for each in places),
            numbers=tuple((each.span.start, str(each.number)[-1]) for each in places),
        )

    # Checking

    @work(exclusive=True, group="checking")
    async def _look(self) -> None:
        check = self._services.check
        if check is None:
            return
        self._since = []
        try:
            findings = await check.findings(self._draft())
        except (LogError, OSError, ValueError) as error:
            self.pane.say(tr("not checked: {error}", error=retold(error)))
            return
        if not self.is_open:
            return
        self.places.know(findings, self._since, self._text)
        await self.pane.show([FoundWords(each, self._where(each)) for each in self.places.all])
        self._show()

    def heard(self, change: Change) -> None:
        """Follow one edit: changed words go from the list at once; what is left is looked at after a pause."""
        if self._live:
            self._live.heard()
        if not self.is_open:
            return
        self._since.append(change)
        if self.places.heard(change, self._text):
            self._show()
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(_PAUSE_S, self._look)

    def _draft(self) -> Draft:
        return Draft(self._editor.text, self._keeping.path)

    def _text(self) -> str:
        return self._editor.text

    def _where(self, place: Place) -> str:
        return self._aiming.named(place.span.start)

    def _show(self) -> None:
        for card in self.pane.cards:
            card.show(self._where(card.place))
        every, left = len(self.places.all), len(self.places.open)
        found = counted(every, "{n} place found", "{n} places found")
        self.pane.say(tr("{found}, {left} to decide about", found=found, left=left) if every else tr(_NOTHING))
        self._told()

    # What the person does with it

    def next_place(self, by: int) -> None:
        """Go to the next (or previous) place to decide about; the focus stays in the text."""
        place = self.places.neighbour(self._editor.cursor_offset_in_text, by)
        if place is None:
            self._say(tr("nothing to decide about"))
            return
        self.go(place)

    @on(FoundWords.Chosen)
    def _chosen(self, message: FoundWords.Chosen) -> None:
        self.go(message.place)

    def go(self, place: Place) -> None:
        """Put the cursor on the words. What is typed there is the person's."""
        self.pane.make_current(place)
        self.screen.remove_class("-zoomed")
        self.screen.set_focus(self._editor)
        self._editor.go_to(place.span, select=False)

    @on(CheckPane.OwnWanted)
    @work(exclusive=True, group="owning")
    async def _own(self, message: CheckPane.OwnWanted) -> None:
        reason = await ask_why(self.app.screen)
        if reason is not None and self._decide(message.place, "owned", reason):
            self._show()

    @on(CheckPane.QuoteWanted)
    def _quote(self, message: CheckPane.QuoteWanted) -> None:
        place, finding = message.place, message.place.finding
        if finding.exchange is None or not finding.said:
            self._say(tr("the log does not know who said these words"))
            return
        path = self._keeping.path
        try:
            said = quoted(finding.exchange, language(self._editor.text), words=finding.said)
            if finding.kind not in _HERE:
                # What stands round it is the person's: only they know what of it is to go.
                self.app.copy_to_clipboard(written(said, form_of(path)))
                self._say(tr("copied as it was said, with who said it: put it in the place of this one"))
                return
            put_quotation(self._editor, said, path, place=with_own_marks(self._editor.text, place.span))
        except (ValueError, LookupError) as error:
            self._say(retold(error))
            return
        self._decide(place, "quoted", "quoted in this text")
        self.screen.remove_class("-zoomed")
        self.screen.set_focus(self._editor)
        self._say(tr("quoted, with who said it; one undo takes it back"))

    def _decide(self, place: Place, decision: Decision, reason: str) -> bool:
        """Remember a decision, and tell whether it could be."""
        check = self._services.check
        verdict = verdict_on(place.finding, decision, reason)
        try:
            if check is not None:
                check.judged(verdict)
        except LogError as error:
            self._say(retold(error))
            return False
        self.places.judged(verdict)
        if self._live:
            self._live.heard()
        return True
