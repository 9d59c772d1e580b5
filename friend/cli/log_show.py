"""`friend log show`: one exchange as it was."""

from __future__ import annotations

import click

from friend.adapters.clock import SystemClock
from friend.adapters.gateway.modelmap import ModelMap
from friend.cli.hands import hand_for_stdout
from friend.cli.ondisk import the_log
from friend.cli.output import print_json
from friend.cli.quote import found
from friend.cli.telling import leads_lines
from friend.record.blind import BLIND, is_blind
from friend.record.citation import attribution
from friend.record.exchange import Exchange, Speaker
from friend.record.formats.annotated import all_lines
from friend.record.formats.exchange_json import as_json
from friend.record.formats.thinking import thought_line
from friend.record.lengths import as_long_as_the_others
from friend.text.visible import visible


@click.command(epilog="Examples:  friend log show last  ·  friend log show 12 --json")
@click.argument("exchange", metavar="ID")
@click.option("--json", "in_json", is_flag=True, help="The whole exchange as one JSON object.")
@click.option("--reasoning", is_flag=True, help="Show what the friend thought before it answered, too.")
def command(exchange: str, *, in_json: bool, reasoning: bool) -> None:
    """Show one exchange: who spoke in which version, what was asked, what was answered."""
    with the_log() as log:
        told = found(log, exchange)
        if is_blind(told):
            told = as_long_as_the_others(told, log.of_group(str(told.group)))
        if in_json:
            print_json(as_json(told))
            return
        for line in _whole(told, log.draft_as_sent(told.id or ""), reasoning=reasoning):
            click.echo(line)


def _whole(exchange: Exchange, text: str, *, reasoning: bool) -> list[str]:
    speaker, usage_ = exchange.speaker, exchange.usage
    cached = f" ({usage_.cached_tokens} of them cached)" if usage_.cached_tokens is not None else ""
    tokens = f"{_known(usage_.input_tokens)} in{cached}, {_known(usage_.output_tokens)} out"
    back = ", after this machine's clock was set back" if exchange.clock_went_back else ""
    unsaid = BLIND if is_blind(exchange) else "version not reported"
    facts = [
        ("exchange", f"{exchange.id} (number {exchange.sequence})"),
        ("asked at", f"{exchange.asked_at:%Y-%m-%d %H:%M:%S} UTC{back}"),
        ("continues", f"{exchange.follows} ({exchange.relation})" if exchange.follows else None),
        ("status", exchange.status + (f": {exchange.error.message}" if exchange.error else "")),
        ("friend", speaker.name),
        ("requested", speaker.requested),
        ("served", ", ".join(speaker.served) or unsaid),
        ("evidence", speaker.evidence),
        ("retirement", _retirement(speaker)),
        ("host", speaker.host or "unknown"),
        ("through", speaker.sub_provider),
        ("request", speaker.request_id),
        ("fingerprint", speaker.fingerprint),
        ("prompt", f"{exchange.prompt.name} {exchange.prompt.digest}"),
        ("draft", f"{exchange.draft.path or '-'} {exchange.draft.digest} ({exchange.draft.words} words)"),
        ("tokens", tokens),
        ("cost", _cost(exchange)),
        ("finish", exchange.finish),
        ("reasoning", thought_line(exchange.reasoning, exchange.thought_s) or None),
        ("question", exchange.question.text or exchange.question.name),
        ("reflection", exchange.reflection),
    ]
    if exchange.forgotten:
        facts.append(("forgotten", "its texts were removed from the log"))
    facts += [("note", note) for note in exchange.notes]
    lines = [f"{name:<11} {visible(value, keep_lines=False)}" for name, value in facts if value is not None]
    if reasoning and exchange.reasoning:
        lines += ["", hand_for_stdout().quiet(visible(exchange.reasoning.strip()))]
    if exchange.answer:
        lines += ["", visible(exchange.answer)]
    lines += leads_lines(exchange)
    lines += all_lines(enumerate(exchange.suggestions, start=1), text, exchange.draft.path or "-", hand_for_stdout())
    return [*lines, "", visible(attribution(exchange, "en"), keep_lines=False)]


def _retirement(speaker: Speaker) -> str | None:
    """Say when the version that answered goes, or went, and where that is said."""
    gone = ModelMap().retirement_of(speaker)
    return f"{gone.words(SystemClock().now().date())} ({gone.source})" if gone else None


def _cost(exchange: Exchange) -> str:
    if exchange.usage.cost_usd is not None:
        return f"${exchange.usage.cost_usd:.6f} ({exchange.usage.price_source})"
    return "nothing to pay: it ran on this machine" if exchange.speaker.evidence == "file" else "unknown"


def _known(count: int | None) -> str:
    return "unknown" if count is None else str(count)
