"""Owns the friend's side: when it is there, and how a question goes from the panel to the pane."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Final

from textual import on, work
from textual.containers import Vertical
from textual.worker import Worker

from friend.asking.question import Passage
from friend.review import Inquiry, Refused
from friend.text.draft import Draft
from friend.text.language import language
from friend.text.span import Span
from friend.tui.agreement import Asking
from friend.tui.conversation import Conversation
from friend.tui.keeping import Keeping
from friend.tui.messages import NoteDecided, PanelClosed, PreviewWanted, QuestionPut, QuoteWanted, StopWanted
from friend.tui.passage import Aim, Aiming
from friend.tui.quoting import quoted
from friend.tui.screens.agree import Agree
from friend.tui.services import Services
from friend.tui.widgets.editor import Editor
from friend.tui.widgets.friend_pane import FriendPane
from friend.tui.widgets.question_panel import NO_FRIEND, Offer, QuestionPanel

_STOP_S: Final = 5.0


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
        self._agreeing = Asking(services.agreements, say)
        self._aim: Aim | None = None
        self._asking: Worker[None] | None = None
        self._shows_friend = False

    @property
    def shows_friend(self) -> bool:
        """Whether the pane is to be seen; the panel comes and goes by itself."""
        return self._shows_friend

    @shows_friend.setter
    def shows_friend(self, shows: bool) -> None:
        self._shows_friend = shows
        self._show()

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
            self._say("write first: there is nothing here to ask about")
            return
        if self.conversation.talk is not None:
            self._say("one question at a time: Esc in the friend's pane stops this answer")
            return
        self._aim = aim
        services = self._services
        scope = "whole" if aim.passage.whole else "passage"
        self.conversation.passage = None if aim.passage.whole else aim.passage.span
        self.panel.open(
            Offer(
                aim.said,
                tuple(one for one in services.questions if one.scope in (scope, "either")),
                services.friends,
                services.default or next(iter(services.friends), None),
                language(self._editor.text),
                services.language,
                # The one that is asked most is picked, so that Enter alone asks it.
                first or ("review" if aim.passage.whole else "clear"),
                services.nobody or NO_FRIEND,
            )
        )
        self._show()
        self.call_after_refresh(self._editor.show_span, aim.passage.span)

    def _inquiry(self, message: PreviewWanted | QuestionPut) -> Inquiry:
        """Give the question on the text as it is now; the passage followed what was typed meanwhile."""
        text = self._editor.text
        span = self.conversation.passage
        passage = Passage(span, span.of(text)) if span else Passage(Span(0, len(text)), text, whole=True)
        draft = Draft(text, self._keeping.path)
        return Inquiry(draft, message.friend, message.question, passage, reader=self._services.reader)

    @on(PreviewWanted)
    @work(exclusive=True, group="preview")
    async def _preview(self, message: PreviewWanted) -> None:
        if why := self._services.barred(message.friend.name, self._keeping.path):
            self.panel.refuse(why)
            return
        try:
            preview = await self._services.reviewer.preview(self._inquiry(message))
        except Refused as error:
            self.panel.refuse(error.failure.message)
        else:
            if self.panel.is_open:
                self.panel.know(preview)

    @on(QuestionPut)
    def _put(self, message: QuestionPut) -> None:
        if self._aim is None or self.conversation.talk is not None:
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
            self._say("nothing was sent")
            return
        self._agreeing.agreed(message.friend, message.preview)
        self._begin(message)

    def _begin(self, message: QuestionPut) -> None:
        if self._aim is None:
            return
        talk = self.conversation.begin(self._inquiry(message), self._aim.short)
        self.shows_friend = True
        # What was selected is the passage now; the next key must not replace it.
        self._editor.move_cursor(self._editor.cursor_location)
        self.screen.set_focus(self._editor)
        self._editor.spare_enter()
        self._asking = self.run_worker(self.conversation.run(talk), group="asking")

    @on(PanelClosed)
    def _left(self) -> None:
        self.conversation.passage = None
        self._show()
        self.screen.set_focus(self._editor)

    @on(StopWanted)
    def _stop(self) -> None:
        talk = self.conversation.talk
        if talk is not None:
            talk.stop.set()
            return
        self.screen.remove_class("-zoomed")
        self.screen.set_focus(self._editor)

    async def stop_talking(self) -> None:
        """Stop the answer under way, and wait until what came is in the log (fault 21)."""
        talk, asking = self.conversation.talk, self._asking
        if talk is None or asking is None:
            return
        talk.stop.set()
        try:
            await asyncio.wait_for(asking.wait(), _STOP_S)
        except TimeoutError:
            asking.cancel()

    # What the person does with the notes

    @on(NoteDecided)
    def _decided(self, message: NoteDecided) -> None:
        self.conversation.decide(message.note, message.state)
        self._told()

    @on(QuoteWanted)
    def _quote(self, message: QuoteWanted) -> None:
        words = self.screen.get_selected_text() or None
        try:
            note = message.note.suggestion.id if message.note and not words else None
            said = quoted(self._services, message.exchange, words=words, suggestion=note)
        except (ValueError, LookupError) as error:
            self._say(str(error))
            return
        self.app.copy_to_clipboard(said)
        if message.note is not None and not words:
            self.conversation.decide(message.note, "quoted")
        self._told()
        self._say("copied, with who said it")
