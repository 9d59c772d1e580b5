"""`friend log verify`: whether the log is what friend wrote."""

from __future__ import annotations

import click

from friend.cli.exits import FOUND
from friend.cli.ondisk import the_log
from friend.cli.output import print_json
from friend.text.visible import visible

_LIMIT = (
    "The log is tamper-evident, not tamper-proof: somebody who wrote every row and hash anew would not be found, "
    "unless you kept the last hash elsewhere."
)


@click.command(epilog="Example:  friend log verify && echo sound")
@click.option("--json", "in_json", is_flag=True, help="Print one JSON object.")
def command(*, in_json: bool) -> int:
    """Compare texts, digests, index and chain, and name each row that does not agree (exit code 1)."""
    with the_log() as log:
        findings, (events, last) = log.findings(), log.chain_end()
    if in_json:
        told = [{"row": finding.row, "what": finding.what} for finding in findings]
        print_json({"schema": 1, "events": events, "last_hash": last, "findings": told})
        return FOUND if findings else 0
    for finding in findings:
        click.echo(visible(f"{finding.row}: {finding.what}", keep_lines=False))
    if findings:
        click.echo(f"{len(findings)} found. {_LIMIT}", err=True)
        return FOUND
    click.echo(f"{events} events agree with the texts, the digests and the index; the last hash is {last or 'none'}.")
    click.echo(_LIMIT, err=True)
    return 0
