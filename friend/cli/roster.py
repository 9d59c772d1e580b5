"""Owns what `friend models list` says of a friend: its host, its key's place, what it reads and costs, until when.

Nothing is asked of anybody, and nothing heavy is imported: prices and windows stand in a file.
"""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from friend.adapters import paths
from friend.adapters.embedded import modelfile
from friend.adapters.gateway.modelmap import Known, ModelMap
from friend.adapters.gateway.route import way_to
from friend.asking.friend import Friend
from friend.ports import Unsendable
from friend.record.retirement import Retirement
from friend.text.visible import visible

_HERE: Final = "this machine"
_WIDEST: Final = 100
_INDENT: Final = 15


@dataclass(frozen=True, slots=True)
class Listed:
    """One friend as it is listed. `window` is in tokens, `price` in US dollars a million tokens in and out.

    What is not known is None; `problem` says why the friend cannot be asked as it is configured.
    """

    friend: Friend
    default: bool
    host: str | None
    local: bool
    window: int | None = None
    window_source: str | None = None
    price: tuple[float, float] | None = None
    price_source: str | None = None
    retirement: Retirement | None = None
    problem: str | None = None


def listed(friend: Friend, known: ModelMap, *, default: bool) -> Listed:
    """Find out what there is to say of a friend."""
    try:
        return _embedded(friend, default) if friend.is_embedded else _hosted(friend, known, default)
    except Unsendable as error:
        return Listed(friend, default, None, friend.is_embedded, problem=error.failure.message)


def as_json(one: Listed) -> dict[str, Any]:
    """Give the object of `--json`."""
    friend, price, gone = one.friend, one.price, one.retirement
    return {
        "name": friend.name,
        "model": friend.model,
        "default": one.default,
        "host": one.host,
        "local": one.local,
        "api_base": friend.api_base,
        "key": {"kind": friend.key.kind, "where": friend.key.where, "found": _found(friend)} if friend.key else None,
        "window": one.window,
        "window_source": one.window_source,
        "price": {"input": price[0], "output": price[1], "source": one.price_source} if price else None,
        "retires": {"on": gone.on.isoformat(), "source": gone.source} if gone else None,
        "reasoning": friend.reasoning,
        "data_collection": friend.data_collection,
        "problem": one.problem,
    }


def lines(one: Listed, today: date) -> list[str]:
    """Give the lines of the list: name, model and host; then the rest, cut between facts and never inside one."""
    friend = one.friend
    where = one.host or "nowhere"
    if one.local and where != _HERE:
        where = f"{_HERE} ({where})"
    head = [friend.model, where, "the default" if one.default else ""]
    facts = [key_words(friend), _window(one), _price(one), *_settings(one, today)]
    if one.problem:
        facts = [key_words(friend), f"cannot be asked: {one.problem}"]
    width = min(shutil.get_terminal_size().columns, _WIDEST) if sys.stdout.isatty() else _WIDEST
    rows = [f"{'*' if one.default else ' '} {friend.name:<{_INDENT - 3}} {' · '.join(filter(None, head))}"]
    row = ""
    for fact in filter(None, facts):
        if row and _INDENT + len(row) + len(fact) + 3 > width:
            rows.append(" " * _INDENT + row)
            row = ""
        row = f"{row} · {fact}" if row else fact
    return [visible(each, keep_lines=False) for each in [*rows, " " * _INDENT + row]]


def key_words(friend: Friend) -> str:
    """Say where the key is found and, where that costs nothing, whether it is there; never the key."""
    if friend.key is None:
        return "no key"
    if friend.key.kind == "env":
        return f"key in {friend.key.where} ({'set' if _found(friend) else 'NOT set'})"
    return f"key from the {'keyring entry' if friend.key.kind == 'keyring' else 'command'} {friend.key.where}"


def _found(friend: Friend) -> bool | None:
    """Tell whether the key is there; None where one would have to open a keyring or run a command."""
    return bool(os.environ.get(friend.key.where)) if friend.key and friend.key.kind == "env" else None


def _embedded(friend: Friend, default: bool) -> Listed:  # noqa: FBT001 - private, and called once
    window, source = friend.window, "config"
    if window is None:
        window, source = modelfile.locate(friend.model, paths.data_dir()).window, "the model's file"
    return Listed(friend, default, _HERE, local=True, window=window, window_source=source)


def _hosted(friend: Friend, known: ModelMap, default: bool) -> Listed:  # noqa: FBT001 - as above
    way = way_to(friend)
    about = known.about(way.api, way.provider, way.model)
    window, window_source = (friend.window, "config") if friend.window else (about.window, known.source)
    price, price_source = _price_of(friend, about, official=way.official)
    return Listed(
        friend,
        default,
        way.host,
        way.local,
        window,
        window_source if window else None,
        price,
        price_source,
        about.retirement if way.official else None,
    )


def _price_of(friend: Friend, about: Known, *, official: bool) -> tuple[tuple[float, float] | None, str | None]:
    if friend.price is not None:
        return friend.price, "config"
    # Another host may charge what it likes for a model of this name.
    if about.price is None or not official:
        return None, None
    return (round(about.price.input * 1e6, 6), round(about.price.output * 1e6, 6)), about.price.source


def _window(one: Listed) -> str:
    return f"reads {one.window:,} tokens ({one.window_source})" if one.window else "how much it reads is unknown"


def _price(one: Listed) -> str:
    if one.price is None:
        return "" if one.local else "price unknown"
    paid_in, paid_out = one.price
    return f"${paid_in:,.2f} in, ${paid_out:,.2f} out a million tokens ({one.price_source})"


def _settings(one: Listed, today: date) -> list[str]:
    friend, gone = one.friend, one.retirement
    return [
        f"{gone.words(today)} ({gone.source})" if gone else "",
        f"reasoning {friend.reasoning}" if friend.reasoning else "",
        f"data collection {friend.data_collection}" if friend.data_collection else "",
    ]
