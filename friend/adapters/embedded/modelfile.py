"""Owns which file a model's name means, and whether that file may be used: there, a GGUF, and the bytes it must be."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from friend.adapters.embedded.catalogue import CATALOGUE, Entry, models_dir
from friend.adapters.embedded.digests import digest
from friend.adapters.embedded.gguf import NotGgufError, window_of
from friend.ports import Unsendable
from friend.record.exchange import Failure
from friend.text.visible import visible

# For a file whose header names no window: what every model of these years reads.
_UNNAMED_WINDOW = 4_096


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A model's file. `name` is what the person calls it, `window` its tokens; `entry` is set for the catalogue's."""

    name: str
    path: Path
    window: int
    entry: Entry | None


def refusal(message: str, kind: str = "embedded") -> Unsendable:
    """Make the refusal: nothing was sent, and why; names of files and words of the system are made visible."""
    return Unsendable(Failure(kind, visible(message, keep_lines=False)))


def locate(model: str, data_dir: Path) -> ModelFile:
    """Find the file of `embedded/NAME` or `embedded/path/to.gguf`; the prefix may be missing. Raises Unsendable."""
    name = model.removeprefix("embedded/")
    entry = CATALOGUE.get(name)
    try:
        if entry is not None:
            path = models_dir(data_dir) / entry.file
            if not path.is_file():
                raise refusal(
                    f"The offline model “{name}” is not on this machine yet. Get it: friend models get {name}"
                )
            return ModelFile(name, path, entry.window, entry)
        path = Path(name).expanduser()
        if not path.is_file():
            names = ", ".join(CATALOGUE)
            raise refusal(f"There is no offline model “{name}”: it is none of {names}, and no such file is there.")
        window = window_of(path)
    except NotGgufError as error:
        raise refusal(f"“{name}” cannot be used as a model: {error}. A model file ends in .gguf.") from None
    except (OSError, RuntimeError) as error:  # RuntimeError: `~someone` without a home
        raise refusal(f"“{name}” cannot be read: {error}.") from None
    return ModelFile(name, path, window or _UNNAMED_WINDOW, None)


def served_version(file: ModelFile, memory: Path) -> str:
    """Give `FILENAME@sha256:HEX`, read from the file itself. Raises Unsendable for a damaged or unreadable file.

    May read the whole file: not for an event loop's own thread.
    """
    try:
        found = digest(file.path, memory)
    except OSError as error:
        raise refusal(f"The model file of “{file.name}” cannot be read: {error}.") from None
    if file.entry is not None and found != file.entry.sha256:
        raise refusal(
            f"The file of the offline model “{file.name}” is damaged, so it is not used. "
            f"Get it again: friend models get {file.name}"
        )
    return f"{file.path.name}@sha256:{found}"
