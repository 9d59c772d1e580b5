"""Owns how a frame of the desk is painted: at once after a key, and of each widget only the rows that changed."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby, pairwise
from time import monotonic
from typing import Final

from textual import events
from textual._compositor import ChopsUpdate, Compositor
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip

_FRAME_S: Final = 1 / 60


class RowByRow(Compositor):
    """Renders only the rows that changed, of the widgets that they belong to.

    Textual's own renders all that lies in the rectangle around what changed: with a letter in the text and a figure in
    the last line that is the whole screen, and with many cards on it several times the cost of the letter.
    """

    def __init__(self) -> None:
        super().__init__()
        self._changed: dict[int, list[tuple[int, int]]] = {}

    def render_partial_update(self) -> ChopsUpdate | None:
        """Render what changed; None where nothing did."""
        spans = self._regions_to_spans(self._dirty_regions)
        self._changed = {y: [span[1:] for span in row] for y, row in groupby(spans, key=lambda span: span[0])}
        try:
            return super().render_partial_update()
        finally:
            self._changed = {}

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        """Give a widget's rows in pieces, each with its own place as its clip."""
        if not self._changed:
            yield from super()._get_renders(crop)
            return
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip)
            for rows in _runs(y for y in self._changed if seen.y <= y < seen.bottom and self._is_in(y, seen)):
                piece = Region(seen.x, rows.start, seen.width, len(rows))
                yield region, piece, widget.render_lines(piece.translate(-region.offset))

    def _is_in(self, y: int, seen: Region) -> bool:
        return any(begin < seen.right and seen.x < end for begin, end in self._changed[y])


def _runs(numbers: Iterable[int]) -> list[range]:
    """Give growing numbers as ranges of those that follow each other."""
    ordered = list(numbers)
    breaks = [0, *(at for at, (one, other) in enumerate(pairwise(ordered), 1) if other != one + 1), len(ordered)]
    return [range(ordered[first], ordered[last - 1] + 1) for first, last in pairwise(breaks) if first < last]


class Framed(Screen[None]):
    """A screen that shows a key as soon as it is taken. `about_to_paint` brings up to date what a frame is to show."""

    def __init__(self) -> None:
        super().__init__()
        self._compositor = RowByRow()
        self._painted_at = 0.0

    def about_to_paint(self) -> None:
        """Do what must be done once before each frame, however much changed in it."""

    async def _on_idle(self, event: events.Idle) -> None:
        """Paint at once what a key changed; Textual waits for the next sixtieth of a second."""
        if self._dirty_widgets and not self._layout_required and monotonic() - self._painted_at > _FRAME_S:
            event.prevent_default()
            self._painted_at = monotonic()
            self._on_timer_update()
            await self._invoke_and_clear_callbacks()
        else:
            await super()._on_idle(event)

    def _on_timer_update(self) -> None:
        self.about_to_paint()
        super()._on_timer_update()
