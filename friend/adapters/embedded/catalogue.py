"""Owns which offline models friend knows by name: their bytes, where these are found, and how good a friend each is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from friend.adapters.embedded import wheels
from friend.adapters.embedded.wheels import Wheel


@dataclass(frozen=True, slots=True)
class Published:
    """The publisher's own file."""

    url: str


@dataclass(frozen=True, slots=True)
class Indexed:
    """The same bytes in wheels of the package index, in order."""

    wheels: tuple[Wheel, ...]


Source = Published | Indexed


@dataclass(frozen=True, slots=True)
class Entry:
    """A model of the catalogue.

    `size` is in bytes, `sha256` in hex, `window` in tokens. `speed` is how many tokens of a draft it reads in a
    second, measured on two cores. `sources` are tried in order. `frankly` says to people how good it is.
    """

    name: str
    title: str
    file: str
    size: int
    sha256: str
    licence: str
    window: int
    speed: float
    sources: tuple[Source, ...]
    frankly: str


SMALL: Final = Entry(
    name="small",
    title="Qwen2.5-Coder 1.5B Instruct (Q4_K_M)",
    file="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
    size=1_117_320_768,
    sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
    licence="Apache-2.0",
    window=32_768,
    speed=45.0,
    sources=(
        Published(
            "https://huggingface.co/Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF/resolve/main/"
            "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf"
        ),
        Indexed(wheels.SMALL),
    ),
    frankly=(
        "A small offline model. It sometimes offers a simpler or more correct sentence. "
        "It misses problems, can be wrong or change your meaning, and is weaker in French."
    ),
)

TINY: Final = Entry(
    name="tiny",
    title="SmolLM2 135M Instruct (Q4_1)",
    file="SmolLM2-135M-Instruct.Q4_1.gguf",
    size=98_362_432,
    sha256="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
    licence="Apache-2.0",
    window=8_192,
    speed=180.0,
    sources=(Indexed(wheels.TINY),),
    frankly="For tests of the plumbing only. Its advice is worthless.",
)

CATALOGUE: Final = {entry.name: entry for entry in (SMALL, TINY)}


def available(data_dir: Path) -> list[Entry]:
    """Give the models of the catalogue whose file is on disk, whole by its size; the digest is checked at the start."""
    return [entry for entry in CATALOGUE.values() if _is_whole(models_dir(data_dir) / entry.file, entry.size)]


def models_dir(data_dir: Path) -> Path:
    """Say where the model files are."""
    return data_dir / "models"


def _is_whole(path: Path, size: int) -> bool:
    try:
        return path.stat().st_size == size
    except OSError:
        return False
