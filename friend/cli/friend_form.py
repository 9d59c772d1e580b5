"""Owns the questions that `friend models add` asks at a terminal. None is for the key itself, and nothing is sent."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final, get_args

import click

from friend.adapters.config import Config, ConfigError, parse_friend
from friend.adapters.gateway.route import way_to
from friend.asking.friend import Friend, KeySource, Reasoning
from friend.ports import Unsendable
from friend.text.visible import visible

EFFORTS: Final = get_args(Reasoning)
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]*")
_KEY_WAYS: Final = """
Where is the key kept? friend never keeps it itself.
  1  in an environment variable
  2  in the system's keyring; put it there with: keyring set SERVICE USER
  3  behind a command that prints it, such as: pass show openai
  4  nowhere: this host wants none"""


def filled(given: Friend, config: Config) -> Friend:
    """Ask for what `given` does not say yet (an empty name or model). Raises click.Abort where the person leaves."""
    click.echo("A friend for the config file. Nothing is sent, and the key is not asked for.\n", err=True)
    friend = replace(given, name=given.name or _asked("Your name for it", "gpt, claude, …", _name(config)))
    if not friend.model:
        friend = replace(friend, model=_asked("Model", "openai/gpt-4o, anthropic/claude-sonnet-5, …", _model))
    if friend.is_embedded:
        return friend
    if friend.api_base is None:
        friend = _with_address(friend)
    host = way_to(friend).host
    click.echo(visible(f"It will be asked at {host}.", keep_lines=False), err=True)
    if friend.key is None:
        friend = replace(friend, key=_key(friend))
    if friend.reasoning is None:
        effort = click.prompt(
            "Reasoning before it answers (none does best for prose)",
            type=click.Choice(EFFORTS),
            default="none",
            err=True,
        )
        friend = replace(friend, reasoning=None if effort == "none" else effort)
    return friend


def is_default(config: Config) -> bool:
    """Ask whether the new friend is to be asked when none is named; the first one is, without a question."""
    return not config.friends or click.confirm("Ask this friend when none is named?", default=False, err=True)


def _asked(words: str, example: str, check: Callable[[str], str]) -> str:
    """Ask until the answer can be taken; say what is wrong with one that cannot."""
    while True:
        answer = click.prompt(f"{words} ({example})", err=True).strip()
        try:
            return check(answer)
        except ValueError as error:
            click.echo(visible(f"  {error}", keep_lines=False), err=True)


def _name(config: Config) -> Callable[[str], str]:
    def check(name: str) -> str:
        if not _NAME.fullmatch(name):
            raise ValueError("small letters, digits, dots, hyphens and underscores only")
        if name in config.friends:
            raise ValueError(f"there is a friend called {name} already")
        return name

    return check


def _model(model: str) -> str:
    if "/" not in model:
        raise ValueError("write it as PROVIDER/NAME; a host that speaks OpenAI's way is openai/NAME")
    if not model.startswith("embedded/"):
        try:
            way_to(Friend("it", model))
        except Unsendable as error:
            if error.failure.kind != "address":
                raise ValueError(error.failure.message) from None
    return model


def _with_address(friend: Friend) -> Friend:
    """Ask for the address; Enter takes the provider's own where it has one."""
    while True:
        try:
            own = way_to(friend).api_base
        except Unsendable:
            own = ""
        words = f"Address (Enter: {own})" if own else "Address (http://127.0.0.1:8080/v1, …)"
        answer = click.prompt(words, default="", show_default=False, err=True).strip()
        found = replace(friend, api_base=answer or None)
        try:
            parse_friend(found)
            way_to(found)
        except (ConfigError, Unsendable) as error:
            said = error.failure.message if isinstance(error, Unsendable) else str(error)
            click.echo(visible(f"  {said}", keep_lines=False), err=True)
        else:
            return found


def _key(friend: Friend) -> KeySource | None:
    click.echo(_KEY_WAYS, err=True)
    local = way_to(friend).loopback
    choice = click.prompt(
        "Which", type=click.Choice(["1", "2", "3", "4"]), default="4" if local else "1", show_choices=False, err=True
    )
    if choice == "4":
        return None
    if choice == "1":
        where = _asked("The variable's name", "OPENAI_API_KEY, …", _source(friend, "env"))
        if not os.environ.get(where):
            click.echo(f"  {where} is not set here yet; set it before you ask", err=True)
        return KeySource("env", where)
    if choice == "2":
        where = _asked("Its place there", "SERVICE/USER, such as friend/openai", _source(friend, "keyring"))
        service, _, user = where.rpartition("/")
        click.echo(visible(f"  put the key there with: keyring set {service} {user}", keep_lines=False), err=True)
        return KeySource("keyring", where)
    return KeySource("command", _asked("The command", "pass show openai, …", _source(friend, "command")))


def _source(friend: Friend, kind: str) -> Callable[[str], str]:
    """Check a key's place, and refuse what looks like the key itself without repeating it."""

    def check(where: str) -> str:
        try:
            parse_friend(replace(friend, key=KeySource(kind, where)))  # type: ignore[arg-type]  # one of the three
        except ConfigError as error:
            raise ValueError(str(error)) from None
        return where

    return check
