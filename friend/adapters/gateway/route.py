"""Owns where a model string leads: which host, which wire format, under which name.

So far one wire format is spoken, OpenAI's chat completions; another one adds its prefix here and a reader in wire.py.
Ambient variables such as OPENAI_BASE_URL are never asked: the address is the configured one, or OpenAI's own.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from friend.adapters.gateway.protocol import Way
from friend.asking.friend import Friend
from friend.ports import Unsendable
from friend.record.exchange import Failure
from friend.text.visible import visible

OPENAI_BASE: Final = "https://api.openai.com/v1"
_OPENAI_HOST: Final = "api.openai.com"
_OPENAI_NAME: Final = re.compile(r"(?:gpt-|chatgpt-|o\d|ft:)")
_PREFIX: Final = "openai/"


def way_to(friend: Friend) -> Way:
    """Find the way to a friend who lives on a host. Raises Unsendable for a provider or an address not spoken."""
    model = _name_on_host(friend)
    base = friend.api_base or OPENAI_BASE
    try:
        parts = urlsplit(base)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host or parts.scheme not in {"http", "https"}:
        raise Unsendable(
            Failure(
                "address",
                f"“{visible(base)}” is no address of a host. Nothing was sent: "
                f"give {friend.name} an api_base such as http://127.0.0.1:8080/v1.",
            )
        )
    local = is_loopback(host)
    official = host == _OPENAI_HOST
    shown = host if port is None else f"{host}:{port}"
    provider = "this machine" if local else "OpenAI" if official else shown
    return Way(friend.name, model, base.rstrip("/"), shown, provider, local, official)


def is_loopback(host: str) -> bool:
    """Tell whether `host` is this machine."""
    return host in {"localhost", "::1"} or host.startswith("127.")


def _name_on_host(friend: Friend) -> str:
    model = friend.model
    if model.startswith(_PREFIX) and len(model) > len(_PREFIX):
        return model.removeprefix(_PREFIX)
    if "/" not in model and (friend.api_base or _OPENAI_NAME.match(model)):
        return model
    hint = "write it as openai/NAME, with the api_base of a host that speaks OpenAI's way"
    raise Unsendable(
        Failure(
            "provider",
            f"friend speaks to OpenAI-compatible hosts so far, and “{visible(model)}” names another way. "
            f"Nothing was sent: choose another friend, or {hint}.",
        )
    )
