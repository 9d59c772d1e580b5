"""Owns what litellm's bundled map says of a model, read as the file that it is: importing the library takes seconds."""

from __future__ import annotations

import importlib.metadata
import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import msgspec

from friend.adapters.gateway import prices
from friend.adapters.gateway.prices import Price
from friend.adapters.gateway.providers import BY_API
from friend.record.exchange import Speaker
from friend.record.retirement import Retirement, retirement

_FILE: Final = "model_prices_and_context_window_backup.json"


def entry(known: Mapping[str, Any], api: str, model: str) -> dict[str, Any] | None:
    """Give what the map `known` says of a provider's model; None where it does not know it."""
    for name in (model, f"{api}/{model}"):
        found = known.get(name)
        if isinstance(found, dict) and found.get("litellm_provider") in {api, f"{api}_converse"}:
            return found
    return None


def retires(provider: str, model: str, found: Mapping[str, Any] | None, source: str) -> Retirement | None:
    """Say when a model goes: our own table first, which names its provider's page, then the map's entry."""
    told = (found or {}).get("deprecation_date")
    try:
        mapped = Retirement(date.fromisoformat(told), source) if isinstance(told, str) else None
    except ValueError:
        mapped = None
    return retirement(provider, model) or mapped


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one model: window in tokens, price a token in US dollars, retirement. None is "unknown"."""

    window: int | None = None
    price: Price | None = None
    retirement: Retirement | None = None


class ModelMap:
    """The map as it lies beside the installed library; an absent or unreadable one knows nothing."""

    def __init__(self) -> None:
        self._entries, self.version = _read()

    @property
    def source(self) -> str:
        """What a figure from here is said to come from."""
        return f"litellm {self.version} map"

    def about(self, api: str, provider: str, model: str) -> Known:
        """Say what is known of a provider's model. `provider` is the name that an exchange gives it."""
        found = entry(self._entries, api, model)
        window = (found or {}).get("max_input_tokens")
        return Known(
            window if isinstance(window, int) else None,
            prices.of_map(found, self.version),
            retires(provider, model, found, self.source),
        )

    def retirement_of(self, speaker: Speaker) -> Retirement | None:
        """Say when the model goes that answered: the version that was reported, else the name that was asked for."""
        provider = speaker.provider or ""
        api = next((each.api for each in BY_API.values() if each.name == provider), "")
        for name in (*speaker.served, speaker.requested.partition("/")[2]):
            found = self.about(api, provider, name).retirement
            if found:
                return found
        return None

    def retired_on(self, speaker: Speaker, today: date) -> date | None:
        """Give the last day of the model that answered, where that is behind us."""
        gone = self.retirement_of(speaker)
        return gone.on if gone and gone.on <= today else None


def _read() -> tuple[dict[str, Any], str]:
    spec = importlib.util.find_spec("litellm")
    try:
        if spec is None or spec.origin is None:
            return {}, "unknown"
        data = (Path(spec.origin).parent / _FILE).read_bytes()
        return msgspec.json.decode(data, type=dict[str, Any]), importlib.metadata.version("litellm")
    except (OSError, msgspec.MsgspecError, importlib.metadata.PackageNotFoundError):
        return {}, "unknown"
