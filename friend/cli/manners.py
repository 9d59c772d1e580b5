"""`friend manners`: how a friend behaves, measured over texts made for it."""

from __future__ import annotations

import asyncio
import signal
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import click

from friend.adapters.clock import SystemClock
from friend.adapters.examples import manners
from friend.adapters.log.store import SqliteLog
from friend.adapters.prompts import PromptShelf
from friend.asking.friend import Friend
from friend.asking.prompt import PromptError
from friend.cli import options
from friend.cli.choose import chosen
from friend.cli.exits import NO_WHOLE_ANSWER, NOTHING_SENT, Stop, not_sent, usage
from friend.cli.measuring import Measured, inquiry_of, measure
from friend.cli.offer import offered
from friend.cli.ondisk import read_configuration
from friend.cli.output import print_json
from friend.cli.wiring import House, house
from friend.record.exchange import Failure
from friend.record.formats.exchange_json import failure_as_json
from friend.record.manners import report
from friend.record.manners.suite import CHECKS, Ask, Check, Sheet, SuiteError, wanted
from friend.review import RULES, Refused
from friend.text.visible import visible

_A_MINUTE: Final = 60
_EPILOG: Final = f"""\b
Examples:
  friend manners -m small
  friend manners -m gpt --only quotes --only faults
  friend manners -m small --json > small.json

\b
CHECK is one of: {", ".join(CHECKS[:6])},
{", ".join(CHECKS[6:])}.
The questions are not in your log. Ctrl+C stops, and shows what was measured.
It is a measure of a friend and no gate on it. docs/manners.md says more.
Exit codes: 0 measured, 2 wrong usage, 3 nothing was sent, 4 not all was
answered."""


@dataclass
class _Run:
    """One run: the friend, what it is asked, and what was measured so far."""

    friend: Friend
    asks: Sequence[tuple[Sheet, Ask]]
    only: tuple[Check, ...]
    seed: int
    measured: list[Measured] = field(default_factory=list)

    @property
    def questions(self) -> int:
        return sum(ask.questions for _, ask in self.asks)

    @property
    def asked(self) -> int:
        return sum(len(each.exchanges) for each in self.measured)

    @property
    def is_whole(self) -> bool:
        return len(self.measured) == len(self.asks) and all(each.is_whole for each in self.measured)

    def rows(self) -> list[report.Row]:
        return report.rows((figure for each in self.measured for figure in each.figures), self.only, self.seed)


@click.command(epilog=_EPILOG)
@click.option("-m", "--model", "name", metavar="NAME", help="Which friend to measure.")
@click.option("--only", multiple=True, type=click.Choice(CHECKS), metavar="CHECK", help="Only this check; repeatable.")
@click.option("--seed", default=1, show_default=True, metavar="N", help="Of the chance in the intervals of means.")
@click.option(
    "--prompts",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Measure with the rules in this folder instead of the released ones.",
)
@click.option("--markdown", "in_markdown", is_flag=True, help="Print a Markdown table.")
@options.as_json
def command(
    *,
    name: str | None,
    only: tuple[Check, ...],
    seed: int,
    folder: Path | None,
    in_markdown: bool,
    as_json: bool,
) -> int:
    """Measure how a friend behaves: true quotes, small corrections, false alarms, language, frankness.

    It is asked about short English and French texts that were written for this, one question after the other.
    """
    try:
        config = read_configuration()
        run = _Run(chosen(config, name) or offered(config), wanted(_sheets(), only), only, seed)
        asyncio.run(_run(run, _rules(folder)))
    except Stop as stop:
        if as_json:
            print_json({"schema": report.SCHEMA, "checks": None, "error": failure_as_json(stop.failure)})
        raise
    if as_json:
        print_json(_as_json(run))
    elif in_markdown:
        click.echo(report.markdown([(visible(run.friend.name, keep_lines=False), run.rows())]), nl=False)
    else:
        click.echo("\n".join(report.lines(run.rows())))
    return 0 if run.is_whole else _without(run)


def _sheets() -> list[Sheet]:
    try:
        return manners()
    except SuiteError as error:
        raise not_sent(Failure("suite", str(error))) from None


