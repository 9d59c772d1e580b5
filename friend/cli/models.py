"""`friend models`: who there is to ask, what can be fetched, who can be added, tried and taken out."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import click

from friend.adapters import paths
from friend.adapters.config import Config, ConfigError
from friend.adapters.config_edit import add_friend, remove_friend
from friend.adapters.embedded.catalogue import CATALOGUE, available
from friend.adapters.gateway.modelmap import ModelMap
from friend.asking.friend import DataCollection, Friend, KeyKind, KeySource, Reasoning
from friend.cli import friend_form, roster
from friend.cli.choose import chosen, known
from friend.cli.exits import Stop, not_sent, usage
from friend.cli.getting import described, get
from friend.cli.ondisk import read_configuration
from friend.cli.output import print_json
from friend.record.exchange import Failure
from friend.text.visible import visible

_EPILOG = """\b
Examples:
  friend models list
  friend models get small
  friend models add                     asks what it needs to know
  friend models add gpt --model openai/gpt-4o --key-env OPENAI_API_KEY
  friend models test gpt
  friend models --votes"""


@click.group(epilog=_EPILOG, invoke_without_command=True)
@click.option("--votes", is_flag=True, help="Whose answers helped you when you heard them blind.")
@click.option("--json", "in_json", is_flag=True, help="With --votes: one JSON object.")
@click.pass_context
def command(ctx: click.Context, *, votes: bool, in_json: bool) -> None:
    """List, add, try and remove friends, and get offline models."""
    if votes and ctx.invoked_subcommand is None:
        from friend.cli.votes import show_votes  # noqa: PLC0415 - the log is not opened for the other commands

        show_votes(in_json=in_json)
    elif ctx.invoked_subcommand is None:
        raise click.UsageError("name a command, or --votes", ctx)
    elif votes or in_json:
        raise click.UsageError("--votes and a command do not go together", ctx)


@command.command("list", epilog="Example:  friend models list --json")
@click.option("--json", "in_json", is_flag=True, help="One JSON object a line.")
def list_(*, in_json: bool) -> None:
    """List the friends you can ask: host, where the key is, how much they read, price, retirement. Asks nobody."""
    config = read_configuration()
    default = _default(config)
    model_map = ModelMap()
    for friend in known(config):
        one = roster.listed(friend, model_map, default=friend == default)
        if in_json:
            print_json(roster.as_json(one))
        else:
            click.echo("\n".join(roster.lines(one, datetime.now(UTC).date())))
    if in_json:
        return
    here = {entry.name for entry in available(paths.data_dir())}
    for entry in CATALOGUE.values():
        if entry.name not in here:
            click.echo(f"  {entry.name:<12} not here yet: {described(entry)} (friend models get {entry.name})")


@command.command("get", epilog="Example:  friend models get small")
@click.argument("model", type=click.Choice(list(CATALOGUE)))
def get_(model: str) -> None:
    """Fetch an offline model, or go on fetching it; its digest is checked before it is used."""
    entry = CATALOGUE[model]
    path = get(entry)
    click.echo(f"{entry.name} is at {path}. {entry.frankly}", err=True)


_ADD_EPILOG = """\b
Examples:
  friend models add
  friend models add gpt --model openai/gpt-4o --key-env OPENAI_API_KEY
  friend models add claude --model anthropic/claude-sonnet-5 --key-keyring friend/anthropic
  friend models add near --model openai/NAME --api-base http://127.0.0.1:8080/v1

