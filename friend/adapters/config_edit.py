"""Owns how the configuration file is changed: its comments and its order stay, and it is written whole or not at all.

Every change is made twice, in the words of the file and in what they mean, and is written only where both agree.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, MutableMapping, Sequence
from pathlib import Path
from typing import Any, Final

from friend.adapters import atomic
from friend.adapters.config import Config, fields_of, load, parse, read_text
from friend.adapters.fields import ConfigError
from friend.adapters.paths import private_folder
from friend.asking.friend import Friend

_PRIVATE: Final = 0o600
_NUMBERS: Final = {"window": int, "input_price": float, "output_price": float}
_TRUTHS: Final = {"check_live", "plain", "reduced_motion", "try_first"}
_SCALARS: Final = {"default", "language", "theme"} | _TRUTHS
_SAID: Final = {"true": True, "false": False}
_BEGINNING: Final = """\
# Whom friend may ask. A key never stands here, only where it is found.
#
# default = "gpt"
# try_first = true                 # longer wording waits at the desk until t asks for it
#
# check_live = true                # count a friend's words in a text while one writes it
#
# [models.gpt]
# model = "openai/gpt-4o"
# key_env = "OPENAI_API_KEY"       # or key_keyring = "service/user", or key_command = "pass show openai"
#
# theme = "light"                  # or "dark", "high-contrast", "no-colour"
# plain = true                     # the desk in plain words, for a screen reader
# reduced_motion = true            # nothing glides or blinks
# [keys]                           # friend config keys lists the names
# ask_here = "ctrl+e"
#
# [[places]]                       # texts under this folder go to these friends only
# path = "~/mail"
# only = ["small"]
"""
Table = MutableMapping[str, Any]
Change = Callable[[Table], None]


def add_friend(path: Path, friend: Friend, *, make_default: bool = False) -> Config:
    """Add `friend` to the file at `path`, and give what it says now. Raises ConfigError.

    A name that is taken is refused. The file is written whole or not at all, readable for its owner only.
    """
    if friend.name in load(path).friends:
        raise ConfigError(f"{path}: there is a friend called {friend.name} already; choose another name")

    def change(table: Table) -> None:
        if "models" not in table:
            table["models"] = _table(table, above=True)
        table["models"][friend.name] = _table(table)
        table["models"][friend.name].update(fields_of(friend))
        if make_default:
            table["default"] = friend.name

    return _edited(path, change, f"{friend.name} could not be added")


def remove_friend(path: Path, name: str) -> Config:
    """Take the friend `name` out, and out of `default` where it stands there; give what the file says now.

    Its comments stay. Raises ConfigError, where there is no such friend too.
    """
    before = load(path)
    if name not in before.friends:
        raise ConfigError(f"{path}: there is no friend called {name}")

    def change(table: Table) -> None:
        table.get("models", {}).pop(name, None)
        if table.get("default") == name:
            table.pop("default")

    return _edited(path, change, f"{name} could not be removed", cut=name)


def set_values(path: Path, pairs: Sequence[tuple[str, str]]) -> Config:
    """Set fields by their dotted names (`models.gpt.window`), all or none; give what the file says now.

    Raises ConfigError for a field that does not exist or a value that it cannot have.
    """

    def change(table: Table) -> None:
        for key, value in pairs:
            *above, field = _parts(path, key)
            _inner(path, table, key, above, makes=True)[field] = _value(path, key, value)

    return _edited(path, change, "nothing was set")


def _value(path: Path, key: str, value: str) -> str | int | float | bool:
    """Give what was written on the command line as the file holds it."""
    first, field = key.partition(".")[0], key.rpartition(".")[2]
    if first == "models" and field in _NUMBERS:
        if not re.fullmatch(r"[0-9]+(\.[0-9]+)?", value):
            raise ConfigError(f"{path}: {key}: must be a number, 0 or more")
        return int(value) if field == "window" and value.isdecimal() else float(value)
    if key in _TRUTHS:
        if value not in _SAID:
            raise ConfigError(f"{path}: {key}: must be true or false")
        return _SAID[value]
    return value


def unset(path: Path, keys: Sequence[str]) -> Config:
    """Take fields out, all or none; give what the file says now. Raises ConfigError, where one is not set too."""

    def change(table: Table) -> None:
        for key in keys:
            *above, field = _parts(path, key)
            inner = _inner(path, table, key, above)
            if field not in inner:
                raise ConfigError(f"{path}: {key} is not set")
            inner.pop(field)

    return _edited(path, change, "nothing was unset")


def begin(path: Path) -> None:
    """Make the file where there is none yet, with a word on what may stand in it. Raises ConfigError."""
    if read_text(path) is None:
        _write(path, _BEGINNING)


def value_of(path: Path, key: str) -> str | None:
    """Give a field's value as one would write it on the command line; None where it is not set. Raises ConfigError."""
    *above, field = _parts(path, key)
    load(path)
    table = tomllib.loads(read_text(path) or "")
    for name in above:
        table = table.get(name, {})
    value = table.get(field)
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value is None else str(value)


