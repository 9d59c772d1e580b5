"""`friend doctor`: what was found where, and what to do about what is missing. It sends nothing anywhere."""

from __future__ import annotations

import importlib.util
import os
import platform
import subprocess
import sys
from collections.abc import Iterator

import click

import friend
from friend.adapters import paths
from friend.adapters.config import ConfigError, load
from friend.adapters.embedded.catalogue import CATALOGUE, available
from friend.adapters.embedded.environment import child_environment
from friend.adapters.gateway.modelmap import ModelMap
from friend.cli.choose import known
from friend.cli.offer import ADDRESSES
from friend.cli.ondisk import the_log
from friend.cli.output import print_json
from friend.cli.roster import key_words, listed
from friend.ports import LogError
from friend.text.visible import visible

_KEYS = ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GEMINI_API_KEY", "MISTRAL_API_KEY", "OPENROUTER_API_KEY")
_IMPORT_LIMIT_S = 60


@click.command(epilog="Example:  friend doctor --json")
@click.option("--json", "in_json", is_flag=True, help="Print one JSON object.")
def command(*, in_json: bool) -> None:
    """Say what was found where. Keys are named, never shown; nothing is sent."""
    findings = list(_findings())
    if in_json:
        print_json(dict(findings))
        return
    for name, found in findings:
        click.echo(f"{name:<16} {visible(found, keep_lines=False)}")


def _findings() -> Iterator[tuple[str, str]]:
    yield "friend", f"{friend.__version__} on Python {platform.python_version()}, {platform.system()}"
    yield from _configuration()
    yield "data", str(paths.data_dir())
    yield "log", _log()
    yield "offline runtime", _runtime()
    here = available(paths.data_dir())
    for entry in CATALOGUE.values():
        there = (
            f"at {paths.models_dir() / entry.file}" if entry in here else f"not here (friend models get {entry.name})"
        )
        yield f"model {entry.name}", there
    found = [name for name in _KEYS if os.environ.get(name)]
    yield (
        "keys seen",
        ", ".join(found) + " (not used unless a friend names them)" if found else "none in the environment",
    )
    addresses = [name for name in ADDRESSES if os.environ.get(name)]
    yield (
        "addresses seen",
        ", ".join(addresses) + " (not used: a host's address is the config's, or the provider's own)"
        if addresses
        else "none in the environment",
    )
    yield "keyring", _keyring()
    yield "terminal", "yes" if sys.stdout.isatty() else "no: output is plain"


def _configuration() -> Iterator[tuple[str, str]]:
    path = paths.config_file()
    try:
        config = load(path)
    except ConfigError as error:
        yield "config", f"cannot be used: {error}"
        return
    yield "config", f"{path}" if path.exists() else f"none yet ({path})"
    model_map = ModelMap()
    for each in known(config):
        one = listed(each, model_map, default=False)
        where = f"cannot be asked: {one.problem}" if one.problem else f"{key_words(each)}"
        yield f"friend {each.name}", f"{each.model} at {one.host or 'no host'}, {where}"
    if config.desk.keys:
        from friend.cli.keys import wrong_keys  # noqa: PLC0415 - the desk's library is imported only when it is wanted

        yield "keys", "; ".join(wrong_keys(config)) or f"{len(config.desk.keys)} of your own"
    names = {each.name for each in known(config)}
    for place in config.places:
        missing = sorted(set(place.only) - names)
        unknown = f" (there is no {', '.join(missing)})" if missing else ""
        yield "place", f"{place.folder}: {', '.join(place.only) or 'nobody'} only{unknown}"


def _keyring() -> str:
    """Say whether keys can be read from the system's keyring, without opening it."""
    if importlib.util.find_spec("keyring") is None:
        return "not installed: pip install 'expert-friend[keyring]' (key_env and key_command need nothing)"
    return "the library is installed; friend models test NAME opens it"


def _log() -> str:
    path = paths.log_file()
    if not path.exists():
        return f"none yet ({path})"
    try:
        with the_log() as log:
            newest = log.recent(1)
    except LogError as error:
        return str(error)
    return f"{path}, {newest[0].sequence if newest else 0} asked so far, {path.stat().st_size / 1e6:.1f} MB"


def _runtime() -> str:
    """Try the offline model's library in a process of its own, since a missing system library may end it."""
    tried = subprocess.run(
        [sys.executable, "-P", "-c", "import xllamacpp"],
        capture_output=True,
        text=True,
        timeout=_IMPORT_LIMIT_S,
        check=False,
        env=child_environment(),
    )
    if tried.returncode == 0:
        return "xllamacpp is installed"
    if "libgomp" in tried.stderr:
        return "libgomp is missing: install Debian's libgomp1 or Fedora's libgomp"
    return "not installed: pip install 'expert-friend[embedded]'"
