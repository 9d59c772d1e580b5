"""Owns what the configuration says of the desk: its theme, plain words, stillness, and keys of the person's own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from friend.adapters.fields import Reader

DESK_FIELDS: Final = {"theme", "plain", "reduced_motion", "keys"}
THEMES: Final = ("dark", "light", "high-contrast", "no-colour")


@dataclass(frozen=True, slots=True)
class DeskWishes:
    """What the person wants of the desk. `keys` gives keys by the name of an action; the desk knows the names."""

    theme: str | None = None
    plain: bool = False
    reduced_motion: bool = False
    keys: dict[str, str] = field(default_factory=dict)


def read_wishes(reader: Reader, data: dict[str, Any]) -> DeskWishes:
    """Read the fields of the desk. Raises ConfigError."""
    theme = reader.text(data, "theme", "")
    if theme is not None and theme not in THEMES:
        reader.refuse("theme", f"must be one of {', '.join(THEMES)}")
    return DeskWishes(
        theme,
        reader.truth(data, "plain", ""),
        reader.truth(data, "reduced_motion", ""),
        dict(_keys(reader, reader.table(data, "keys", ""), "")),
    )


def _keys(reader: Reader, table: dict[str, Any], above: str) -> Iterator[tuple[str, str]]:
    """Give the keys by whole name: `quote = "y"` in a table `pane` is `pane.quote`."""
    for name, value in table.items():
        whole = f"{above}{name}"
        if isinstance(value, dict) and not above:
            yield from _keys(reader, value, f"{whole}.")
        elif isinstance(value, str) and value.strip():
            yield whole, value
        else:
            reader.refuse(f"keys.{whole}", 'must be keys in quotation marks: "ctrl+e", or "ctrl+e,f8" for two')
