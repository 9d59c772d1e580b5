"""Owns how a question goes to several friends from the desk: who may be asked, under which letters, all at once."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from rich.text import Text
from textual.app import App

from friend.asking.friend import Friend
from friend.before_sending import Preview
from friend.record.blind import shuffled
from friend.review import Inquiry, Refused
from friend.tui.agreement import Asking
from friend.tui.conversation import Conversation, Talk
from friend.tui.round import Round
from friend.tui.screens.agree import Agree
from friend.tui.screens.choice import OneLine
from friend.tui.services import Services


@dataclass(slots=True)
class Rounds:
    """Puts questions to several friends. `say` is called with news."""

    services: Services
    conversation: Conversation
    agreeing: Asking
    say: Callable[[str], None]
    last: Round | None = None

    async def agreed(self, app: App[str], inquiry: Inquiry, friends: Sequence[Friend]) -> list[Friend]:
        """Give the friends that may be asked; who may not, or was not agreed to, is left out, and it is said."""
        ready: list[Friend] = []
        for friend in friends:
            if why := self.services.barred(friend.name, inquiry.draft.path):
                self.say(why)
                continue
            try:
                preview = await self.services.reviewer.preview(replace(inquiry, friend=friend))
            except Refused as error:
                self.say(f"{friend.name}: {error.failure.message}")
                continue
            if await self._agrees(app, friend, preview):
                ready.append(friend)
        return ready

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
        return await app.push_screen_wait(OneLine(Text("What do you think yourself? It is kept, and sent to nobody.")))

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
        self.last = Round(self.services.log, question, [talk.answer for talk in talks]) if several else None
        return talks

    async def run(self, talk: Talk) -> None:
        """Ask one of them; whatever becomes of it, the others go on, and its round learns that it is over."""
        heard = self.last
        try:
            await self.conversation.run(talk)
        finally:
            if heard is not None:
                heard.ended()
