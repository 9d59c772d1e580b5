"""Owns the desk: the page, the friend's side, the line under them, and which key leads where."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from rich.text import Text
from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.geometry import Size
from textual.timer import Timer
from textual.widgets import TextArea

from friend.text.draft import Draft
from friend.text.following import Change
from friend.text.interface import retold, tr
from friend.text.span import Span
from friend.text.words import count_words
from friend.tui.keeping import Keeping
from friend.tui.keymap import hint, hints, key_to
from friend.tui.looks import SEPARATOR
from friend.tui.recovery import Safekeeping
from friend.tui.room import Room
from friend.tui.screens.choice import OneLine
from friend.tui.screens.desk_coming import FriendComes
from friend.tui.screens.help import HelpScreen
from friend.tui.screens.keys import (
    DESK_KEYS,
    EVERYWHERE,
    FINDING,
    IN_THE_LIST,
    IN_THE_PANE,
    IN_THE_PANEL,
    sections,
)
from friend.tui.widgets.editor import Editor
from friend.tui.widgets.find_bar import FindBar
from friend.tui.widgets.inks import INKS
from friend.tui.widgets.rows import Marks
from friend.tui.widgets.status_line import Standing, StatusLine

if TYPE_CHECKING:
    from friend.tui.messages import News
    from friend.tui.room import Furnish

EMPTY_PAGE: Final = "Write. When you want to hear a friend, put the cursor in a paragraph and press {key}."
_REST: Final = Path(__file__).parents[1] / "app.tcss"
_WIDE_FROM: Final = 100
_WIDEST_SIDE: Final = 72
_TALL_FROM: Final = 28
_SETTLE_S: Final = 2.0
_LOOK_S: Final = 0.15
_COUNT_S: Final = 0.002
_COUNT_PAUSE_S: Final = 0.02
_NEWS_S: Final = 6.0
_STILL_S: Final = 0.25
"""Seconds without a key after which the friend's side is fetched: it takes as long as the page to import."""


