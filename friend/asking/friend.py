"""Owns what a friend is: a model under the name that the person gave it, where it lives, and where its key is found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Reasoning = Literal["none", "low", "medium", "high"]
DataCollection = Literal["deny", "allow"]
KeyKind = Literal["env", "keyring", "command"]


@dataclass(frozen=True, slots=True)
class KeySource:
    """Where a key is found; never the key. `where` is a variable's name, `service/user`, or a command (no shell)."""

    kind: KeyKind
    where: str


@dataclass(frozen=True, slots=True)
class Friend:
    """A configured model.

    `model` is a litellm model string, `embedded/NAME` of the catalogue, or `embedded/path/to.gguf`.
    `window` is the context window in tokens and `price` US dollars per million input and output tokens, where the
    person set them. `data_collection` says whether OpenRouter may pass the text to hosts that keep it.
    """

    name: str
    model: str
    api_base: str | None = None
    key: KeySource | None = None
    reasoning: Reasoning | None = None
    window: int | None = None
    price: tuple[float, float] | None = None
    data_collection: DataCollection | None = None

    @property
    def is_embedded(self) -> bool:
        """Tell whether it runs on this machine in friend's own process, so that nothing leaves."""
        return self.model.startswith("embedded/")
