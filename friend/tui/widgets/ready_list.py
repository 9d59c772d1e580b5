"""Owns the ready questions as a list: a letter each, one of them picked."""

from __future__ import annotations

from itertools import zip_longest
from typing import ClassVar, Final

from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from friend.asking.prompt import ReadyQuestion
from friend.tui.keymap import give_names, key_name
from friend.tui.looks import looks, pointer

_TWO_COLUMNS_FROM: Final = 52
_GAP: Final = 1
_ROOMY_FROM: Final = 40
"""Rows of a window from which there is room enough for a question on each row."""


class ReadyList(Widget, can_focus=True):
    """The ready questions. A letter picks, the arrows too."""

    DEFAULT_CSS = "ReadyList { height: auto; width: 1fr; }"
    COMPONENT_CLASSES: ClassVar[set[str]] = {"ready--letter", "ready--picked", "ready--dim"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(-1)", "previous question", show=False, id="previous_question"),
        Binding("down", "step(1)", "next question", show=False, id="next_question"),
    ]
    give_names("panel", BINDINGS)

    class Picked(Message):
        """Another question was picked."""

    def __init__(self) -> None:
        super().__init__()
        self.questions: tuple[ReadyQuestion, ...] = ()
        self.language = "en"
        self._at = 0
        self._is_back = False

    @property
    def picked(self) -> ReadyQuestion | None:
        """The question that Enter would send."""
        return self.questions[self._at] if self.questions else None

    def offer(self, questions: tuple[ReadyQuestion, ...], language: str, name: str | None) -> None:
        """Show these, titled in `language`, with the one called `name` picked, else the first."""
        self.questions, self.language = questions, language
        self._at = next((at for at, question in enumerate(questions) if question.name == name), 0)
        self.clear_cached_dimensions()
        self.refresh(layout=True)

    def step_back(self, is_back: bool) -> None:  # noqa: FBT001 - it is all that is said
        """Point at no question while words of one's own are to be sent, or point again."""
        if is_back != self._is_back:
            self._is_back = is_back
            self.refresh()

    def action_step(self, by: int) -> None:
        """Pick the next or the previous one."""
        if self.questions:
            self._pick((self._at + by) % len(self.questions))

    def on_key(self, event: events.Key) -> None:
        """Pick by letter."""
        for at, question in enumerate(self.questions):
            if event.character == question.letter:
                event.stop()
                self._pick(at)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Say how many rows it takes: all that it has, or a quarter of the window, in one column a third."""
        del container
        columns = self._columns(width)
        return min(-(-len(self.questions) // columns), viewport.height // (4 if columns > 1 else 3))

    def render(self) -> Text:
        """Give the list, in two columns where there is room."""
        width = self.content_size.width
        columns = self._columns(width)
        rows = -(-len(self.questions) // columns)
        entries = [self._entry(*one) for one in enumerate(self.questions)]
        stacked = [entries[at * rows : (at + 1) * rows] for at in range(columns)]
        widths = _widths(width, [max((one.cell_len for one in column), default=0) for column in stacked])
        lines = []
        for row in zip_longest(*stacked):
            cells = [(text, room) for text, room in zip(row, widths, strict=True) if text is not None]
            for text, room in cells:
                text.truncate(room, overflow="ellipsis", pad=True)
            lines.append(Text(" " * _GAP, no_wrap=True).join(text for text, _ in cells))
        # In a short window only some rows are there: those about the one that is picked, and a sign of the others.
        height = self.content_size.height
        top = max(0, min(self._at % rows - height // 2, len(lines) - height)) if lines else 0
        shown = lines[top : top + height]
        dim = self.get_component_rich_style("ready--dim", partial=True)
        for ends, is_cut, key in ((shown[:1], top > 0, "up"), (shown[-1:], top + height < len(lines), "down")):
            for end in ends if is_cut else []:
                sign = key_name(key)
                end.right_crop(len(sign))
                end.append(sign, dim)
        return Text("\n").join(shown)

    def _entry(self, at: int, question: ReadyQuestion) -> Text:
        picked = at == self._at and not self._is_back
        style = self.get_component_rich_style
        text = Text(pointer(here=picked), style("ready--letter", partial=True))
        text.append(question.letter, style("ready--letter", partial=True))
        title = question.title.get(self.language, question.title["en"])
        return text.append(f"  {title}", style("ready--picked" if picked else "ready--dim", partial=True))

    def _pick(self, at: int) -> None:
        self._at = at
        self.refresh()
        self.post_message(self.Picked())

    def _columns(self, width: int) -> int:
        """Give one column where each has a row of its own: in plain words, or beside the text in a high window."""
        is_roomy = self.screen.has_class("-wide") and self.app.size.height >= _ROOMY_FROM
        return 1 if looks().plain or is_roomy or width < _TWO_COLUMNS_FROM else 2


def _widths(width: int, needs: list[int]) -> list[int]:
    """Share out the cells of a row: evenly, but what one of two columns does not need of its half, the other has."""
    if len(needs) == 1:
        return [width]
    left, right, half = needs[0], needs[1], (width - _GAP) // 2
    if left > half > right:
        half = min(left, width - _GAP - right)
    elif right > half > left:
        half = max(left, width - _GAP - right)
    return [half, width - _GAP - half]