class DeskScreen(FriendComes):
    """Where one writes, with the friend beside. `wants_keys` is called once keys can be taken.

    The page comes first; `furnish` and the friend's side follow when the person rests, or with the first key that
    needs them.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = INKS
    BINDINGS: ClassVar[list[BindingType]] = DESK_KEYS
    keys: ClassVar[list[BindingType]] = DESK_KEYS

    def __init__(
        self,
        room: Room,
        draft: Draft,
        furnish: Furnish,
        start_at: Span | None,
        question: str | None,
        *,
        wants_keys: Callable[[], None],
    ) -> None:
        super().__init__(furnish, start_at, question)
        self._wants_keys = wants_keys
        self._room = room
        self.editor = Editor(draft.text, placeholder="", id="editor")
        self.keeping = Keeping(self, room.files, draft, self._take_in)
        self.safe = Safekeeping(
            self.editor, self.keeping, room.recovery, room.seats, lambda news: self.say(news, lasting=True)
        )
        self.finding = FindBar(self.editor, lambda: self.set_focus(self.editor))
        self.status = StatusLine(id="status")
        self.is_ready = False
        self._pauses: dict[str, Timer] = {}
        self._has_moved = False
        self._is_changed = False
        self._is_counting = False
        self._selected = 0
        self._news = ""
        self._place = ""
        self.editor.listener = self._edited

    def compose(self) -> ComposeResult:
        """Give the page and the line."""
        self.editor.placeholder = self.editor.placeholder or tr(EMPTY_PAGE, key=key_to("ask_here", in_words=True))
        with Container(id="room"):
            yield self.editor
        yield self.finding
        yield self.status

    def on_mount(self) -> None:
        """Lay out the open notes, and open the question panel where friend was started with a question."""
        # Every style is looked up once more before the first painting.
        self._share(self.app.size, update=False)
        self.set_focus(self.editor)
        # What comes before is laid out and painted by then: a key that moves by rows finds them.
        self.call_later(self._be_ready)
        self._tell()
        self._after_a_pause("look", _LOOK_S, self.look)
        start_at, _ = self._first
        if start_at is not None:
            self.editor.go_to(start_at, select=False)

    def _be_ready(self) -> None:
        """Take keys: the page is on the screen. Now how the rest looks can be read."""
        self.is_ready = True
        self.app.stylesheet.add_source(_REST.read_text("utf-8"), (str(_REST), ""))
        # Before any key is taken: the first one may answer what is asked there.
        self._sit_down()
        self._wants_keys()
        self.set_timer(_COUNT_PAUSE_S, self._count)

    def _count(self) -> None:
        """Count the words of a long text bit by bit, so that no key waits for it."""
        self._is_counting = not self.editor.draft.count(_COUNT_S)
        if self._is_counting:
            self.set_timer(_COUNT_PAUSE_S, self._count)
        else:
            self._tell()

    @work
    async def _sit_down(self) -> None:
        """See who else is here and what was kept; then the friend may come."""
        await self.safe.sit_down(self.app)
        if self._first[1] is not None:
            self.welcome()
        else:
            self._after_a_pause("welcome", _STILL_S, self.welcome)

    # The look of it

    def on_resize(self, event: events.Resize) -> None:
        """Put the friend beside the page where there is room, else below; the page is laid out alike either way."""
        self._share(event.size)

    def _share(self, size: Size, *, update: bool = True) -> None:
        wide = size.width >= _WIDE_FROM and not self._room.looks.plain
        side = min(_WIDEST_SIDE, size.width * 2 // 5) if wide else 0
        self.update_classes(
            {"-wide": wide, "-narrow": not wide, "-short": size.height < _TALL_FROM}, update=update, animate=False
        )
        self.editor.room = size.width - side if wide else 0
        if self.has_friend:
            self.side.styles.width = side if wide else "1fr"

    def _told(self) -> None:
        """Show marks and figures as they are now."""
        if self.has_friend:
            if self.side.display:
                self.checking.give_way()
            self.editor.marks = self._marks()
        self._tell()

    def _marks(self) -> Marks:
        """Give what is to be marked now; the passage and the underlines only while the friend is there."""
        self._has_moved = False
        marks = self.checking.marks() if self.is_checking else self.conversation.marks()
        is_seen = self.side.display or self.is_checking
        return marks if is_seen else Marks(numbers=marks.numbers)

    def about_to_paint(self) -> None:
        """Have the marks on their words in the frame that shows what was typed."""
        if self._has_moved:
            self.editor.move_marks(self._marks())

    def _tell(self) -> None:
        if not self.status.is_attached:
            return
        self.status.tell(
            Standing(
                name=self.keeping.name,
                is_modified=self._is_changed,
                words=self.editor.draft.counted,
                selected=self._selected,
                place=self._place,
                notes=self.conversation.standing_count if self.has_friend else 0,
                borrowed=self.checking.count if self.has_friend else 0,
                said=self._news,
                keys=self._keys(),
            )
        )

    def _keys(self) -> str:
        """Give the keys at hand where the focus is; the one that lists them all comes last."""
        here: list[str] = []
        if self.finding.has_focus_within:
            here = [self.finding.hints]
        elif not self.has_friend:
            return hints(self._keys_of_the_text())
        elif self.checking.pane.has_focus:
            here = [self.checking.pane.hints]
        elif self.pane.has_focus:
            stops = self.conversation.talks
            here = [tr("{key} stop", key=key_to("pane.leave"))] if stops else []
            here.append(hints(self.pane.BINDINGS))
        elif not self.panel.is_open:
            return hints(self._keys_of_the_text())
        return SEPARATOR.join([*here, hint("help")])

    def _keys_of_the_text(self) -> list[BindingType]:
        """Give the desk's keys: the one to the next note first where there is a note, and not at all elsewhere."""
        to_a_note = [one for one in self.keys if isinstance(one, Binding) and one.action == "next_note(1)"]
        others = [one for one in self.keys if one not in to_a_note]
        return [*to_a_note, *others] if self.has_friend and self.conversation.standing else others

    def say(self, news: str, *, lasting: bool = False) -> None:
        """Say something in the status line, for a while or until the next."""
        self._news, self._greets = retold(news), False
        self._tell()
        if not lasting:
            self._after_a_pause("news", _NEWS_S, self._forget_news)

    def on_news(self, message: News) -> None:
        """Say what a part of the desk has to say."""
        self.say(message.words)

    def _forget_news(self) -> None:
        self._news = ""
        self._tell()

    def _after_a_pause(self, name: str, seconds: float, do: Callable[[], None]) -> None:
        """Do something once there was no more of its kind for so long."""
        if name in self._pauses:
            self._pauses[name].stop()
        self._pauses[name] = self.set_timer(seconds, do)

    def look(self) -> None:
        """See in which paragraph the cursor is, and whether the text is the file's again."""
        self._is_changed = self.is_modified
        self._selected = count_words(self.editor.selected_text) if not self.editor.selection.is_empty else 0
        self._place = self.aiming.place() if self.has_friend else ""
        self._tell()

    def on_descendant_focus(self) -> None:
        """Show the keys of the place where one is; what was said at the start was read by then."""
        if self._greets and not self.editor.has_focus:
            self._forget_news()
        self._tell()

    # Writing

    def _edited(self, change: Change) -> None:
        self.safe.heard()
        self._is_changed = True
        self._news = ""
        if self.has_friend:
            self._has_moved = True
            self.conversation.heard(change)
            self.checking.heard(change)
            self._after_a_pause("settle", _SETTLE_S, self.conversation.settle)
        else:
            self._after_a_pause("welcome", _STILL_S, self.welcome)

    @on(TextArea.Changed)
    def _text_changed(self) -> None:
        if self.is_ready and self.editor.draft.counted is None and not self._is_counting:
            self._count()
        self.about_to_paint()
        self._tell()
        self._after_a_pause("look", _LOOK_S, self.look)

    @on(TextArea.SelectionChanged)
    def _cursor_moved(self) -> None:
        self._after_a_pause("look", _LOOK_S, self.look)

    # Finding one's way

    async def action_find(self) -> None:
        """Open the bar that finds and replaces."""
        self.remove_class("-zoomed")
        await self.finding.open()

    async def action_find_next(self, by: int) -> None:
        """Go on to the next place of the words that were looked for."""
        if self.finding.words.value:
            self.finding.action_step(by)
        else:
            await self.finding.open()

    def action_focus_mode(self) -> None:
        """Dim all but the paragraph of the cursor, or no more."""
        self.editor.toggle_focus_mode()

    @work(exclusive=True, group="keeping")
    async def action_go_to_line(self) -> None:
        """Ask for a line, and go there."""
        said = await self.app.push_screen_wait(OneLine(Text(tr("Go to line")), does=tr("go there")))
        if said is not None and said.isdecimal():
            self.editor.go_to_line(int(said))

    def action_keys(self) -> None:
        """List the keys."""
        self.app.push_screen(HelpScreen(sections(self.keys, here=self._here())))

    def _here(self) -> str:
        """Give the place where one is, as the list of keys calls it."""
        if self.finding.has_focus_within:
            return FINDING
        if self.has_friend and self.panel.is_open:
            return IN_THE_PANEL
        if self.has_friend and self.pane.has_focus:
            return IN_THE_PANE
        return IN_THE_LIST if self.has_friend and self.checking.pane.has_focus else EVERYWHERE
