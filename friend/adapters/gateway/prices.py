"""Owns what an answer cost: tokens times the price of the day, with the price's source. What is not known is None."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from friend.adapters.gateway.protocol import Tokens


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars a token, and where the price stands.

    `cached` is for input that the provider had in its cache, `written` for input that it put there.
    """

    input: float
    output: float
    cached: float
    written: float
    source: str


def of_config(per_million: tuple[float, float]) -> Price:
    """Read the person's own price, in US dollars per million tokens."""
    input_price, output_price = (price / 1e6 for price in per_million)
    return Price(input_price, output_price, input_price, input_price, "config")


def of_map(entry: Mapping[str, Any] | None, version: str) -> Price | None:
    """Read an entry of litellm's map; None where it names no price. A price of zero there means "not known"."""
    if not entry:
        return None
    input_price, output_price = entry.get("input_cost_per_token"), entry.get("output_cost_per_token")
    if not input_price or not output_price:
        return None
    cached = entry.get("cache_read_input_token_cost") or input_price
    written = entry.get("cache_creation_input_token_cost") or input_price
    return Price(float(input_price), float(output_price), float(cached), float(written), f"litellm {version} map")


def bill(took: Tokens, price: Price | None) -> Tokens:
    """Add to what an answer took what it cost; both in all, and no more cached than read."""
    if price is None or took.input is None or took.output is None:
        return took
    cached = min(took.cached, took.input)
    written = min(took.written, took.input - cached)
    fresh = took.input - cached - written
    cost = fresh * price.input + cached * price.cached + written * price.written + took.output * price.output
    return Tokens(took.input, took.output, cached, written, cost, price.source)


def told(took: Tokens, cost_usd: float, by: str) -> Tokens:
    """Add to what an answer took what its host says that it cost, in US dollars."""
    return Tokens(took.input, took.output, took.cached, took.written, cost_usd, f"{by}'s own account")
