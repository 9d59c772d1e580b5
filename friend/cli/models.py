"""`friend models`: who there is to ask, what can be fetched, who can be added."""

from __future__ import annotations

import os

import click

from friend.adapters import paths
from friend.adapters.config import ConfigError, add_friend
from friend.adapters.embedded.catalogue import CATALOGUE, available
from friend.asking.friend import Friend, KeyKind, KeySource
from friend.cli.choose import chosen, known
from friend.cli.exits import Stop, not_sent, usage
from friend.cli.getting import described, get
from friend.cli.ondisk import read_configuration
from friend.cli.output import print_json
from friend.record.exchange import Failure
from friend.text.visible import visible


@click.group(
    epilog="Examples:  friend models get small  ·  friend models add gpt --model openai/gpt-4o --key-env OPENAI_API_KEY"
)
def command() -> None:
    """List, get and add friends."""


@command.command("list")
@click.option("--json", "in_json", is_flag=True, help="One JSON object a line.")
def list_(*, in_json: bool) -> None:
    """List the friends you can ask, and the offline models there are."""
    config = read_configuration()
    friends = known(config)
    try:
        default = chosen(config, None)
    except Stop:
        default = None
    for friend in friends:
        if in_json:
            print_json(
                {
                    "name": friend.name,
                    "model": friend.model,
                    "api_base": friend.api_base,
                    "key": _key_words(friend),
                    "default": friend == default,
                }
            )
            continue
        mark = "*" if friend == default else " "
        where = "this machine" if friend.is_embedded else friend.api_base or "the provider's own address"
        click.echo(visible(f"{mark} {friend.name:<12} {friend.model}  {where}  {_key_words(friend)}", keep_lines=False))
    if in_json:
        return
    here = {entry.name for entry in available(paths.data_dir())}
    for entry in CATALOGUE.values():
        if entry.name not in here:
            click.echo(f"  {entry.name:<12} not here yet: {described(entry)} (friend models get {entry.name})")


@command.command("get")
@click.argument("model", type=click.Choice(list(CATALOGUE)))
def get_(model: str) -> None:
    """Fetch an offline model, or go on fetching it; its digest is checked before it is used."""
    entry = CATALOGUE[model]
    path = get(entry)
    click.echo(f"{entry.name} is at {path}. {entry.frankly}", err=True)


@command.command()
@click.argument("name")
@click.option(
    "--model", required=True, metavar="MODEL", help="As litellm writes it (openai/gpt-4o), or embedded/PATH.gguf."
)
@click.option("--api-base", metavar="URL", help="The host's address, for another than the provider's own.")
@click.option("--key-env", metavar="VARIABLE", help="The environment variable that holds the key.")
@click.option("--key-keyring", metavar="SERVICE/USER", help="The key's place in the system keyring.")
@click.option("--key-command", metavar="COMMAND", help="A command that prints the key (pass show …).")
@click.option(
    "--window", type=click.IntRange(min=1), metavar="TOKENS", help="How much it reads, where that is not known."
)
@click.option("--default", "make_default", is_flag=True, help="Ask this friend when none is named.")
def add(
    *,
    name: str,
    model: str,
    api_base: str | None,
    key_env: str | None,
    key_keyring: str | None,
    key_command: str | None,
    window: int | None,
    make_default: bool,
) -> None:
    """Add a friend to the config file. A key is never written there, only where it is found."""
    sources: list[tuple[KeyKind, str | None]] = [("env", key_env), ("keyring", key_keyring), ("command", key_command)]
    keys = [KeySource(kind, where) for kind, where in sources if where]
    if len(keys) > 1:
        raise usage("name one place for the key, not several")
    friend = Friend(name, model, api_base, keys[0] if keys else None, window=window)
    path = paths.config_file()
    try:
        add_friend(path, friend, make_default=make_default)
    except ConfigError as error:
        raise not_sent(Failure("config", str(error))) from None
    click.echo(f"{name} is in {path}", err=True)


def _key_words(friend: Friend) -> str:
    """Say where the key is found and whether it is there; never the key."""
    if friend.key is None:
        return "no key"
    if friend.key.kind == "env":
        state = "set" if os.environ.get(friend.key.where) else "NOT set"
        return f"key in {friend.key.where} ({state})"
    return f"key from {friend.key.kind} {friend.key.where}"
