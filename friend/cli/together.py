"""Owns one question put to several friends at once: one POST each, each its own exchange, all in one group.

Nobody waits for anybody: an answer is told when it is whole, a friend that cannot be asked is told at once, and Ctrl+C
stops all of them and keeps what came. Only offline models take turns, since one at a time fits into this machine.
"""

from __future__ import annotations

import asyncio
import secrets
import signal
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import click

from friend.adapters.clock import SystemClock, new_id
from friend.adapters.config import Config
from friend.asking.friend import Friend
from friend.cli.asking import Asking, inquire, reflected, refusal, run_asking, show_request
from friend.cli.blindly import answer_lines, ask_for_vote, give_up, in_order, is_at_terminal, revealed_lines
from friend.cli.choose import allowed_friends, check_place, chosen, known
from friend.cli.exits import NO_WHOLE_ANSWER, NOTHING_SENT, Stop, code_for, in_the_way, usage
from friend.cli.hands import hand_for_stdout
from friend.cli.ondisk import read_configuration
from friend.cli.output import print_json
from friend.cli.places import place_lines
from friend.cli.telling import destination_line, ending_lines, leads_lines, prose_lines, warning_lines
from friend.cli.wiring import House, house
from friend.record.blind import shown, shuffled
from friend.record.exchange import Exchange, Failure
from friend.record.formats.exchange_json import as_json
from friend.record.opinions import opinions_of, places
from friend.review import Answered, Inquiry, Preview, Refused
from friend.text.visible import visible

_TO_COMPARE: Final = 2


def run_together(asking: Asking, names: Sequence[str]) -> int:
    """Ask the friends of these names at once, each once; with one name or none, ask that friend alone.

    The exit code is 0 where every friend answered completely, 3 where nothing was sent to any, else 4. Raises Stop,
    having printed an object for each friend where `--json` asks for it.
    """
    names = list(dict.fromkeys(names))
    if asking.blind and len(names) <= 1:
        raise usage("--blind needs two friends or more: -m NAME -m NAME")
    if len(names) <= 1:
        return run_asking(asking, names[0] if names else None)
    try:
        config = read_configuration()
        friends = [friend for name in names if (friend := chosen(config, name))]
        return asyncio.run(_ask_all(asking, config, friends))
    except Stop as stop:
        _refuse_all(asking, names, stop)
        raise
    except BrokenPipeError:
        raise
    except OSError as error:
        problem = in_the_way(error)
        _refuse_all(asking, names, problem)
        raise problem from None


def _refuse_all(asking: Asking, names: Sequence[str], stop: Stop) -> None:
    if asking.as_json:
        for name in names:
            print_json(refusal(asking, name, stop.failure))


@dataclass
class _Round:
    """One question to several friends, and what came of it so far."""

    asking: Asking
    at_home: House
    group: str
    codes: list[int] = field(default_factory=list)
    answered: list[Exchange] = field(default_factory=list)
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    # The server of one offline model makes way for the next.
    offline: asyncio.Lock = field(default_factory=asyncio.Lock)

    def refused(self, friend: Friend, failure: Failure) -> None:
        """Tell that nothing went to this friend, and why."""
        self.codes.append(NOTHING_SENT)
        if self.asking.as_json:
            print_json(refusal(self.asking, friend.name, failure) | {"group": self.group})
        else:
            click.echo(visible(f"{friend.name}: {failure.message}", keep_lines=False), err=True)

    async def hear(self, inquiry: Inquiry, preview: Preview) -> None:
        """Send, and tell the answer when it is whole."""
        try:
            async with self.offline if inquiry.friend.is_embedded else nullcontext():
                if self.stop.is_set():
                    self.refused(inquiry.friend, Failure("stopped", "you stopped before its turn; nothing was sent"))
                    return
                async for event in self.at_home.reviewer.ask(inquiry, self.stop):
                    if isinstance(event, Answered):
                        self.told(inquiry, event.exchange, preview)
        except Refused as refused:
            self.refused(inquiry.friend, refused.failure)
        except BrokenPipeError:
            self.stop.set()  # Nobody reads any more.
            raise

    def told(self, inquiry: Inquiry, exchange: Exchange, preview: Preview) -> None:
        """Tell one answer: its prose, how it ended and who spoke. Its suggestions come with all the others'."""
        self.codes.append(code_for(exchange))
        self.answered.append(exchange)
        if self.asking.blind:
            # When an answer came would say whose it is.
            return
        if self.asking.as_json:
            print_json(as_json(exchange))
            return
        hand = hand_for_stdout()
        click.echo(hand.quiet(f"── {visible(inquiry.friend.name, keep_lines=False)} ──"), color=sys.stdout.isatty())
        for line in [*prose_lines(exchange, inquiry, hand, everything=self.asking.everything), *leads_lines(exchange)]:
            click.echo(line)
        new = tuple(note for note in exchange.notes if note not in preview.warnings)
        for line in ending_lines(replace(exchange, notes=new)):
            click.echo(line, err=True)
        click.echo("")

    def code(self) -> int:
        """Give the exit code of all."""
        if not any(self.codes):
            return 0
        return NOTHING_SENT if all(code == NOTHING_SENT for code in self.codes) else NO_WHOLE_ANSWER


