"""Owns the configuration file: which friends there are, which is asked first, and which texts may go to whom.

A key never stands in it. What is wrong in it is said in one line that names the file, the table and the field.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from friend.adapters.desk_config import DESK_FIELDS, DeskWishes, read_wishes
from friend.adapters.fields import ConfigError, Reader
from friend.asking.friend import DataCollection, Friend, KeySource, Reasoning

__all__ = [
    "Config",
    "ConfigError",
    "Place",
    "allowed",
    "fields_of",
    "load",
    "parse",
    "parse_friend",
    "places_of",
    "read_text",
]

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]*")
_VARIABLE: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_REASONING: Final[dict[str, Reasoning]] = {"none": "none", "low": "low", "medium": "medium", "high": "high"}
_DATA_COLLECTION: Final[dict[str, DataCollection]] = {"deny": "deny", "allow": "allow"}
_MODEL_FIELDS: Final = {
    "model",
    "api_base",
    "key_env",
    "key_keyring",
    "key_command",
    "reasoning",
    "window",
    "input_price",
    "output_price",
    "data_collection",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Texts under `folder` go to the friends named in `only`, and to no other."""

    folder: Path
    only: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Config:
    """What the person configured. Where there is no file, there are no friends yet.

    `default` is the name of the friend who is asked when none is named; it may be an embedded model's. `check_live`
    says whether the desk counts a friend's words in a text while one writes it, `try_first` hides a suggestion's longer
    wording at the desk until it is asked for.
    With `reflect`, the person is asked what they think themselves before they see an answer.
    """

    path: Path
    default: str | None = None
    language: str | None = None
    friends: dict[str, Friend] = field(default_factory=dict)
    places: tuple[Place, ...] = ()
    desk: DeskWishes = field(default_factory=DeskWishes)
    check_live: bool = False
    try_first: bool = False
    reflect: bool = False


def load(path: Path) -> Config:
    """Read the configuration at `path`; an absent file is an empty one. Raises ConfigError."""
    text = read_text(path)
    return Config(path) if text is None else parse(text, path)


def parse_friend(friend: Friend) -> None:
    """Check that a friend could stand in the file. Raises ConfigError, which names the field."""
    table = dict(fields_of(friend))
    _friend(Reader(Path("the config")), friend.name, table)


def fields_of(friend: Friend) -> Iterator[tuple[str, str | int | float]]:
    """Give a friend's fields as they stand in the file."""
    yield "model", friend.model
    if friend.api_base is not None:
        yield "api_base", friend.api_base
    if friend.key is not None:
        yield f"key_{friend.key.kind}", friend.key.where
    if friend.reasoning is not None:
        yield "reasoning", friend.reasoning
    if friend.window is not None:
        yield "window", friend.window
    if friend.price is not None:
        yield "input_price", friend.price[0]
        yield "output_price", friend.price[1]
    if friend.data_collection is not None:
        yield "data_collection", friend.data_collection


def allowed(config: Config, draft_path: str | None) -> set[str] | None:
    """Give the names of the friends that a draft may go to; None where no place says anything about it."""
    names: set[str] | None = None
    for place in places_of(config, draft_path):
        names = set(place.only) if names is None else names & set(place.only)
    return names


def places_of(config: Config, draft_path: str | None) -> list[Place]:
    """Give the places that a draft is under.

    It is under one if its path, or what that path leads to, is; under several, all must allow a friend.
    """
    if draft_path is None:
        return []
    above = {Path(os.path.normpath(Path(draft_path).absolute())), Path(os.path.realpath(draft_path))}
    above |= {parent for path in above for parent in path.parents}
    marks = {_mark(path) for path in above} - {None}
    return [
        place
        for place in config.places
        if place.folder in above or Path(os.path.realpath(place.folder)) in above or _mark(place.folder) in marks
    ]


def read_text(path: Path) -> str | None:
    """Give the words of the file, None where there is none. Raises ConfigError."""
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: not UTF-8 text (byte {error.start})") from None
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror})") from None


