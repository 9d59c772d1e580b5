"""Owns where the prompts lie: in the wheel as `friend/_prompts`, or in the checkout's own folder `prompts`."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from friend.asking.prompt import Prompt, ReadyQuestion, read_prompt, ready_question


class PromptShelf:
    """The released prompts. It reads a file when it is asked for, and none before."""

    def __init__(self, folder: Traversable | None = None) -> None:
        """Read from `folder`, or from where this installation keeps its prompts."""
        self._folder = folder or _shipped()

    def rule(self, name: str = "review") -> Prompt:
        """Give the newest version of the rule called `name`. Raises LookupError and PromptError."""
        return _newest(self._folder, name)

    def questions(self) -> list[ReadyQuestion]:
        """Give every ready question in its newest version, in the order of their places. Raises PromptError."""
        folder = self._folder / "questions"
        names = {base(entry.name) for entry in _all(folder)}
        return sorted((ready_question(_newest(folder, name)) for name in names), key=lambda ready: ready.place)

    def question(self, name: str) -> ReadyQuestion:
        """Give the newest version of the ready question `name`. Raises LookupError and PromptError."""
        return ready_question(_newest(self._folder / "questions", name))

    def cross_reading(self) -> ReadyQuestion:
        """Give the question by which a friend reads another's answer. Raises LookupError and PromptError."""
        return ready_question(_newest(self._folder / "relations", "cross"))


def base(file_name: str) -> str:
    """Give what stands before `.vNUMBER.md`."""
    return file_name.removesuffix(".md").rpartition(".v")[0]


def _newest(folder: Traversable, name: str) -> Prompt:
    found = [entry for entry in _all(folder) if base(entry.name) == name]
    if not found:
        raise LookupError(f"there is no prompt called {name}")
    return max((read_prompt(entry.name, entry.read_bytes()) for entry in found), key=lambda prompt: prompt.version)


def _all(folder: Traversable) -> list[Traversable]:
    return [entry for entry in folder.iterdir() if entry.name.endswith(".md")]


def _shipped() -> Traversable:
    package = files("friend")
    in_wheel = package / "_prompts"
    if in_wheel.is_dir():
        return in_wheel
    return Path(str(package)).parent / "prompts"
