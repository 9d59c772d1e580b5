"""`friend config`: the configuration file, changed with its comments kept."""

from __future__ import annotations

import click

from friend.adapters import paths
from friend.adapters.config import ConfigError, load
from friend.adapters.config_edit import begin, set_values, unset, value_of
from friend.cli.exits import FOUND, not_sent, usage
from friend.cli.ondisk import read_configuration
from friend.cli.output import shown
from friend.record.exchange import Failure

_EPILOG = """\b
Examples:
  friend config path
  friend config get default
  friend config set default gpt
  friend config set try_first true
  friend config set models.gpt.input_price 2.5 models.gpt.output_price 10
  friend config set theme high-contrast
  friend config set keys.ask_here ctrl+e
  friend config unset models.gpt.reasoning
  friend config edit

\b
KEY is default, language, check_live, try_first, theme, plain, reduced_motion,
keys.ACTION or models.NAME.FIELD. A key of a provider never stands in this file:
models.NAME.key_env, key_keyring or key_command say where it is."""


@click.group(epilog=_EPILOG)
def command() -> None:
    """Show and change the configuration file; its comments stay."""


@command.command("path")
def path_() -> None:
    """Print where the file is (or would be)."""
    click.echo(shown(str(paths.config_file())))


@command.command("get")
@click.argument("key")
def get_(*, key: str) -> int:
    """Print the value of KEY; exit code 1 where it is not set."""
    try:
        value = value_of(read_configuration().path, key)
    except ConfigError as error:
        raise usage(str(error)) from None
    if value is None:
        return FOUND
    click.echo(shown(value))
    return 0


@command.command("set", context_settings={"ignore_unknown_options": True})
@click.argument("pairs", nargs=-1, required=True, metavar="KEY VALUE [KEY VALUE]…")
def set_(*, pairs: tuple[str, ...]) -> None:
    """Set KEY to VALUE; several pairs are set together or not at all."""
    if len(pairs) % 2:
        raise usage("give a VALUE for each KEY")
    try:
        set_values(read_configuration().path, list(zip(pairs[::2], pairs[1::2], strict=True)))
    except ConfigError as error:
        raise usage(str(error)) from None


@command.command("unset")
@click.argument("keys", nargs=-1, required=True, metavar="KEY…")
def unset_(*, keys: tuple[str, ...]) -> None:
    """Take KEY out."""
    try:
        unset(read_configuration().path, keys)
    except ConfigError as error:
        raise usage(str(error)) from None


@command.command("edit")
def edit_() -> None:
    """Open the file in your editor ($VISUAL, $EDITOR), and say afterwards whether it can be used."""
    path = paths.config_file()
    try:
        begin(path)
        click.edit(filename=str(path))
        load(path)
    except ConfigError as error:
        raise not_sent(Failure("config", str(error))) from None


@command.command("keys")
def keys_() -> None:
    """List what the desk can do, with the keys for it now; `friend config set keys.NAME KEYS` gives others."""
    from friend.cli.keys import key_lines  # noqa: PLC0415 - the desk's library is imported only when it is wanted

    for line in key_lines(read_configuration()):
        click.echo(shown(line))
