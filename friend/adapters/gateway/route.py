"""Owns where a model string leads: which provider, which host, under which name.

Ambient variables such as OPENAI_BASE_URL are never asked: the address is the configured one, or the provider's own.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from friend.adapters.gateway.protocol import Way
from friend.adapters.gateway.providers import BY_API, PREFIXES, Provider
from friend.asking.friend import Friend
from friend.ports import Unsendable
from friend.record.exchange import Failure
from friend.text.visible import visible

# Names that can only be one provider's, where no prefix says whose they are.
_BARE: Final = (
    (re.compile(r"gpt-|chatgpt-|o\d|ft:"), "openai"),
    (re.compile(r"claude-"), "anthropic"),
    (re.compile(r"gemini-"), "gemini"),
)
_REGION: Final = re.compile(r"[a-z]{2}(?:-[a-z]+)+-\d\b")
_AMAZON: Final = "https://bedrock-runtime.{}.amazonaws.com"
_NOT_SPOKEN: Final = {
    "vertex_ai": "Vertex AI signs every request with Google credentials; gemini/NAME with a key of AI Studio is spoken",
}


def way_to(friend: Friend) -> Way:
    """Find the way to a friend who lives on a host. Raises Unsendable for a provider or an address not spoken."""
    provider, model = _provider_and_name(friend)
    region, model = _region(friend, model) if provider.api == "bedrock" else (None, model)
    base, host, port = _address(friend, provider, _AMAZON.format(region) if region else provider.base)
    loopback = is_loopback(host)
    local = loopback and not provider.passes_on and not _in_the_cloud(provider, model)
    official = provider.owns(host)
    shown = host if port is None else f"{host}:{port}"
    name = "this machine" if local else provider.name if official or loopback else shown
    return Way(
        friend.name, model, base, shown, name, local, official, api=provider.api, loopback=loopback, region=region
    )


def is_loopback(host: str) -> bool:
    """Tell whether `host` is this machine."""
    return host in {"localhost", "::1"} or host.startswith("127.")


def _provider_and_name(friend: Friend) -> tuple[Provider, str]:
    model = friend.model
    prefix, slash, name = model.partition("/")
    if slash and name and prefix in PREFIXES:
        return PREFIXES[prefix], name
    if not slash:
        if friend.api_base:
            return BY_API["openai"], model
        for pattern, api in _BARE:
            if pattern.match(model):
                return BY_API[api], model
    why = f": {_NOT_SPOKEN[prefix]}" if prefix in _NOT_SPOKEN else ""
    raise Unsendable(
        Failure(
            "provider",
            f"friend does not know the way to “{visible(model)}”{why}. Nothing was sent: write the model as "
            "PROVIDER/NAME, or as openai/NAME with the api_base of a host that speaks OpenAI's way. "
            f"The providers are {', '.join(sorted(PREFIXES))}.",
        )
    )


def _region(friend: Friend, name: str) -> tuple[str, str]:
    """Split `REGION/MODEL`; the region may stand in the api_base alone. Raises Unsendable where there is none."""
    region, slash, model = name.removeprefix("converse/").partition("/")
    if slash and _REGION.fullmatch(region):
        return region, model
    found = _REGION.search(friend.api_base or "")
    if found:
        return found[0], name.removeprefix("converse/")
    raise Unsendable(
        Failure(
            "address",
            f"“{visible(friend.model)}” does not say in which of Amazon's regions it lives. Nothing was sent: write it "
            "as bedrock/REGION/MODEL, such as bedrock/eu-west-1/anthropic.claude-sonnet-4-20250514-v1:0.",
        )
    )


def _address(friend: Friend, provider: Provider, usual: str | None) -> tuple[str, str, int | None]:
    base = friend.api_base or usual or ""
    try:
        parts = urlsplit(base)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host or parts.scheme not in {"http", "https"}:
        said = f"“{visible(base)}” is no address of a host" if base else f"{provider.name} has no address of its own"
        example = "https://NAME.openai.azure.com" if provider.api == "azure" else "http://127.0.0.1:8080/v1"
        raise Unsendable(
            Failure("address", f"{said}. Nothing was sent: give {friend.name} an api_base such as {example}.")
        )
    base = base.rstrip("/")
    if provider.format in {"anthropic", "ollama"}:
        # The library adds the whole path itself; people copy the address of the OpenAI-compatible route.
        base = base.removesuffix("/v1")
    return base, host, port


def _in_the_cloud(provider: Provider, model: str) -> bool:
    """Tell whether Ollama on this machine would hand the text to its own service."""
    return provider.format == "ollama" and model.endswith(("-cloud", ":cloud"))
