"""Owns what an answer cost: tokens times the price of the day, with the price's source. What is not known is None."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from friend.adapters.gateway.protocol import Tokens


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars a token: input, output, and input that the provider had in its cache; and where the price stands."""

    input: float
    output: float
    cached: float
    source: str


def of_config(per_million: tuple[float, float]) -> Price:
    """Read the person's own price, in US dollars per million tokens."""
    input_price, output_price = (price / 1e6 for price in per_million)
    return Price(input_price, output_price, input_price, "config")


def of_map(entry: Mapping[str, Any] | None, version: str) -> Price | None:
    """Read an entry of litellm's map; None where it names no price. A price of zero there means "not known"."""
    if not entry:
        return None
    input_price, output_price = entry.get("input_cost_per_token"), entry.get("output_cost_per_token")
    if not input_price or not output_price:
        return None
    cached = entry.get("cache_read_input_token_cost") or input_price
    return Price(float(input_price), float(output_price), float(cached), f"litellm {version} map")


def bill(input_tokens: int | None, output_tokens: int | None, cached_tokens: int, price: Price | None) -> Tokens:
    """Say what an answer took."""
    if price is None or input_tokens is None or output_tokens is None:
        return Tokens(input_tokens, output_tokens, cached_tokens)
    cached = min(cached_tokens, input_tokens)
    cost = (input_tokens - cached) * price.input + cached * price.cached + output_tokens * price.output
    return Tokens(input_tokens, output_tokens, cached, cost, price.source)