def _parts(path: Path, key: str) -> list[str]:
    """Cut `models.NAME.FIELD`, whose name may hold dots, and `keys.ACTION`; take a field of the top as it is."""
    first, _, rest = key.partition(".")
    name, _, field = rest.rpartition(".")
    if key in _SCALARS:
        return [key]
    if first == "models" and name and field:
        return ["models", name, field]
    if first == "keys" and all(rest.split(".")):
        return key.split(".")
    fields = f"{', '.join(sorted(_SCALARS))}, keys.ACTION and models.NAME.FIELD"
    raise ConfigError(f"{path}: {key}: no such field; there are {fields}. The rest: friend config edit")


def _inner(path: Path, table: Table, key: str, above: Sequence[str], *, makes: bool = False) -> Table:
    for at, name in enumerate(above):
        if name not in table and above[0] == "keys":
            if not makes:
                return {}
            table[name] = _table(table, above=at + 1 < len(above))
        if name not in table:
            raise ConfigError(f"{path}: {key}: there is no friend called {above[-1]}; friend models add makes one")
        table = table[name]
    return table


def _edited(path: Path, change: Change, failed: str, cut: str | None = None) -> Config:
    """Make `change`, in the file too; give what it says now. `cut` is the friend whose table goes, if one does."""
    load(path)
    old = read_text(path) or ""
    meant = tomllib.loads(old)
    change(meant)
    text = _in_words(old, change, cut)
    if text is None:
        raise ConfigError(f"{path}: {failed} to or from the tables as they are written; friend config edit opens it")
    after = parse(text, path)
    # The editing library is not ours: what it wrote must say what was meant before it replaces anything.
    if _bare(tomllib.loads(text)) != _bare(meant):
        raise ConfigError(f"{path}: {failed} without changing the rest; friend config edit opens it")
    _write(path, text)
    return after


def _in_words(text: str, change: Change, cut: str | None) -> str | None:
    """Edit the words of the file; None where its tables are written in a way that does not take the change."""
    import tomlkit  # noqa: PLC0415 - wanted only when the file is edited; reading it must stay cheap
    from tomlkit.exceptions import TOMLKitError  # noqa: PLC0415 - as above

    shorter = _without(text, cut) if cut else None
    try:
        document = tomlkit.parse(text if shorter is None else shorter)
        change(document)
    except (TOMLKitError, ValueError, TypeError):
        return None
    return tomlkit.dumps(document)


def _without(text: str, name: str) -> str | None:
    """Cut `[models.NAME]` out by its lines, so that comments stay; None where it is not written so, or not alone."""
    header = re.compile(rf"\s*\[\s*models\s*\.\s*(\"?){re.escape(name)}\1\s*\]\s*(#.*)?")
    lines = text.splitlines(keepends=True)
    begins = next((at for at, line in enumerate(lines) if header.fullmatch(line.rstrip("\r\n"))), None)
    if begins is None:
        return None
    ends = next((at for at in range(begins + 1, len(lines)) if lines[at].lstrip().startswith("[")), len(lines))
    while ends > begins + 1 and lines[ends - 1].strip()[:1] in {"", "#"}:
        ends -= 1
    rest = "".join(lines[:begins] + [line for line in lines[begins:ends] if line.strip()[:1] == "#"] + lines[ends:])
    try:
        meant, found = tomllib.loads(text), tomllib.loads(rest)
    except tomllib.TOMLDecodeError:
        return None
    meant["models"].pop(name)
    return rest if _bare(meant) == _bare(found) else None


def _bare(data: dict[str, Any]) -> dict[str, Any]:
    """Give it without an empty table of models, which says nothing."""
    return {name: value for name, value in data.items() if name != "models" or value}


def _table(like: Table, *, above: bool = False) -> Table:
    """Make a table of the kind that `like` holds: of the editing library's, or a plain one."""
    if type(like) is dict:
        return {}
    import tomlkit  # noqa: PLC0415 - as above

    return tomlkit.table(is_super_table=above)


def _write(path: Path, text: str) -> None:
    try:
        private_folder(path.parent)
        target = Path(os.path.realpath(path))
        if target.exists():
            atomic.replace(target, text.encode(), mode=_PRIVATE)
        else:
            atomic.create(target, text.encode(), _PRIVATE)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be written ({error.strerror}); nothing was changed") from None
