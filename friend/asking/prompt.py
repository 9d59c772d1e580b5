"""Owns what a prompt file is: Markdown under a few `key: value` lines, named by its version and by its digest.

A released file is never edited: better words are a new version beside it (`review.v2.md`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal, NoReturn

from friend.asking.question import Question, Wants

Scope = Literal["passage", "whole", "either", "note"]

_FILE_NAME: Final = re.compile(r"(?P<base>[a-z][a-z0-9-]*)\.v(?P<version>[1-9][0-9]*)\.md")
_FIELD: Final = re.compile(r"(?P<key>[a-z][a-z_]*):(?P<value>.*)")
_SECTION: Final = re.compile(r"# +(?P<title>.*)")
_FENCE: Final = "---"
_LANGUAGES: Final = ("en", "fr")
_WANTS: Final[dict[str, Wants]] = {"suggestions": "suggestions", "comments": "comments", "ideas": "ideas"}
_SCOPES: Final[dict[str, Scope]] = {"passage": "passage", "whole": "whole", "either": "either", "note": "note"}
_SLOT: Final = re.compile(r"\{([a-z]+)\}")


class PromptError(ValueError):
    """A prompt file is not what it must be; the message names the file, the line and what was expected."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A released prompt.

    `name` is the file's stem with its version (`review.v1`), `digest` covers every byte of the file, `text` is what
    stands under the front matter. `body_line` is the line of the file, from 1, on which `text` begins.
    """

    name: str
    version: int
    digest: str
    meta: dict[str, str]
    text: str
    body_line: int

    @property
    def base(self) -> str:
        """The name without its version."""
        return self.name.rpartition(".v")[0]


@dataclass(frozen=True, slots=True)
class ReadyQuestion:
    """A question that stands ready, in each language of the interface.

    `place` is where it stands in a list; `letter` is its key in the question panel; `scope` says whether it is put
    about a passage, the whole text, or either, or about a friend's earlier note, with slots for the words that it is
    about (`{point}`); `prompt` is the file that it came from.
    """

    name: str
    place: int
    letter: str
    wants: Wants
    scope: Scope
    title: dict[str, str]
    text: dict[str, str]
    prompt: Prompt

    def put(self, language: str) -> Question:
        """Give the question in `language`, in English where it is not there."""
        return Question(self.text.get(language, self.text["en"]), self.name, self.wants)

    def filled(self, words: Mapping[str, str]) -> ReadyQuestion:
        """Give the question with words in its slots; a slot's name within them stays as it is. Raises KeyError."""
        texts = {language: _SLOT.sub(lambda slot: words[slot[1]], text) for language, text in self.text.items()}
        return replace(self, text=texts)


def read_prompt(file_name: str, content: bytes) -> Prompt:
    """Read the bytes of a prompt file. Raises PromptError."""
    parts = _FILE_NAME.fullmatch(file_name)
    if not parts:
        raise PromptError(f"{file_name}: a prompt is called NAME.vNUMBER.md, in small letters")
    try:
        lines = content.decode("utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise PromptError(f"{file_name}: not UTF-8 at byte {error.start}") from None
    if not lines or lines[0].strip() != _FENCE:
        _refuse(file_name, 1, "expected a line of three hyphens before the fields")
    meta: dict[str, str] = {}
    for number, line in enumerate(lines[1:], start=2):
        if line.strip() == _FENCE:
            break
        field = _FIELD.fullmatch(line)
        if not field or not field["value"].strip():
            _refuse(file_name, number, "expected `key: value`")
        if field["key"] in meta:
            _refuse(file_name, number, f"{field['key']} is given twice")
        meta[field["key"]] = field["value"].strip()
    else:
        _refuse(file_name, len(lines), "the fields do not end with a line of three hyphens")
    text = "\n".join(lines[number:]).strip("\n")
    if not text.strip():
        _refuse(file_name, number, "there are no words under the fields")
    if meta.get("name", parts["base"]) != parts["base"]:
        _refuse(file_name, 2 + list(meta).index("name"), f"the file is called {parts['base']}, its name says otherwise")
    blank = next(index for index, line in enumerate(lines[number:]) if line)
    digest = "sha256:" + hashlib.sha256(content).hexdigest()
    stem = f"{parts['base']}.v{parts['version']}"
    return Prompt(stem, int(parts["version"]), digest, meta, text, number + blank + 1)


def ready_question(prompt: Prompt) -> ReadyQuestion:
    """Read a ready question out of its prompt file. Raises PromptError."""
    known = {"name", "place", "letter", "wants", "scope", *(f"title_{language}" for language in _LANGUAGES)}
    file_name = f"{prompt.name}.md"
    for key in prompt.meta:
        if key not in known:
            _refuse(file_name, _line(prompt, key), f"{key} is no field of a ready question")
    missing = sorted(known - prompt.meta.keys())
    if missing:
        _refuse(file_name, 1, f"missing: {', '.join(missing)}")
    place = prompt.meta["place"]
    if not (place.isascii() and place.isdigit()):
        _refuse(file_name, _line(prompt, "place"), "place is a whole number")
    letter = prompt.meta["letter"]
    if len(letter) != 1 or not letter.isalpha():
        _refuse(file_name, _line(prompt, "letter"), "letter is one letter")
    wants = _WANTS.get(prompt.meta["wants"])
    if wants is None:
        _refuse(file_name, _line(prompt, "wants"), f"wants is one of {', '.join(_WANTS)}")
    scope = _SCOPES.get(prompt.meta["scope"])
    if scope is None:
        _refuse(file_name, _line(prompt, "scope"), f"scope is one of {', '.join(_SCOPES)}")
    title = {language: prompt.meta[f"title_{language}"] for language in _LANGUAGES}
    texts = _sections(prompt, file_name)
    return ReadyQuestion(prompt.meta["name"], int(place), letter, wants, scope, title, texts, prompt)


def _sections(prompt: Prompt, file_name: str) -> dict[str, str]:
    """Cut the body at its `# en` and `# fr`."""
    found: dict[str, list[str]] = {}
    current: list[str] | None = None
    for number, line in enumerate(prompt.text.split("\n"), start=prompt.body_line):
        heading = _SECTION.fullmatch(line)
        if heading:
            title = heading["title"].strip()
            if title not in _LANGUAGES or title in found:
                _refuse(file_name, number, "the sections are `# en` and `# fr`, each once")
            current = found.setdefault(title, [])
        elif current is not None:
            current.append(line)
        elif line.strip():
            _refuse(file_name, number, "words before the first section")
    texts = {language: "\n".join(lines).strip() for language, lines in found.items()}
    for language in _LANGUAGES:
        if not texts.get(language):
            _refuse(file_name, prompt.body_line, f"the section `# {language}` is missing or empty")
    return texts


def _line(prompt: Prompt, key: str) -> int:
    return list(prompt.meta).index(key) + 2


def _refuse(file_name: str, line: int, why: str) -> NoReturn:
    raise PromptError(f"{file_name}, line {line}: {why}")