async def _ask_all(asking: Asking, config: Config, friends: Sequence[Friend]) -> int:
    draft, summary = (Path(name) if name and name != "-" else None for name in (asking.draft, asking.rest))
    others = [friend for friend in allowed_friends(config, known(config), draft) if friend not in friends]
    async with house([*friends, *others]) as at_home:
        # The child imports while the draft is read.
        await at_home.gateway.start()
        inquiry = inquire(asking, friends[0], at_home.log)
        now = _Round(asking, at_home, new_id(SystemClock().now()))
        ready: list[tuple[Inquiry, Preview]] = []
        each = [replace(inquiry, friend=friend, group=now.group) for friend in friends]
        for one, found in zip(
            each, await asyncio.gather(*(_preview(at_home, config, one, (draft, summary)) for one in each)), strict=True
        ):
            if isinstance(found, Failure):
                now.refused(one.friend, found)
            else:
                ready.append((one, found))
        if asking.dry_run:
            for one, preview in ready:
                show_request(asking, one, preview)
            return now.code()
        ready = _under_letters(ready) if asking.blind else ready
        if declined := _tell_before(asking, ready):
            for one, _ in ready:
                now.refused(one.friend, declined)
            return now.code()
        reflection = reflected(asking)
        await _hear_all(now, [(replace(one, reflection=reflection), preview) for one, preview in ready])
        if asking.blind:
            _hear_blind(now, inquiry)
        elif not asking.as_json:
            _tell_places(now, inquiry)
        return now.code()


async def _hear_all(now: _Round, ready: Sequence[tuple[Inquiry, Preview]]) -> None:
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(name, now.stop.set)
    # An answer that fails, even by a fault of friend's own, does not hold up the others.
    ended = await asyncio.gather(*(now.hear(*one) for one in ready), return_exceptions=True)
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.remove_signal_handler(name)
    for problem in filter(None, ended):
        raise problem


def _under_letters(ready: Sequence[tuple[Inquiry, Preview]]) -> list[tuple[Inquiry, Preview]]:
    """Deal a letter to each friend, and ask in the order of the letters, so that no number in the log gives it away."""
    dealt = shuffled([inquiry.friend.name for inquiry, _ in ready], secrets.token_hex(8))
    lettered = [(replace(inquiry, blind=dealt[inquiry.friend.name]), preview) for inquiry, preview in ready]
    return sorted(lettered, key=lambda each: dealt[each[0].friend.name].letter)


def _hear_blind(now: _Round, inquiry: Inquiry) -> None:
    """Show the answers under their letters; have a person at a terminal vote, then say who was who."""
    answered = [exchange for exchange in now.answered if exchange.raw]
    log, group = now.at_home.log, now.group
    if now.asking.as_json:
        for exchange in in_order(now.answered):
            print_json(as_json(shown(exchange)))
    else:
        for line in answer_lines(now.answered):
            click.echo(line)
        _tell_places(now, inquiry)
    if len(answered) < _TO_COMPARE:
        if now.answered:
            give_up(log, now.answered)
        click.echo("fewer than two answered, so there is nothing to vote on", err=True)
    elif not (not now.asking.as_json and is_at_terminal() and ask_for_vote(log, answered)):
        click.echo("blind until you vote: friend vote LETTER --why “…”, or friend vote --reveal", err=True)
        return
    if not now.asking.as_json:
        for line in revealed_lines(log.of_group(group)):
            click.echo(line)


async def _preview(at_home: House, config: Config, inquiry: Inquiry, lent: Sequence[Path | None]) -> Preview | Failure:
    """Say what would go to this friend, or why nothing may."""
    try:
        for path in lent:
            check_place(config, inquiry.friend, path)
        return await at_home.reviewer.preview(inquiry)
    except Stop as stop:
        return stop.failure
    except Refused as refused:
        return refused.failure


def _tell_before(asking: Asking, ready: Sequence[tuple[Inquiry, Preview]]) -> Failure | None:
    """Say what goes where, a line for each friend; have a person at a terminal agree once to what speaks against it."""
    asks = sys.stdin.isatty() and sys.stderr.isatty() and any(preview.warnings for _, preview in ready)
    said: set[str] = set()
    for inquiry, preview in ready:
        if asks or not asking.as_json:
            click.echo(destination_line(inquiry, preview), err=True)
        for line in warning_lines(preview):
            if line not in said:
                click.echo(line, err=True)
        said.update(warning_lines(preview))
    if asks and not click.confirm("Send it all the same?", default=False, err=True):
        return Failure("declined", "nothing was sent, as you said")
    return None


def _tell_places(now: _Round, inquiry: Inquiry) -> None:
    """Show what they point at, in the order of the text: who agrees, who differs, who saw it alone."""
    spoke = [shown(exchange) for exchange in now.answered if exchange.raw]
    # A small model's reasons are mostly wrong, and what it would leave as it is is no note.
    offline = {one.speaker.name for one in spoke if one.speaker.requested.startswith("embedded/")}
    said = [
        opinion
        for opinion in opinions_of(spoke)
        if opinion.friend not in offline or "unchanged" not in opinion.suggestion.flags
    ]
    unreasoned = () if now.asking.why else offline
    lines = place_lines(places(said), len(spoke), inquiry.draft, hand_for_stdout(), unreasoned=unreasoned)
    for line in lines:
        click.echo(line, color=sys.stdout.isatty())
