"""Replies as documents (tests/fixtures/replies): what is written there is what the parser reads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet

from friend.asking.reply import Advised, Prose, Reply, ReplyParser, parse

FIXTURES = Path(__file__).parents[1] / "fixtures" / "replies"


def documents() -> Iterator[ParameterSet]:
    """Give each document of each file: a title, a reply, what it is read as."""
    for file in sorted(FIXTURES.glob("*.md")):
        title = ""
        parts: list[list[str]] = []
        for line in file.read_text("utf-8").splitlines():
            if line == ".":
                parts.append([])
            elif parts:
                parts[-1].append(line)
            elif line:
                title = line
            if len(parts) == 3:
                reply, expected, _ = parts
                yield pytest.param("\n".join(reply), expected, id=f"{file.stem}: {title}")
                parts = []


def told(reply: Reply) -> list[str]:
    """Write a reply as the documents do."""
    lines = [f"| {line}".rstrip() for line in reply.answer.split("\n")] if reply.answer else []
    for advice in reply.advice:
        lines.append(f"quote: {advice.quote}")
        if advice.instead is not None:
            lines.append(f"instead: {'⎵' * advice.instead.startswith(' ')}{advice.instead.lstrip(' ')}".rstrip())
        lines.append(f"why: {advice.why}".rstrip())
    lines = [line.replace("\t", "→") for line in lines]
    lines = [line.replace("\n", "⏎") for line in lines]
    return [*lines, *(f"note: {note}" for note in reply.notes)]


DOCUMENTS = list(documents())


@pytest.mark.parametrize(("raw", "expected"), DOCUMENTS)
def test_reply_is_read_as_the_document_says(raw: str, expected: list[str]) -> None:
    """Faults 37, 40, 43 and 48: every document reads as it says, prose, suggestions and notes."""
    assert told(parse(raw)) == expected


@pytest.mark.parametrize(("raw", "expected"), DOCUMENTS)
def test_document_is_read_the_same_letter_by_letter(raw: str, expected: list[str]) -> None:
    """A reply that comes one character at a time comes to the same."""
    parser = ReplyParser()
    events = [event for character in raw for event in parser.feed(character)] + parser.close()
    answer = "".join(event.text for event in events if isinstance(event, Prose))
    advice = tuple(event.advice for event in events if isinstance(event, Advised))
    assert told(Reply(answer, advice, tuple(parser.notes))) == expected


def test_there_are_documents() -> None:
    """The fixtures are found: an empty folder would pass everything."""
    assert len(DOCUMENTS) > 70
