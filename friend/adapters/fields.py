"""Owns how a field of the configuration is taken out, and how a wrong one is said: file, table, field, one line."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any, Final, NoReturn

_LITERAL_KEYS: Final = {"key", "api_key", "apikey", "token", "secret", "password"}
_ADVICE: Final = (
    'a key never stands in this file; say where it is: key_env = "VARIABLE", key_keyring = "service/user", '
    "or key_command"
)


class ConfigError(Exception):
    """The configuration cannot be read or written; the message is one line with file, table and field."""


class Reader:
    """Takes typed fields out of tables, and says where a wrong one stands."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def refuse(self, where: str, why: str) -> NoReturn:
        """Raise ConfigError about the field `where`."""
        raise ConfigError(f"{self._path}: {where}: {why}")

    def known(self, table: dict[str, Any], where: str, names: set[str]) -> None:
        """Refuse any field that is not among `names`; a literal key with advice, and never its value."""
        for name in table:
            if name.lower() in _LITERAL_KEYS:
                self.refuse(_field(where, name), _ADVICE)
            if name not in names:
                self.refuse(_field(where, name), f"no such field; there are {', '.join(sorted(names))}")

    def table(self, table: dict[str, Any], name: str, where: str) -> dict[str, Any]:
        """Give a table, empty where it is absent."""
        value = table.get(name, {})
        if not isinstance(value, dict):
            self.refuse(_field(where, name), "must be a table")
        return value

    def text(self, table: dict[str, Any], name: str, where: str) -> str | None:
        """Give words, None where they are absent."""
        value = table.get(name)
        if value is None:
            return None
        if not isinstance(value, str) or not value.strip():
            self.refuse(_field(where, name), "must be text in quotation marks, and not empty")
        return value

    def number(self, table: dict[str, Any], name: str, where: str) -> float | None:
        """Give a finite number, None where it is absent."""
        value = table.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < math.inf:
            self.refuse(_field(where, name), "must be a number, 0 or more")
        return value

    def truth(self, table: dict[str, Any], name: str, where: str) -> bool:
        """Give true or false; false where it is absent."""
        value = table.get(name, False)
        if not isinstance(value, bool):
            self.refuse(_field(where, name), "must be true or false, without quotation marks")
        return value


def _field(where: str, name: str) -> str:
    return f"[{where}] {name}" if where else name
