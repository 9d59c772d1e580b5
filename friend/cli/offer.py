"""Owns the one screen that is shown when there is nobody to ask: an offer a line, and nothing sent before a yes."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, replace

import click

from friend.adapters.config import Config, ConfigError
from friend.adapters.config_edit import add_friend
from friend.adapters.embedded.catalogue import SMALL, Entry
from friend.adapters.gateway.modelmap import ModelMap
from friend.adapters.gateway.route import way_to
from friend.adapters.loopback import local_models
from friend.asking.friend import Friend, KeySource
from friend.cli.choose import embedded_friend
from friend.cli.exits import not_sent
from friend.cli.getting import described, get
from friend.ports import Unsendable
from friend.record.exchange import Failure
from friend.text.visible import visible

_A_PAGE = 1_000
_AN_ANSWER = 1_000
"""Tokens of a page of text with its question, and of a full answer, to name a price by."""
# A usual model for each key, all in litellm 1.106.2's map with a price and without a date of retirement.
_WITH_KEY = {
    variable: Friend(name, model, key=KeySource("env", variable))
    for variable, name, model in (
        ("OPENAI_API_KEY", "gpt", "openai/gpt-4o"),
        ("ANTHROPIC_API_KEY", "claude", "anthropic/claude-sonnet-5"),
        ("GEMINI_API_KEY", "gemini", "gemini/gemini-2.5-pro"),
        ("MISTRAL_API_KEY", "mistral", "mistral/mistral-large-latest"),
    )
}
# Where other programs look for the address of that provider.
_BASES = {
    "OPENAI_API_KEY": ("OPENAI_BASE_URL", "OPENAI_API_BASE"),
    "ANTHROPIC_API_KEY": ("ANTHROPIC_BASE_URL", "ANTHROPIC_API_BASE"),
    "GEMINI_API_KEY": ("GEMINI_API_BASE",),
    "MISTRAL_API_KEY": ("MISTRAL_API_BASE",),
}
ADDRESSES = tuple(name for names in _BASES.values() for name in names)
"""Variables of the environment that name an address. None is used before a person chose it."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A friend that one could have: `line` says what it is, `entry` is the model to fetch first, if any."""

    friend: Friend
    line: str
    entry: Entry | None = None


def offered(config: Config) -> Friend:
    """Let the person choose a friend, and remember it. Raises Stop (3) where nobody can answer or nobody is chosen."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise not_sent(Failure("no-friend", _nobody()))
    offers = find_offers()
    click.echo("There is nobody to ask yet. Nothing leaves this machine before you choose.\n", err=True)
    for number, offer in enumerate(offers, start=1):
        click.echo(f"  {number}  {offer.line}", err=True)
    numbers = click.Choice([str(number) for number in range(1, len(offers) + 1)] + ["q"])
    choice = click.prompt("\nWhich one? (q: none)", type=numbers, default="1", show_choices=False, err=True)
    if choice == "q":
        raise not_sent(Failure("no-friend", "nobody was chosen, and nothing was sent"))
    return taken(offers[int(choice) - 1], config)


def taken(offer: Offer, config: Config) -> Friend:
    """Fetch or remember what was offered. Raises Stop (3)."""
    if offer.entry:
        get(offer.entry)
        return offer.friend
    try:
        add_friend(config.path, offer.friend, make_default=True)
    except ConfigError as error:
        raise not_sent(Failure("config", str(error))) from None
    return offer.friend


def find_offers() -> list[Offer]:
    """Look around on this machine: the offline model, servers on loopback, keys in the environment."""
    return [embedded_offer(), *_local_offers(), *_key_offers()]


def embedded_offer() -> Offer:
    """Offer the offline model."""
    line = f"the offline model: {described(SMALL)}; after that nothing leaves this machine\n     {SMALL.frankly}"
    return Offer(embedded_friend(SMALL.name), line, SMALL)


def _local_offers() -> list[Offer]:
    offers = []
    for found in local_models():
        name = found.server.split(".")[0].split()[0].lower()
        # Ollama's own way names the model file's digest, and makes room for the draft.
        way = f"ollama_chat/{found.model}" if found.server == "Ollama" else f"openai/{found.model}"
        base = found.api_base.removesuffix("/v1") if found.server == "Ollama" else found.api_base
        friend = Friend(name, way, api_base=base)
        here = "answers on this machine" if way_to(friend).local else "hands your draft on to a service of its maker's"
        offers.append(Offer(friend, f"{visible(found.model)}, which {here} ({found.server})"))
    return offers


def _key_offers() -> list[Offer]:
    known = ModelMap()
    return [_key_offer(variable, friend, known) for variable, friend in _WITH_KEY.items() if os.environ.get(variable)]


def _key_offer(variable: str, friend: Friend, known: ModelMap) -> Offer:
    """Offer a provider whose key is there; at the address that the environment names, where it names one (fault 26)."""
    base = next((name for name in _BASES.get(variable, ()) if os.environ.get(name)), None)
    with_key = f"{friend.model}, with the key in {variable}"
    if base is not None:
        friend = replace(friend, api_base=os.environ[base])
        with_key += f", at the address in {base}"
    return Offer(friend, visible(f"{with_key}: your whole draft goes to {_host_and_price(friend, known)}"))


def _host_and_price(friend: Friend, known: ModelMap) -> str:
    try:
        way = way_to(friend)
    except Unsendable as error:
        return f"a host that cannot be asked now ({error.failure.message})"
    price = known.about(way.api, way.provider, way.model).price
    if price is None or not way.official:
        return f"{way.host}, price unknown"
    return f"{way.host}, about ${_A_PAGE * price.input + _AN_ANSWER * price.output:.3f} a question on a page"


def _nobody() -> str:
    found = [variable for variable in _WITH_KEY if os.environ.get(variable)]
    key = f" (a key is in {', '.join(found)}: `friend models add` can use it)" if found else ""
    return f"there is nobody to ask: `friend try --yes` gets the offline model, `friend models add` adds a host{key}"
