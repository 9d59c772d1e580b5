"""Owns how a frame of the desk is painted: at once after a key, and only the rows that changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby, pairwise
from time import monotonic
from typing import Final

from textual import events
from textual._compositor import ChopsUpdate, Compositor, ReflowResult
from textual.geometry import Region, Size
from textual.map_geometry import MapGeometry
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from friend.tui.widgets.growing import Growing

_FRAME_S: Final = 1 / 60


class RowByRow(Compositor):
    """Renders only the rows that changed, of the widgets that they belong to.

    Textual's own renders all that lies in the rectangle around what changed: with a letter in the text and a figure in
    the last line that is the whole screen, and with many cards on it several times the cost of the letter.
    """

    def __init__(self) -> None:
        super().__init__()
        self._changed: dict[int, list[tuple[int, int]]] = {}
        self._laid_out: dict[Widget, MapGeometry] = {}

    def reflow(self, parent: Widget, size: Size) -> ReflowResult:
        """Lay out; what only grew at its end is not painted anew, nor what holds it."""
        before, dirty = self._laid_out, self._dirty_regions.copy()
        result = super().reflow(parent, size)
        self._laid_out = self._full_map
        if size.region not in dirty:
            self._dirty_regions = dirty.union(*_moved(before, self._full_map))
        return result

    def reflow_visible(self, parent: Widget, size: Size) -> set[Widget]:
        """Lay out what is in sight, after a scroll."""
        exposed = super().reflow_visible(parent, size)
        self._laid_out = self._visible_map or {}
        return exposed

    def update_widgets(self, widgets: set[Widget]) -> None:
        """Take what changed in these; of one that is out of sight nothing is to be painted, nor anything laid out."""
        if not self._full_map_invalidated:
            widgets = {widget for widget in widgets if widget not in self._full_map or widget in self.visible_widgets}
        super().update_widgets(widgets)

    def render_partial_update(self) -> ChopsUpdate | None:
        """Render what changed; None where nothing did."""
        spans = self._regions_to_spans(self._dirty_regions)
        self._changed = {y: [span[1:] for span in row] for y, row in groupby(spans, key=lambda span: span[0])}
        try:
            return super().render_partial_update()
        finally:
            self._changed = {}

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        """Give a widget's rows in pieces, each with its own place as its clip; nothing of what others hide."""
        if not self._changed:
            yield from super()._get_renders(crop)
            return
        # The widgets come from front to back.
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip)
            for rows in _runs(y for y in [*self._changed] if seen.y <= y < seen.bottom and self._covers(y, seen)):
                piece = Region(seen.x, rows.start, seen.width, len(rows))
                yield region, piece, widget.render_lines(piece.translate(-region.offset))

    def _covers(self, y: int, seen: Region) -> bool:
        """Tell whether a widget shows something of what is still to be painted in a row; the rest is left over."""
        first, last = seen.x, seen.right
        spans = self._changed[y]
        if not any(begin < last and first < end for begin, end in spans):
            return False
        pieces = [piece for begin, end in spans for piece in ((begin, min(end, first)), (max(begin, last), end))]
        self._changed[y] = [piece for piece in pieces if piece[0] < piece[1]]
        if not self._changed[y]:
            del self._changed[y]
        return True


def _moved(before: Mapping[Widget, MapGeometry], after: Mapping[Widget, MapGeometry]) -> Iterator[set[Region]]:
    """Give where the widgets were seen, and are seen, that look otherwise or stand elsewhere now."""
    for widget in {widget for widget, _ in before.items() ^ after.items()}:
        old, new = before.get(widget), after.get(widget)
        if old and new and _began_alike(old, new):
            if old.region == new.region and _seen(old) == _seen(new):
                continue
            if isinstance(widget, Growing):
                one, other = sorted((_seen(old).bottom, _seen(new).bottom))
                yield {Region(new.region.x, one, new.region.width, other - one)} if one < other else set()
                continue
        yield {region for region in (_seen(each) for each in (old, new) if each) if region}


def _seen(geometry: MapGeometry) -> Region:
    return geometry.clip.intersection(geometry.region)


def _began_alike(old: MapGeometry, new: MapGeometry) -> bool:
    alike = old.region.offset == new.region.offset and old.region.width == new.region.width
    one, other = _seen(old), _seen(new)
    return alike and old.order == new.order and (one.x, one.y, one.width) == (other.x, other.y, other.width)


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
        if self._dirty_widgets and monotonic() - self._painted_at > _FRAME_S:
            event.prevent_default()
            self._painted_at = monotonic()
            self._on_timer_update()
            await self._invoke_and_clear_callbacks()
        else:
            await super()._on_idle(event)

    def _on_timer_update(self) -> None:
        self.about_to_paint()
        super()._on_timer_update()