def parse(text: str, path: Path) -> Config:
    """Read a configuration out of its words; `path` is what errors name. Raises ConfigError."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: not TOML: {error}") from None
    reader = Reader(path)
    known = {"default", "language", "models", "places", "check_live", "try_first", "reflect"}
    reader.known(data, "", known | DESK_FIELDS)
    friends = {}
    for name, table in reader.table(data, "models", "").items():
        if not _NAME.fullmatch(name):
            reader.refuse(f"models.{name}", "a name has small letters, digits, dots, hyphens and underscores only")
        friends[name] = _friend(reader, name, table)
    return Config(
        path,
        reader.text(data, "default", ""),
        reader.text(data, "language", ""),
        friends,
        tuple(_places(reader, data.get("places", []))),
        read_wishes(reader, data),
        check_live=reader.truth(data, "check_live", ""),
        try_first=reader.truth(data, "try_first", ""),
        reflect=reader.truth(data, "reflect", ""),
    )


def _friend(reader: Reader, name: str, table: Any) -> Friend:  # noqa: ANN401 - TOML gives anything; it is checked first
    where = f"models.{name}"
    if not isinstance(table, dict):
        reader.refuse(where, f"must be a table: [{where}]")
    reader.known(table, where, _MODEL_FIELDS)
    model = reader.text(table, "model", where)
    if model is None:
        reader.refuse(f"[{where}] model", 'is missing; for instance "openai/gpt-4o" or "embedded/small"')
    return Friend(
        name,
        model,
        _api_base(reader, table, where),
        _key(reader, table, where),
        _reasoning(reader, table, where),
        _window(reader, table, where),
        _price(reader, table, where),
        _data_collection(reader, table, where, model),
    )


def _api_base(reader: Reader, table: dict[str, Any], where: str) -> str | None:
    address = reader.text(table, "api_base", where)
    if address is None:
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        reader.refuse(f"[{where}] api_base", "is no address")
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        reader.refuse(f"[{where}] api_base", "must be an address that begins with https:// or http://")
    if parts.username or parts.password or _is_secret(address):
        reader.refuse(f"[{where}] api_base", "must not hold a name, a password or a key")
    return address


def _is_secret(words: str) -> bool:
    from friend.asking.secrets import find_secrets  # noqa: PLC0415 - seldom is there anything to look at

    return bool(find_secrets(words))


def _key(reader: Reader, table: dict[str, Any], where: str) -> KeySource | None:
    env = reader.text(table, "key_env", where)
    keyring = reader.text(table, "key_keyring", where)
    command = reader.text(table, "key_command", where)
    for name, source in (("key_env", env), ("key_keyring", keyring), ("key_command", command)):
        if source and _is_secret(source):
            reader.refuse(f"[{where}] {name}", "looks like the key itself; a key never stands in this file")
    if sum(source is not None for source in (env, keyring, command)) > 1:
        reader.refuse(f"[{where}]", "give one of key_env, key_keyring and key_command, not several")
    if env is not None:
        if not _VARIABLE.fullmatch(env):
            # The value is not repeated: it may be the key.
            reader.refuse(f"[{where}] key_env", "must be the name of an environment variable, not the key itself")
        return KeySource("env", env)
    if keyring is not None:
        service, slash, user = keyring.rpartition("/")
        if not (service and slash and user):
            reader.refuse(f"[{where}] key_keyring", 'must be "service/user", not the key itself')
        return KeySource("keyring", keyring)
    return KeySource("command", command) if command is not None else None


def _reasoning(reader: Reader, table: dict[str, Any], where: str) -> Reasoning | None:
    value = reader.text(table, "reasoning", where)
    if value is None:
        return None
    if value not in _REASONING:
        reader.refuse(f"[{where}] reasoning", f"must be one of {', '.join(_REASONING)}")
    return _REASONING[value]


def _data_collection(reader: Reader, table: dict[str, Any], where: str, model: str) -> DataCollection | None:
    value = reader.text(table, "data_collection", where)
    if value is None:
        return None
    if value not in _DATA_COLLECTION:
        reader.refuse(f"[{where}] data_collection", f"must be one of {', '.join(_DATA_COLLECTION)}")
    if not model.startswith("openrouter/"):
        reader.refuse(f"[{where}] data_collection", "is a setting of OpenRouter's; no other host knows it")
    return _DATA_COLLECTION[value]


def _window(reader: Reader, table: dict[str, Any], where: str) -> int | None:
    value = reader.number(table, "window", where)
    if value is not None and (not isinstance(value, int) or value < 1):
        reader.refuse(f"[{where}] window", "must be a whole number of tokens")
    return value


def _price(reader: Reader, table: dict[str, Any], where: str) -> tuple[float, float] | None:
    paid_in = reader.number(table, "input_price", where)
    paid_out = reader.number(table, "output_price", where)
    if paid_in is None and paid_out is None:
        return None
    if paid_in is None or paid_out is None:
        reader.refuse(f"[{where}]", "input_price and output_price go together, in US dollars per million tokens")
    return float(paid_in), float(paid_out)


def _places(reader: Reader, tables: Any) -> Iterator[Place]:  # noqa: ANN401 - TOML gives anything; it is checked first
    if not isinstance(tables, list):
        reader.refuse("places", "must be written [[places]]")
    for table in tables:
        if not isinstance(table, dict):
            reader.refuse("places", "must be written [[places]]")
        reader.known(table, "[places]", {"path", "only"})
        path = reader.text(table, "path", "[places]")
        only = table.get("only")
        if path is None:
            reader.refuse("[[places]] path", "is missing")
        if not isinstance(only, list) or not all(isinstance(name, str) for name in only):
            reader.refuse("[[places]] only", 'must be a list of names of friends: ["small"]')
        folder = Path(os.path.expanduser(path))  # noqa: PTH111 - Path.expanduser raises for an unknown ~name
        if not folder.is_absolute():
            reader.refuse("[[places]] path", "must begin with / or ~")
        yield Place(Path(os.path.normpath(folder)), tuple(only))


def _mark(path: Path) -> tuple[int, int] | None:
    """Tell what a path leads to, whatever it is called: letter case, mounts and links make other names of it."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
