"""Owns how a reply is read (reply format 1, DESIGN §4.1): prose at once, suggestions once they are whole.

The parser is total: any text parses, chunks may end anywhere, and what is no suggestion stays visible as prose.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from friend.asking.json_reply import begins_like_json, read_object
from friend.asking.reply_page import Advised, Page, Prose, Segment
from friend.asking.reply_parts import UNREADABLE
from friend.asking.reply_source import Source, Steps
from friend.asking.suggestion import Advice
from friend.asking.tags import SUGGESTION, read_block, read_tag

__all__ = ["Advised", "Prose", "Reply", "ReplyParser", "Segment", "parse"]

_INDENTATION: Final = re.compile(r"[^\S\n]+")
_LINE: Final = re.compile(r"[^<\n]*\n?")
_FENCE: Final = re.compile(r"(`{3,})([^`<\n]*)|(~{3,})([^<\n]*)")
_LONGEST_FENCE: Final = 256
_SHORTEST_FENCE: Final = 3


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole reply: the prose, the suggestions in the order in which they came, and what was odd about it."""

    answer: str
    advice: tuple[Advice, ...]
    notes: tuple[str, ...]


class ReplyParser:
    """Reads a reply as it comes. `notes` tells a person what was odd, each once."""

    def __init__(self) -> None:
        self.notes: list[str] = []
        self._chunks: list[str] = []
        self._source = Source()
        self._page = Page()
        self._code: tuple[str, int] | None = None
        self._at_line_start = True
        self._understood_json = False
        self._steps = self._read()

    @property
    def raw(self) -> str:
        """The reply exactly as it came."""
        return "".join(self._chunks)

    @property
    def segments(self) -> tuple[Segment, ...]:
        """How every character of `raw` was read; complete after `close`."""
        return tuple(self._page.segments)

    def feed(self, chunk: str) -> list[Prose | Advised]:
        """Read the next chunk; give what is certain now."""
        self._chunks.append(chunk)
        self._source.add(chunk)
        next(self._steps, None)
        return self._page.events()

    def close(self) -> list[Prose | Advised]:
        """Say that the reply has ended; give the rest."""
        self._source.ended = True
        next(self._steps, None)
        return self._page.events()

    def _read(self) -> Steps[None]:
        source = self._source
        while here := (yield from source.wait(1)):
            if self._at_line_start and here.isspace() and here != "\n":
                self._pass(source.run(_INDENTATION))
            elif self._at_line_start and here in "`~":
                yield from self._fence()
            elif self._at_line_start and here == "{" and (self._code is None or self._page.fence_held):
                yield from self._json()
            elif here == "<":
                yield from self._angle()
            else:
                self._pass(source.run(_LINE))
        self._page.finish()
        if not self._understood_json and begins_like_json(self.raw):
            self._note(UNREADABLE)

    def _pass(self, text: str) -> None:
        """Show `text`, which has been taken, and keep track of where a line begins."""
        self._source.release()
        self._page.text(text)
        _, end, last = text.rpartition("\n")
        self._at_line_start = (bool(end) or self._at_line_start) and not last.strip()

    def _note(self, text: str) -> None:
        if text not in self.notes:
            self.notes.append(text)

    def _angle(self) -> Steps[None]:
        tag = yield from read_tag(self._source, SUGGESTION)
        if tag is None or tag == "cut off" or tag.closes or tag.empty:
            self._pass(self._source.take(1))
            return
        self._source.take(tag.length)
        yield from read_block(self._source, self._page, self._note)
        self._at_line_start = False

    def _json(self) -> Steps[None]:
        prose = yield from read_object(self._source, self._page, self._note)
        if prose is None:
            self._understood_json = True
            self._at_line_start = False
        else:
            self._pass(prose)

    def _fence(self) -> Steps[None]:
        """Read a line that may open or close a code fence."""
        source = self._source
        yield from source.wait(_SHORTEST_FENCE)
        while True:
            ahead = source.ahead(_LONGEST_FENCE)
            match = _FENCE.match(ahead)
            if match is None:
                self._pass(source.run(_LINE))
                return
            if match.end() < len(ahead) or len(ahead) == _LONGEST_FENCE or source.ended:
                break
            yield
        self._decide_fence(match, ahead)

    def _decide_fence(self, match: re.Match[str], ahead: str) -> None:
        line = self._source.take(match.end())
        marks = match[1] or match[3]
        info = match[2] or match[4] or ""
        follows = ahead[match.end() : match.end() + 1]
        whole_line = follows == "\n" or (not follows and len(ahead) < _LONGEST_FENCE)
        if self._code and whole_line and not info.strip() and marks[0] == self._code[0] and len(marks) >= self._code[1]:
            self._code = None
            self._source.release()
            self._page.close_fence(line)
        elif self._code is None and (whole_line or follows == "<"):
            self._code = (marks[0], len(marks))
            self._source.release()
            self._page.open_fence(line)
        else:
            self._pass(line)
        self._at_line_start = False


def parse(raw: str) -> Reply:
    """Read a whole reply."""
    parser = ReplyParser()
    events = [*parser.feed(raw), *parser.close()]
    answer = "".join(event.text for event in events if isinstance(event, Prose))
    advice = tuple(event.advice for event in events if isinstance(event, Advised))
    return Reply(answer, advice, tuple(parser.notes))