\b
A key is never written into the config, nor asked for: only where it is kept."""


@command.command(epilog=_ADD_EPILOG)
@click.argument("name", required=False)
@click.option("--model", metavar="MODEL", help="As litellm writes it (openai/gpt-4o), or embedded/PATH.gguf.")
@click.option("--api-base", metavar="URL", help="The host's address, for another than the provider's own.")
@click.option("--key-env", metavar="VARIABLE", help="The environment variable that holds the key.")
@click.option("--key-keyring", metavar="SERVICE/USER", help="The key's place in the system keyring.")
@click.option("--key-command", metavar="COMMAND", help="A command that prints the key (pass show …).")
@click.option("--reasoning", type=click.Choice(friend_form.EFFORTS), help="How much it is to think first.")
@click.option(
    "--window", type=click.IntRange(min=1), metavar="TOKENS", help="How much it reads, where that is not known."
)
@click.option(
    "--data-collection",
    type=click.Choice(["deny", "allow"]),
    help="OpenRouter only: whether hosts that keep the text may be asked.",
)
@click.option("--default", "make_default", is_flag=True, help="Ask this friend when none is named.")
def add(
    *,
    name: str | None,
    model: str | None,
    api_base: str | None,
    key_env: str | None,
    key_keyring: str | None,
    key_command: str | None,
    reasoning: Reasoning | None,
    window: int | None,
    data_collection: DataCollection | None,
    make_default: bool,
) -> None:
    """Add a friend to the config file. At a terminal, without --model, a few questions are asked."""
    sources: list[tuple[KeyKind, str | None]] = [("env", key_env), ("keyring", key_keyring), ("command", key_command)]
    keys = [KeySource(kind, where) for kind, where in sources if where]
    if len(keys) > 1:
        raise usage("name one place for the key, not several")
    config = read_configuration()
    if name is None or model is None:
        if not (sys.stdin.isatty() and sys.stderr.isatty()):
            raise usage("name the friend and its model: friend models add NAME --model MODEL")
        given = Friend(name or "", model or "", api_base, keys[0] if keys else None, reasoning, window)
        friend = friend_form.filled(given, config)
        make_default = make_default or friend_form.is_default(config)
    else:
        friend = Friend(name, model, api_base, keys[0] if keys else None, reasoning, window, None, data_collection)
    try:
        add_friend(config.path, friend, make_default=make_default)
    except ConfigError as error:
        raise not_sent(Failure("config", str(error))) from None
    click.echo(f"{friend.name} is in {config.path}. Nothing was sent.", err=True)
    click.echo(f"To try it with one small question: friend models test {friend.name}", err=True)


@command.command(epilog="Example:  friend models remove gpt")
@click.argument("name")
@click.option("--yes", is_flag=True, help="Remove it without asking.")
def remove(*, name: str, yes: bool) -> None:
    """Take a friend out of the config file. Its answers stay in the log, and your keys where they are."""
    config = read_configuration()
    if name not in config.friends:
        raise usage(_no_such(config, name))
    if not yes:
        if not (sys.stdin.isatty() and sys.stderr.isatty()):
            raise usage(f"--yes removes {name} without asking")
        friend = config.friends[name]
        question = visible(f"Remove {name} ({friend.model}) from {config.path}?", keep_lines=False)
        click.confirm(question, abort=True, err=True)
    was_default = _default(config) == config.friends[name]
    try:
        after = remove_friend(config.path, name)
    except ConfigError as error:
        raise not_sent(Failure("config", str(error))) from None
    click.echo(f"{name} is no longer in {config.path}", err=True)
    if was_default:
        now = _default(after)
        click.echo(f"now asked when none is named: {now.name if now else 'nobody'}", err=True)
    for place in after.places:
        if name in place.only:
            click.echo(visible(f"note: [[places]] still names it for {place.folder}", keep_lines=False), err=True)


@command.command(epilog="Example:  friend models test small")
@click.argument("name")
@click.option("--json", "in_json", is_flag=True, help="Print one JSON object.")
def test(*, name: str, in_json: bool) -> int:
    """Ask a friend one small question about two built-in sentences, and say what that showed.

    Your drafts stay where they are. The question goes out as any other does, so the log has it.
    """
    from friend.cli.trial import run_trial  # noqa: PLC0415 - the gateway is not loaded for the other commands

    return run_trial(name, in_json=in_json)


def _default(config: Config) -> Friend | None:
    try:
        return chosen(config, None)
    except Stop:
        return None


def _no_such(config: Config, name: str) -> str:
    if name in CATALOGUE:
        return f"“{name}” is an offline model on disk, not in the config; delete its file in {paths.models_dir()}"
    names = ", ".join(config.friends)
    return f"there is no friend named “{name}” in {config.path}" + (f" (there is: {names})" if names else "")
