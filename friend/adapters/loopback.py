"""Owns which model servers answer on this machine: the usual ports of Ollama, LM Studio, llama.cpp and vLLM.

Asked only when a person looks for a friend, and only on 127.0.0.1: nothing leaves the machine.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

_PORTS: Final = {11434: "Ollama", 1234: "LM Studio", 8080: "llama.cpp", 8000: "vLLM"}
_PATIENCE_S: Final = 0.5
_FIRST: Final = 1


@dataclass(frozen=True, slots=True)
class LocalModel:
    """A model that a server on loopback says it has; `server` is what usually listens there."""

    server: str
    api_base: str
    model: str


def local_models() -> list[LocalModel]:
    """Ask each usual port once, for at most half a second, and give the first model of each that answers."""
    with ThreadPoolExecutor(len(_PORTS)) as pool:
        found = pool.map(_ask, _PORTS.items())
    return [model for models in found for model in models[:_FIRST]]


def _ask(place: tuple[int, str]) -> list[LocalModel]:
    import httpx  # noqa: PLC0415 - takes a tenth of a second, and most commands never look around

    port, server = place
    base = f"http://127.0.0.1:{port}/v1"
    try:
        answer = httpx.get(f"{base}/models", timeout=_PATIENCE_S, trust_env=False)
        listed = answer.json()["data"]
        return [LocalModel(server, base, str(model["id"])) for model in listed]
    except (httpx.HTTPError, ValueError, KeyError, TypeError):
        return []
