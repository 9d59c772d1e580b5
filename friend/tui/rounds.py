"""Owns how a question goes to several friends from the desk: who may be asked, under which letters, all at once."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from rich.text import Text
from textual.app import App

from friend.asking.friend import Friend
from friend.before_sending import Preview, one_line
from friend.ports import LogError
from friend.record.blind import shuffled
from friend.record.exchange import Exchange
from friend.record.thread import passage_now
from friend.review import Inquiry, Refused
from friend.text.draft import Draft
from friend.text.interface import retold, tr
from friend.text.language import language
from friend.text.visible import visible
from friend.tui.agreement import Asking
from friend.tui.conversation import Conversation, Talk
from friend.tui.keymap import key_to
from friend.tui.round import Round
from friend.tui.screens.agree import Agree
from friend.tui.screens.choice import Choice, OneLine
from friend.tui.screens.round import RoundScreen
from friend.tui.services import Services

_MOST_READERS: Final = 9


@dataclass(slots=True)
class Rounds:
    """Puts questions to several friends. `say` is called with news."""

    services: Services
    conversation: Conversation
    agreeing: Asking
    say: Callable[[str], None]
    last: Round | None = None
    left_out: bool = False

    async def agreed(self, app: App[str], inquiry: Inquiry, friends: Sequence[Friend]) -> list[Friend]:
        """Give the friends that may be asked; who may not, or was not agreed to, is left out, and it is said."""
        ready: list[Friend] = []
        for friend in friends:
            if why := self.services.barred(friend.name, inquiry.draft.path):
                self.say(retold(why))
                continue
            try:
                preview = await self.services.reviewer.preview(replace(inquiry, friend=friend))
            except Refused as error:
                self.say(f"{friend.name}: {retold(error.failure.message)}")
                continue
            if await self._agrees(app, friend, preview):
                ready.append(friend)
        self.left_out = len(ready) < len(friends)
        return ready

    async def lines(self, inquiry: Inquiry, friends: Sequence[Friend]) -> list[str]:
        """Say for each of these friends what would go where, or why nothing would; in one line where it is the same."""
        names: dict[str, list[str]] = {}
        for friend in friends:
            names.setdefault(await self._line(replace(inquiry, friend=friend)), []).append(friend.name)
        return [f"{', '.join(named)}: {line}" for line, named in names.items()]

    async def _line(self, inquiry: Inquiry) -> str:
        if why := self.services.barred(inquiry.friend.name, inquiry.draft.path):
            return retold(why)
        try:
            return retold(one_line(await self.services.reviewer.preview(inquiry)))
        except Refused as error:
            return retold(error.failure.message)

    async def _agrees(self, app: App[str], friend: Friend, preview: Preview) -> bool:
        first = self.agreeing.is_first(friend, preview)
        if not first and not self.agreeing.has_new_secret(preview):
            return True
        if not await app.push_screen_wait(Agree(friend, preview, first=first)):
            return False
        self.agreeing.agreed(friend, preview)
        return True

    async def reflected(self, app: App[str]) -> str | None:
        """Ask what the person thinks themselves, where they want to be asked; it is kept, and sent to nobody."""
        if not self.services.reflects:
            return None
        return await app.push_screen_wait(
            OneLine(Text(tr("What do you think yourself? It is kept, and sent to nobody.")))
        )

    async def reader(self, app: App[str], exchange: Exchange) -> Friend | None:
        """Have the person say which other friend is to read an answer; None where there is none, or they left."""
        others = [friend for friend in self.services.friends if friend.name != exchange.speaker.name][:_MOST_READERS]
        if not others:
            self.say(tr("there is no other friend who could read this answer"))
            return None
        names = {str(number): visible(friend.name, keep_lines=False) for number, friend in enumerate(others, start=1)}
        said = await app.push_screen_wait(
            Choice(Text(tr("Who is to read this answer? Its friend is not named.") + "\n"), names)
        )
        return others[int(said) - 1] if said else None

    def crossing(self, exchange: Exchange, friend: Friend, draft: Draft) -> Inquiry | None:
        """Ask `friend` about what an answer says, on the text as it is; None where its passage is there no more."""
        try:
            passage = passage_now(exchange, self.services.log.draft_as_sent(str(exchange.id)), draft.text)
        except (LookupError, LogError) as error:
            self.say(retold(error))
            return None
        ready = self.services.cross
        if passage is None:
            self.say(tr("what this answer is about is not in your text any more"))
            return None
        question = ready.put(language(draft.text))
        return Inquiry(draft, friend, question, passage, earlier=(exchange,), relation="cross-reading")

    def begin(self, inquiry: Inquiry, friends: Sequence[Friend], about: str, *, blind: bool) -> list[Talk]:
        """Begin an answer of each friend; under letters they stand, and are asked, in the order of the letters."""
        several = len(friends) > 1
        group = self.services.reviewer.new_group() if several else None
        names = [friend.name for friend in friends]
        dealt = shuffled(names, secrets.token_hex(8)) if blind and several else {}
        ordered = sorted(friends, key=lambda friend: dealt[friend.name].letter) if dealt else friends
        talks = [
            self.conversation.begin(replace(inquiry, friend=one, group=group, blind=dealt.get(one.name)), about)
            for one in ordered
        ]
        question = self.services.title(inquiry.question.name, inquiry.question.text)
        self.last = Round(self.services.log, question, about, [talk.answer for talk in talks]) if several else None
        if several and not self.left_out:
            keys = {"side": key_to("other_side"), "key": key_to("pane.side_by_side")}
            self.say(tr("asked; {side}, then {key} shows the answers side by side", **keys))
        return talks

    def show(self, app: App[str]) -> None:
        """Show the answers to the last question to several friends side by side."""
        if self.last is None:
            key = key_to("panel.one_more_friend")
            self.say(tr("ask several friends first: {key} in the question panel adds one", key=key))
        else:
            app.push_screen(RoundScreen(self.last, self.services, self.say))

    async def run(self, talk: Talk) -> None:
        """Ask; whatever becomes of it, the others of its round go on, and the round learns that it is over."""
        heard = self.last
        try:
            await self.conversation.run(talk)
        finally:
            if heard is not None and talk.answer in heard.answers:
                heard.ended()
