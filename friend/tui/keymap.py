"""Owns the names of actions and the keys that each has now: the desk's own, or those that the person chose.

`[keys]` in the configuration gives keys by name: `ask_here = "ctrl+e"`, `pane.quote = "y,q"`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from textual._context import active_app
from textual.binding import Binding, BindingType
from textual.keys import key_to_character

from friend.text.interface import tr
from friend.tui.looks import SEPARATOR, looks

_NAMES: Final = {
    "escape": "Esc",
    "enter": "Enter",
    "tab": "Tab",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "backspace": "Backspace",
    "delete": "Delete",
    "home": "Home",
    "end": "End",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "space": "Space",
}
_IN_WORDS: Final = {"up": "Up", "down": "Down", "left": "Left", "right": "Right", "pageup": "Page Up"} | {
    "pagedown": "Page Down"
}
_KEY: Final = re.compile(r"(?:(?:ctrl|shift|alt|super|meta|hyper)\+)*(?:[a-z][a-z0-9_]*|\S)")
_SAME: Final = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+j": "enter", "ctrl+h": "backspace", "ctrl+[": "escape"}
"""Keys that reach us as another one."""
_WRITTEN: Final = frozenset({"", "text", "panel", "find", "log"})
"""Where letters are written: there no letter can be a key."""
_SIDE_BY_SIDE: Final = frozenset({"", "text", "pane", "found", "panel", "find"})
"""Places whose keys must differ from the desk's own, which hold in all of them."""

_known: Final[dict[str, Binding]] = {}


def give_names(place: str, bindings: list[BindingType]) -> None:
    """Give the bindings names, by which the person may choose other keys for them.

    A name is `place.action`, or the action alone on the desk, whose place is "". An action with a parameter has it in
    its name (`step_back` for -1); an `id` that is given stands in the place of that.
    """
    for at, binding in enumerate(bindings):
        if isinstance(binding, Binding):
            name = binding.id or _name(binding.action)
            with_name = replace(binding, id=f"{place}.{name}" if place else name)
            bindings[at] = _known[with_name.id or ""] = with_name


def _name(action: str) -> str:
    name, _, rest = action.partition("(")
    parameter = rest.rstrip(")").strip("'\"")
    suffix = {"": "", "1": "", "None": "", "-1": "_back", "True": "_select"}.get(parameter, f"_{parameter}")
    return f"{name.rpartition('.')[2]}{suffix}".replace("-", "_")


def names() -> Mapping[str, Binding]:
    """Give every action that can have other keys, by name."""
    return _known


# What a key is now


def keys_now(binding: Binding) -> list[str]:
    """Give the keys of a binding as they are on the desk that is running."""
    keymap: Mapping[str, str] = getattr(active_app.get(None), "keymap", {})
    return _split(keymap.get(binding.id or "", binding.key))


def key_to(name: str, *, in_words: bool = False) -> str:
    """Give the first key of an action by its name, as people say it. Raises KeyError for a name that there is not."""
    return key_name(keys_now(_known[name])[0], in_words=in_words)


def hint(name: str) -> str:
    """Give an action's key and what it does. Raises KeyError for a name that there is not."""
    return f"{key_to(name)} {tr(_known[name].description)}"


def key_name(key: str, *, in_words: bool = False) -> str:
    """Give a key as people say it: `^R`, `F1`, `Enter`, `Shift+↑`; in words `Ctrl+R` and `Shift+Up`."""
    plain = in_words or looks().plain
    *modifiers, last = key.split("+")
    name = (_NAMES | _IN_WORDS if plain else _NAMES).get(last)
    if name is None:
        # A sign has a name of its own: `exclamation_mark`.
        sign = key_to_character(last) if len(last) > 1 else None
        name = sign or (last.upper() if len(last) > 1 or modifiers else last)
    if modifiers == ["ctrl"] and len(last) == 1 and not plain:
        return f"^{name}"
    return "+".join([*(tr(modifier.capitalize()) for modifier in modifiers), tr(name)])


def keys_of(bindings: Iterable[BindingType]) -> list[tuple[str, str]]:
    """Give the keys and what each does."""
    rows = []
    for binding in bindings:
        if isinstance(binding, Binding):
            keys = [key_name(key) for key in keys_now(binding) if "super" not in key]
            rows.append((" ".join(keys), tr(binding.description)))
    return rows


def hints(bindings: Iterable[BindingType]) -> str:
    """Give the keys at hand in one line."""
    shown = [binding for binding in bindings if isinstance(binding, Binding) and binding.show]
    return SEPARATOR.join(f"{key_name(keys_now(binding)[0])} {tr(binding.description)}" for binding in shown)


# What the person chose


def chosen(wanted: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """Give the keys that can be had by name, and what is wrong with the others, a line each."""
    taken: dict[str, str] = {}
    wrong: list[str] = []
    for name, keys in wanted.items():
        why = _refused(name, keys)
        if why is None:
            taken[name] = ",".join(_split(keys))
        else:
            wrong.append(tr("keys.{name}: {why}", name=name, why=why))
    # Only once all are known: two that change places do not collide.
    while (clash := _clash(taken)) is not None:
        name, key, other = clash
        del taken[name]
        wrong.append(tr("keys.{name}: {key} is the key of {other}", name=name, key=key, other=other))
    return taken, wrong


def _refused(name: str, keys: str) -> str | None:
    if name not in _known:
        return tr("there is no such action; friend config keys lists them")
    split = _split(keys)
    if not split:
        return tr("no key is given")
    for key in split:
        if not _KEY.fullmatch(key):
            return tr("{key} is no key; write it as ctrl+e, f5 or shift+up", key=key)
        if key in _SAME:
            return tr("a terminal cannot tell {key} from {same}", key=key, same=_SAME[key])
        if len(key.rpartition("+")[2]) == 1 and _place(name) in _WRITTEN and not {"ctrl", "alt"} & set(key.split("+")):
            return tr("{key} is a letter that one writes there", key=key)
    return None


def _clash(taken: Mapping[str, str]) -> tuple[str, str, str] | None:
    """Find a chosen key that another action has in the same place, or on the desk."""
    desks = {key for name, binding in _known.items() if not _place(name) for key in _split(binding.key)}
    for name, keys in reversed(list(taken.items())):
        for other, binding in _known.items():
            if other == name or not _meet(_place(name), _place(other)):
                continue
            theirs = set(_split(taken.get(other, binding.key)))
            both = set(_split(keys)) & theirs
            if not _place(name) and _place(other) == "text" and other not in taken:
                # The desk may take a key of the text's, as its own do, where the text is left another one for the same.
                both = both if theirs - desks <= both else set()
                both -= desks
            if both:
                return name, min(both), other
    return None


def _place(name: str) -> str:
    return name.rpartition(".")[0]


def _meet(one: str, other: str) -> bool:
    """Tell whether keys of two places are live at once."""
    return one == other or ("" in (one, other) and {one, other} <= _SIDE_BY_SIDE)


def _split(keys: str) -> list[str]:
    return [key.strip() for key in keys.split(",") if key.strip()]
