"""Owns the friend's side: when it is there, and how a question goes from the panel to the pane."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

from textual import on, work
from textual.containers import Vertical

from friend.asking.friend import Friend
from friend.before_sending import one_line
from friend.record.exchange import Exchange
from friend.review import Inquiry, Refused
from friend.text.draft import Draft
from friend.text.interface import retold, tr
from friend.text.language import language
from friend.tui.agreement import Asking
from friend.tui.conversation import Conversation, Talk
from friend.tui.history import own_questions
from friend.tui.keeping import Keeping
from friend.tui.looking_back import LookingBack
from friend.tui.messages import (
    CitationWanted,
    CrossWanted,
    ExportWanted,
    LeadsWanted,
    LendingWanted,
    News,
    NoteDecided,
    OnwardWanted,
    PanelClosed,
    PreviewWanted,
    QuestionPut,
    QuoteWanted,
    RoundWanted,
    StopWanted,
    ThenAndNowWanted,
    WiderWanted,
)
from friend.tui.onward import going_on, resolving
from friend.tui.passage import Aim, Aiming
from friend.tui.pointing import PartGoneError, Pointing
from friend.tui.quoting import Quoting
from friend.tui.rounds import Rounds
from friend.tui.screens.agree import Agree
from friend.tui.screens.leads import LeadsScreen
from friend.tui.services import Services
from friend.tui.widgets.editor import Editor
from friend.tui.widgets.friend_pane import FriendPane
from friend.tui.widgets.question_panel import NO_FRIEND, Offer, QuestionPanel

_STOP_S: Final = 5.0
_TOO_LONG: Final = frozenset({"too-long", "window"})
"""The kinds of refusals after which less of the text may be lent."""


class Side(Vertical):
    """The pane and the question panel. `told` is called when marks or figures change, `say` with news."""

    def __init__(
        self,
        services: Services,
        editor: Editor,
        keeping: Keeping,
        told: Callable[[], None],
        say: Callable[[str], None],
    ) -> None:
        self.pane = FriendPane(id="pane")
        self.panel = QuestionPanel(id="panel")
        super().__init__(self.pane, self.panel, id="side")
        # It takes no room until something was asked.
        self.display = False
        self._services = services
        self._editor = editor
        self._keeping = keeping
        self._told = told
        self._say = say
        self.aiming = Aiming(editor)
        self.conversation = Conversation(services, editor, self.pane, self.aiming, told=told, say=say)
        self._quoting = Quoting(
            editor,
            lambda: keeping.path,
            copy=self._copy,
            on_quoted=lambda note: self.conversation.decide(note, "quoted"),
            on_put=self._back_to_the_text,
        )
        self.looking_back = LookingBack(self, services, editor, keeping, self.conversation, say=say)
        self.pointing = Pointing(services, editor, self.aiming, self.conversation)
        self._agreeing = Asking(services.agreements, say)
        self.rounds = Rounds(services, self.conversation, self._agreeing, say)
        self._shows_friend = False

    @property
    def shows_friend(self) -> bool:
        """Whether the pane is to be seen; the panel comes and goes by itself."""
        return self._shows_friend

    @shows_friend.setter
    def shows_friend(self, shows: bool) -> None:
        self._shows_friend = shows
        self._show()

    def enter(self) -> None:
        """Show the friend, and put the focus there."""
        self.shows_friend = True
        self.screen.set_focus(self.pane)

    def _show(self) -> None:
        asking = self.panel.is_open
        self.display = self._shows_friend or asking
        self.pane.display = self._shows_friend and (self.screen.has_class("-wide") or not asking)
        self.screen.set_class(asking, "-asking")
        if not self._shows_friend:
            self.screen.remove_class("-zoomed")
        self._told()

    # From the panel to the pane

    def ask_about(self, aim: Aim | None, first: str | None = None) -> None:
        """Open the question panel on a passage, with the question `first` picked."""
        if aim is None:
            self._say(tr("write first: there is nothing here to ask about"))
            return
        self.pointing.at(aim)
        self._open(first)

    @on(OnwardWanted)
    def _go_on(self, message: OnwardWanted) -> None:
        """Open the panel on what an exchange was about, or on one of its notes; nothing is offered in vain."""
        exchange, note = message.exchange, message.note
        if exchange is None:
            self._say(tr("this answer is still coming: ask on when it is there"))
            return
        onward = going_on(self._services, exchange, note)
        if message.resolves and note is not None:
            asked = resolving(self._services, exchange, note, self._editor.text)
            if asked is None:
                self._say(tr("you have not rewritten this place since the friend read it"))
                return
            onward = asked
        try:
            self.pointing.again(onward, note)
        except PartGoneError:
            self._say(tr("the part that you lent is not in your text any more: ask anew, and choose what to lend"))
            return
        self._open(at_once=message.resolves)

    def _open(self, first: str | None = None, *, at_once: bool = False) -> None:
        self.panel.open(self._offer(first), at_once=at_once)
        self._show()
        self._keep_in_sight()

    def _offer(self, first: str | None = None) -> Offer:
        services, scope, onward = self._services, self.pointing.scope, self.pointing.onward
        questions = tuple(one for one in services.questions if one.scope in (scope, "either"))
        friend = services.default or next(iter(services.friends), None)
        if onward is not None:
            questions = (onward.ready,) if onward.ready else ()
            friend = onward.friend(services.friends) or friend
        return Offer(
            self.pointing.aim.said if self.pointing.aim else "",
            questions,
            services.friends,
            friend,
            language(self._editor.text),
            services.language,
            # The one that is asked most is picked, so that Enter alone asks it.
            first or ("review" if scope == "whole" else "clear"),
            services.nobody or NO_FRIEND,
            goes_on=onward is not None,
            earlier=partial(own_questions, services.log, self._keeping.absolute_path),
        )

    @on(WiderWanted)
    def _widen(self, message: WiderWanted) -> None:
        if self.pointing.widen(message.by):
            self._aimed_anew()

    @on(LendingWanted)
    def _lend(self) -> None:
        if self.pointing.lend():
            self._aimed_anew()
        else:
            self._say(tr("there is no section under a heading here that could be lent alone"))

    def _aimed_anew(self) -> None:
        self.panel.offer_anew(self._offer())
        self._told()
        self._keep_in_sight()

    def on_resize(self) -> None:
        """Have the passage in sight while its question is put, however much room the panel takes."""
        self._keep_in_sight()

    def _keep_in_sight(self) -> None:
        if self.panel.is_open:
            self.call_after_refresh(self._editor.show_span, self.pointing.span)

    def _inquiry(self, message: PreviewWanted | QuestionPut) -> Inquiry:
        """Give the question on the text as it is now; the passage followed what was typed meanwhile."""
        return self.pointing.inquiry(message.friend, message.question, self._keeping.path)

    @on(PreviewWanted)
    @work(exclusive=True, group="preview")
    async def _preview(self, message: PreviewWanted) -> None:
        if why := self._services.barred(message.friend.name, self._keeping.path):
            self.panel.refuse(why)
            return
        try:
            preview = await self._services.reviewer.preview(self._inquiry(message))
        except Refused as error:
            self.panel.refuse(error.failure.message, is_too_long=error.failure.kind in _TOO_LONG)
        else:
            if self.panel.is_open:
                if caution := self._keeping.caution:
                    preview = replace(preview, warnings=(*preview.warnings, caution))
                others = await self.rounds.lines(self._inquiry(message), message.others)
                self.panel.know(preview, others)

    @on(QuestionPut)
    def _put(self, message: QuestionPut) -> None:
        if self.pointing.aim is None:
            return
        if why := self._services.barred(message.friend.name, self._keeping.path):
            self._left()
            self._say(why)
            return
        first = self._agreeing.is_first(message.friend, message.preview)
        if first or self._agreeing.has_new_secret(message.preview):
            # At once, and not by a worker: a second Enter must find the sheet there, and not the text.
            self.app.push_screen(Agree(message.friend, message.preview, first=first), partial(self._answered, message))
        else:
            self._begin(message)

    def _answered(self, message: QuestionPut, agreed: bool | None) -> None:  # noqa: FBT001 - the sheet's answer
        if not agreed:
            self._left()
            self._say(tr("nothing was sent"))
            return
        self._agreeing.agreed(message.friend, message.preview)
        self._begin(message)

    def _begin(self, message: QuestionPut) -> None:
        if message.others or self._services.reflects:
            self._begin_several(message)
        elif self.pointing.aim is not None:
            self._sent(message, [self.conversation.begin(self._inquiry(message), self.pointing.aim.short)])

    @work(exclusive=True, group="several")
    async def _begin_several(self, message: QuestionPut) -> None:
        """Have the person agree for each friend, and say what they think themselves; then ask all at once."""
        friends = [*await self.rounds.agreed(self.app, self._inquiry(message), message.others), message.friend]
        thought = await self.rounds.reflected(self.app)
        if self.pointing.aim is None:
            return
        inquiry = replace(self._inquiry(message), reflection=thought)
        self._sent(message, self.rounds.begin(inquiry, friends, self.pointing.aim.short, blind=message.blind))

    def _sent(self, message: QuestionPut, talks: list[Talk]) -> None:
        if self.pointing.onward and self.pointing.onward.ready:
            self._say(tr("asked: {where}", where=retold(one_line(message.preview))))
        self.pointing.sent()
        self.panel.let_go()
        self._run(talks)

    @on(CrossWanted)
    @work(exclusive=True, group="several")
    async def _cross(self, message: CrossWanted) -> None:
        """Have another friend read an answer, once the person agrees to what goes where."""
        friend = await self.rounds.reader(self.app, message.exchange)
        asked = self._crossing(message.exchange, friend) if friend else None
        if friend is None or asked is None or not await self.rounds.agreed(self.app, asked, [friend]):
            return
        # The text may have changed meanwhile.
        asked = self._crossing(message.exchange, friend)
        if asked is not None:
            self._run([self.conversation.begin(asked, "")])

    @on(LeadsWanted)
    def _look_up(self, message: LeadsWanted) -> None:
        answer = self.pane.answer_to(message.exchange.id)
        self.app.push_screen(
            LeadsScreen(self._services.log, message.exchange, self._say, answer.look_again if answer else None)
        )

    @on(RoundWanted)
    def _side_by_side(self) -> None:
        self.rounds.show(self.app)

    def _crossing(self, exchange: Exchange, friend: Friend) -> Inquiry | None:
        return self.rounds.crossing(exchange, friend, Draft(self._editor.text, self._keeping.path))

    def _run(self, talks: list[Talk]) -> None:
        self.shows_friend = True
        # What was selected is the passage now; the next key must not replace it.
        self._editor.move_cursor(self._editor.cursor_location)
        self.screen.set_focus(self._editor)
        self._editor.spare_enter()
        for talk in talks:
            talk.running = self.run_worker(self.rounds.run(talk), group="asking")

    @on(PanelClosed)
    def _left(self) -> None:
        self.pointing.leave()
        self._show()
        self.screen.set_focus(self._editor)

    @on(StopWanted)
    def _stop(self) -> None:
        """Stop the answer that the keys speak of, or the only one that comes; where none comes, go back to the text."""
        talks = self.conversation.talks
        talk = next((one for one in talks if one.answer is self.pane.answer), talks[0] if len(talks) == 1 else None)
        if talk is not None:
            talk.stop.set()
            return
        self._back_to_the_text()

    async def stop_talking(self) -> None:
        """Stop the answers under way, and wait until what came is in the log (fault 21)."""
        talks = list(self.conversation.talks)
        for talk in talks:
            talk.stop.set()
        running = [talk.running for talk in talks if talk.running]
        try:
            await asyncio.wait_for(asyncio.gather(*(one.wait() for one in running), return_exceptions=True), _STOP_S)
        except TimeoutError:
            for one in running:
                one.cancel()

    # What the person does with the notes

    @on(ThenAndNowWanted)
    def _then_and_now(self, message: ThenAndNowWanted) -> None:
        self.looking_back.then_and_now(message)

    @on(NoteDecided)
    def _decided(self, message: NoteDecided) -> None:
        self.conversation.decide(message.note, message.state)
        self._told()

    @on(QuoteWanted)
    def _quote(self, message: QuoteWanted) -> None:
        said = self._quoting.take(message)
        self._told()
        # From the editor, so that the news of its change comes first and does not wipe this out.
        self._editor.post_message(News(said))

    @on(ExportWanted)
    @on(CitationWanted)
    @work(exclusive=True, group="exporting")
    async def _take_out(self, message: ExportWanted | CitationWanted) -> None:
        from friend.tui.exporting import Exporting  # noqa: PLC0415 - few export, and it takes a while to import

        exporting = Exporting(self.app, self._services, self._keeping, lambda: self._editor.text)
        if isinstance(message, ExportWanted):
            said = await exporting.export(message.exchange, message.words)
        else:
            said = await exporting.cite(message.exchange)
        if said:
            self._say(said)

    def _copy(self, words: str) -> None:
        self.app.copy_to_clipboard(words)

    def _back_to_the_text(self) -> None:
        self.screen.remove_class("-zoomed")
        self.screen.set_focus(self._editor)
