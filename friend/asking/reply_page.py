"""Owns what of a reply is shown as prose: all that is no suggestion, and how the gap closes where one was taken out.

White space is held until the next word, so that the prose begins and ends with one and is the same however the reply
was cut into chunks. A gap that held a suggestion closes to at most one blank line. The lines of a code fence go with it
where they wrap nothing else. Every character of the reply ends up in exactly one segment.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from friend.asking.suggestion import Advice

SegmentKind = Literal["prose", "suggestion", "layout"]


@dataclass(frozen=True, slots=True)
class Prose:
    """More of the answer, to show at once. All of them joined are the answer."""

    text: str


@dataclass(frozen=True, slots=True)
class Advised:
    """A suggestion that came whole."""

    advice: Advice


class Segment(NamedTuple):
    """How a stretch of the reply was read. All sources, joined, are the reply; all that is shown is the answer.

    "prose" is shown as it came (or, in JSON, decoded); a "suggestion" became advice; "layout" is white space, the
    punctuation of JSON and the fences round either, shown as "", or as the white space that is left in its place.
    """

    kind: SegmentKind
    source: str
    shown: str


class _Gap:
    """What came since the last word of prose."""

    def __init__(self) -> None:
        self.pieces: list[Segment] = []
        self.removed = False
        self.apart = False
        self._tail: list[str] = []
        self._lines = 0
        self._blank = False

    def blank(self, source: str, shown: str) -> None:
        self.pieces.append(Segment("prose", source, shown))
        self._tail.append(shown)
        self._lines += shown.count("\n")
        self._blank = True

    def remove(self, kind: SegmentKind, source: str) -> None:
        self.pieces.append(Segment(kind, source, ""))
        self._tail.clear()
        self.removed = True

    def extend(self, later: _Gap) -> None:
        self.pieces += later.pieces
        self._tail = later._tail if later.removed else self._tail + later._tail
        self._lines += later._lines
        self._blank |= later._blank
        self.removed |= later.removed
        self.apart |= later.apart

    @property
    def closed(self) -> str:
        """The white space that stands for the gap: at most one blank line, and the indentation of the next line."""
        lines = 2 if self.apart else min(2, self._lines)
        if not lines:
            return " " if self._blank else ""
        _, end, indentation = "".join(self._tail).rpartition("\n")
        return "\n" * lines + (indentation if end else "")


class Page:
    """What a reply comes to: events to show, and the segments that account for every character."""

    def __init__(self) -> None:
        self.segments: list[Segment] = []
        self._events: list[Prose | Advised] = []
        self._saying: list[str] = []
        self._begun = False
        self._gap = _Gap()
        self._before_fence = _Gap()
        self._fence: str | None = None
        self._fence_dropped = False

    def events(self) -> list[Prose | Advised]:
        """Give what is certain since the last call."""
        self._flush()
        events, self._events = self._events, []
        return events

    def text(self, source: str) -> None:
        """Show `source` as it came."""
        core = source.strip()
        if not core:
            self._blank(source, source)
            return
        start = source.index(core[0])
        end = start + len(core)
        self._blank(source[:start], source[:start])
        self._settle()
        self._say(source[start:end], source[start:end])
        self._blank(source[end:], source[end:])

    def decoded(self, source: str, shown: str) -> None:
        """Show `shown`, which stands for `source`: an escape sequence of JSON."""
        if shown.isspace():
            self._blank(source, shown)
        else:
            self._settle()
            self._say(source, shown)

    def apart(self, source: str) -> None:
        """Show `source` as a paragraph of its own."""
        self.separate()
        self.text(source)
        self.separate()

    def separate(self) -> None:
        """Let what comes next begin a paragraph."""
        self._gap.apart = True

    def layout(self, source: str) -> None:
        """Leave `source` out: it is punctuation of the reply's form."""
        self._gap.remove("layout", source)

    def suggestion(self, source: str, advice: Advice) -> None:
        """Take a suggestion out of the prose and give it as an event."""
        self._gap.remove("suggestion", source)
        self._flush()
        self._events.append(Advised(advice))

    @property
    def fence_held(self) -> bool:
        """Whether a code fence is open in which no prose stands so far."""
        return self._fence is not None

    def open_fence(self, line: str) -> None:
        """Hold the line that opens a code fence until it is known whether prose stands in it."""
        self._before_fence, self._gap, self._fence = self._gap, _Gap(), line.rstrip()
        blank = line[len(self._fence) :]
        self._blank(blank, blank)

    def drop_fence(self) -> None:
        """Leave out the fence that is held, and the line that will close it: it wraps the reply's JSON."""
        if self._fence is not None:
            self._forget_fence()
            self._fence_dropped = True

    def close_fence(self, line: str) -> None:
        """Show the line that closes a code fence, or leave it out where it only wrapped suggestions."""
        if self._fence_dropped or (self._fence is not None and self._gap.removed):
            self._forget_fence()
            self._fence_dropped = False
            self.layout(line)
        else:
            self.text(line)

    def finish(self) -> None:
        """Settle what is held: nothing more comes."""
        if self._fence is not None and self._gap.removed:
            self._forget_fence()
        if self._fence is not None:
            self._settle_before_fence()
        self._leave_out(self._gap)
        self._gap = _Gap()

    def _forget_fence(self) -> None:
        if self._fence is not None:
            self._before_fence.remove("layout", self._fence)
            self._before_fence.extend(self._gap)
            self._gap, self._fence = self._before_fence, None

    def _settle_before_fence(self) -> None:
        if self._fence is not None:
            self._close(self._before_fence)
            self._say(self._fence, self._fence)
            self._fence = None

    def _settle(self) -> None:
        self._settle_before_fence()
        self._close(self._gap)
        self._gap = _Gap()

    def _close(self, gap: _Gap) -> None:
        if self._begun and not gap.removed and not gap.apart:
            for piece in gap.pieces:
                self._say(piece.source, piece.shown)
            return
        self._leave_out(gap)
        if self._begun and gap.closed:
            self._saying.append(gap.closed)
            self.segments.append(Segment("layout", "", gap.closed))

    def _leave_out(self, gap: _Gap) -> None:
        for kind, source, _ in gap.pieces:
            self.segments.append(Segment("layout" if kind == "prose" else kind, source, ""))

    def _blank(self, source: str, shown: str) -> None:
        if source:
            self._gap.blank(source, shown)

    def _say(self, source: str, shown: str) -> None:
        self.segments.append(Segment("prose", source, shown))
        self._saying.append(shown)
        self._begun = True

    def _flush(self) -> None:
        if self._saying:
            self._events.append(Prose("".join(self._saying)))
            self._saying.clear()