def _rules(folder: Path | None) -> PromptShelf:
    """Give the rules to measure with. Raises Stop (2) where the folder does not hold them all."""
    shelf = PromptShelf(folder)
    try:
        for name in RULES:
            shelf.rule(name)
    except (LookupError, PromptError) as error:
        raise usage(f"{folder or 'this installation'}: {error}") from None
    return shelf


async def _run(run: _Run, prompts: PromptShelf) -> None:
    """Measure in a log of its own, which is gone afterwards. Raises Stop (3) where nothing was sent."""
    with (
        tempfile.TemporaryDirectory(prefix="friend-manners-") as place,
        closing(SqliteLog(Path(place) / "log.sqlite3", SystemClock())) as log,
    ):
        async with house([run.friend], log=log, prompts=prompts) as at_home:
            try:
                await _agree(run, at_home)
                await _measure(run, at_home)
            except Refused as refused:
                raise not_sent(refused.failure) from None


async def _agree(run: _Run, at_home: House) -> None:
    """Say how many questions go where for about how much; have a person at a terminal agree. Raises Stop (3)."""
    low = high = 0.0
    is_priced, host = True, ""
    for sheet, ask in run.asks:
        destination = (await at_home.reviewer.preview(inquiry_of(sheet, ask, run.friend))).destination
        host = "this machine" if destination.local else destination.host
        is_priced = is_priced and destination.price_usd is not None
        if destination.price_usd:
            low += ask.questions * destination.price_usd[0]
            high += ask.questions * destination.price_usd[1]
    price = f"${low:.3f} to ${high:.3f}" if is_priced else "at a price that is not known"
    _say(f"{run.questions} questions to {run.friend.name} at {host}" + ("" if run.friend.is_embedded else f", {price}"))
    if run.friend.is_embedded or not (sys.stdin.isatty() and sys.stderr.isatty()):
        return
    if not click.confirm("Ask them?", default=False, err=True):
        raise not_sent(Failure("declined", "nothing was sent, as you said"))


async def _measure(run: _Run, at_home: House) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(name, stop.set)
    spent = 0.0
    async for each in measure(run.asks, run.friend, at_home.reviewer, stop):
        run.measured.append(each)
        spent += each.seconds
        left = spent / run.asked * (run.questions - run.asked)
        _say(f"{run.asked} of {run.questions}  {each.ask.name}  {_outcome(each)}  {_duration(left)} left")


def _outcome(each: Measured) -> str:
    if each.is_whole:
        return f"{each.seconds:.0f} s"
    last = each.exchanges[-1]
    return last.error.message if last.error else f"no whole answer ({last.status})"


def _duration(seconds: float) -> str:
    return f"about {seconds:.0f} s" if seconds < _A_MINUTE else f"about {seconds / _A_MINUTE:.0f} min"


def _without(run: _Run) -> int:
    """Say what is missing, and give the exit code."""
    whole = sum(each.is_whole for each in run.measured)
    _say(f"measured {whole} of {len(run.asks)}; the figures are of these alone")
    return NO_WHOLE_ANSWER if run.measured else NOTHING_SENT


def _as_json(run: _Run) -> dict[str, Any]:
    exchanges = [exchange for each in run.measured for exchange in each.exchanges]
    costs = [exchange.usage.cost_usd for exchange in exchanges]
    return {
        "schema": report.SCHEMA,
        "friend": {"name": run.friend.name, "requested": run.friend.model},
        "served": list(dict.fromkeys(version for each in exchanges for version in each.speaker.served)),
        "prompts": list(dict.fromkeys(f"{each.prompt.name} {each.prompt.digest}" for each in exchanges)),
        "seed": run.seed,
        "wanted": len(run.asks),
        "measured": sum(each.is_whole for each in run.measured),
        "seconds": round(sum(each.seconds for each in run.measured), 1),
        "cost_usd": sum(cost for cost in costs if cost is not None) if None not in costs else None,
        "checks": [report.as_json(row) for row in run.rows()],
        "asked": [
            {
                "name": each.ask.name,
                "kind": each.ask.kind,
                "seconds": round(each.seconds, 1),
                "answers": [
                    {"status": exchange.status, "question": exchange.question.text, "raw": exchange.raw}
                    for exchange in each.exchanges
                ],
                "figures": [[figure.check, figure.value] for figure in each.figures],
            }
            for each in run.measured
        ],
        "error": None,
    }


def _say(text: str) -> None:
    click.echo(visible(text, keep_lines=False), err=True)
