"""Owns the quiet bar under the page: find, and replace one or all as the person says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Input, Static

from friend.text.interface import counted, tr
from friend.text.span import Span
from friend.tui.finding import Found, find
from friend.tui.keymap import give_names, key_name, key_to
from friend.tui.looks import SEPARATOR
from friend.tui.widgets.editor import Editor
from friend.tui.widgets.line import Line


class FindBar(Horizontal):
    """One line; `left` is called when the person leaves it."""

    DEFAULT_CSS = """
    FindBar { height: 1; padding: 0 2; display: none; }
    FindBar Static { width: auto; }
    FindBar Input { width: 1fr; height: 1; }
    FindBar #found { width: 16; text-align: right; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "deed", "find the next; in the second field, replace this one"),
        Binding("down", "step(1)", "find the next", show=False, id="next"),
        Binding("up", "step(-1)", "find the one before", show=False, id="previous"),
        Binding("f5", "replace_all", "replace all, as one step to undo", show=False),
        Binding("escape", "close", "back to the text", show=False),
    ]
    give_names("find", BINDINGS)

    def __init__(self, editor: Editor, left: Callable[[], None]) -> None:
        super().__init__(id="find")
        self._editor = editor
        self._when_left = left
        self.words = Line(compact=True, placeholder=tr("words"), id="find-words")
        self.others = Line(compact=True, id="find-others")
        # What was found last: going from place to place in a book does not look for all of them again.
        self._sought = ("", "")
        self._places = find("", "")
        self._count = Static(id="found", markup=False, classes="dim")

    def _parts(self) -> Iterator[Widget]:
        """Give the two fields and the count."""
        self.others.placeholder = SEPARATOR.join([key_name("tab"), tr("{key} all", key=key_to("find.replace_all"))])
        yield Static(tr("Find") + " ", markup=False, classes="dim")
        yield self.words
        yield Static(" " + tr("Replace by") + " ", markup=False, classes="dim")
        yield self.others
        yield self._count

    async def open(self) -> None:
        """Show the bar, with the selected words in it if they are on one line."""
        if not self.children:
            # Not before it is wanted: the page is there the sooner.
            await self.mount(*self._parts())
        selected = self._editor.selected_text
        if selected and "\n" not in selected and "\r" not in selected:
            self.words.value = selected
        self.display = True
        self.others.display = not self._editor.read_only
        # Not `focus()`, which comes later: the next key may be there already, and is not meant for the text.
        self.screen.set_focus(self.words)
        self.words.action_select_all()
        self._tell(self._found())

    def _found(self) -> Found:
        words, text = self.words.value, self._editor.text
        if (words, text) != self._sought:
            self._sought, self._places = (words, text), find(words, text)
        return self._places

    @on(Input.Changed, "#find-words")
    def _typed(self) -> None:
        """Go to the first place from here on, as one types."""
        selected = self._editor.selected_span
        start = selected.start if selected else self._editor.cursor_offset_in_text
        found = self._found()
        self._show(found, found.after(start))

    def action_step(self, by: int) -> None:
        """Go to the next place, or the one before."""
        found = self._found()
        selected = self._editor.selected_span
        here = selected.start if selected else self._editor.cursor_offset_in_text
        self._show(found, found.after(here + (1 if selected else 0)) if by > 0 else found.before(here))

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        """Take Enter, which the fields keep to themselves."""
        event.stop()
        self.action_deed()

    def action_deed(self) -> None:
        """Go on, or replace what is found here and go on."""
        if self.others.has_focus and not self._editor.read_only:
            here = self._editor.selected_span
            if here is not None and self._found().holds(here):
                self._editor.replace_spans([here], self.others.value)
                after = here.start + len(self.others.value)
                self._editor.go_to(Span(after, after), select=False)
        self.action_step(1)

    def action_replace_all(self) -> None:
        """Replace every place, as one step to undo."""
        found = self._found()
        if found and not self._editor.read_only:
            self._editor.replace_spans(found.places(), self.others.value)
            self._count.update(Text(counted(len(found), "{n} replaced", "{n} replaced")))

    def action_close(self) -> None:
        """Leave; what was found stays selected."""
        self.display = False
        self._sought, self._places = ("", ""), find("", "")
        self._when_left()

    def _show(self, found: Found, number: int | None) -> None:
        if number is not None:
            self._editor.go_to(found.place(number), select=True)
        self._tell(found, number)

    def _tell(self, found: Found, number: int | None = None) -> None:
        if not self.words.value:
            said = ""
        elif number is None:
            said = counted(len(found), "{n} found", "{n} found") if found else tr("not found")
        else:
            said = tr("{at} of {all}", at=number + 1, all=len(found))
        self._count.update(Text(said))
