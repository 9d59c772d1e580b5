"""Owns how the desk's keys are told on the command line. Imported only when wanted, since the desk's library is."""

from __future__ import annotations

from collections.abc import Iterator

from friend.adapters.config import Config
from friend.tui.keymap import chosen, names
from friend.tui.screens.keys import sections

_COLUMNS = (34, 34)


def key_lines(config: Config) -> Iterator[str]:
    """Give one line for each action: its name, its keys, what it does; the desk's own first."""
    sections()  # every place gives its actions their names
    taken, _ = chosen(config.desk.keys)
    for name, binding in sorted(names().items(), key=lambda item: ("." in item[0], item[0])):
        yield f"{name:<{_COLUMNS[0]}}  {taken.get(name, binding.key):<{_COLUMNS[1]}}  {binding.description}"


def wrong_keys(config: Config) -> list[str]:
    """Say what is wrong with the keys in the configuration, a line each."""
    sections()
    return chosen(config.desk.keys)[1]
