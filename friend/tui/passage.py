"""Owns what a question can be about: a sentence, the selection, a paragraph, a section, or all that is lent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from friend.asking.question import Passage
from friend.before_sending import part_name
from friend.text import address
from friend.text.interface import counted, in_quotes, retold, tr
from friend.text.passages import Paragraph, paragraphs
from friend.text.sentences import sentences
from friend.text.span import Span
from friend.text.words import count_words
from friend.tui.looks import numbered_paragraph
from friend.tui.widgets.editor import Editor

_PARSED_UP_TO: Final = 400_000
"""Code points of a text whose paragraphs are counted while one writes; a longer one shows the line."""


@dataclass(frozen=True, slots=True)
class Aim:
    """A passage, how it is called in a sentence, and in short."""

    passage: Passage
    said: str
    short: str


class Aiming:
    """Finds the passage under the cursor; the paragraphs of a text are found once."""

    def __init__(self, editor: Editor) -> None:
        self._editor = editor
        self._known: tuple[str, list[Paragraph]] = ("", [])

    def here(self, at: Span | None = None) -> Aim | None:
        """Give `at`, the selection, or the paragraph of the cursor; None where there are no words."""
        text = self._editor.text
        span = at or self._editor.selected_span
        if span is not None:
            span = _trimmed(span, text)
            if span is None:
                return None
            near = self._paragraph(span.start)
            whole = near is not None and near.span == span
            name = numbered_paragraph(near.number) if near else tr("line {line}", line=self._line(span))
            said = name if whole else tr("these words of {name}", name=name)
            return Aim(Passage(span, span.of(text)), f"{said} ({_words(span.of(text))})", name)
        paragraph = self._nearest()
        if paragraph is None:
            return None
        words = _words(paragraph.span.of(text))
        name = numbered_paragraph(paragraph.number)
        return Aim(Passage(paragraph.span, paragraph.span.of(text)), f"{name} ({words})", name)

    def whole(self) -> Aim | None:
        """Give the whole text; None where there are no words."""
        text = self._editor.text
        if not text.strip():
            return None
        return Aim(
            Passage(Span(0, len(text)), text, whole=True),
            tr("the whole text ({words})", words=_words(text)),
            tr("the whole text"),
        )

    def ladder(self, span: Span, part: Span | None) -> list[Aim]:
        """Give what a question about `span` could be about instead, the narrowest first; nothing outside `part`.

        Around the cursor where it is within `span`: its sentence, its paragraph, its sections, and all that is lent.
        """
        text, cursor = self._editor.text, self._editor.cursor_offset_in_text
        at = cursor if span.start <= cursor <= span.end else span.start
        lent = part or Span(0, len(text))
        found = {span: self._aim(span, text, "these words of {name}")}
        paragraph = self._paragraph(at) or next((one for one in self._paragraphs() if span.contains(one.span)), None)
        if paragraph:
            found[paragraph.span] = self._aim(paragraph.span, text, "{name}")
            for sentence in sentences(text, paragraph.span):
                if sentence.start <= at <= sentence.end:
                    found.setdefault(sentence, self._aim(sentence, text, "a sentence of {name}"))
        for section in self.parts(Span(at, at)):
            name, words = retold(part_name(text, section)), section.of(text)
            found.setdefault(
                section, Aim(Passage(section, words), f"{in_quotes(name)} ({_words(words)})", in_quotes(name))
            )
        found[lent] = self.lent(part) or found[span]
        return sorted(
            (aim for each, aim in found.items() if lent.contains(each)), key=lambda aim: len(aim.passage.span)
        )

    def lent(self, part: Span | None) -> Aim | None:
        """Give all that is lent: the part, or the whole text; None where there are no words."""
        whole = self.whole()
        if part is None or whole is None:
            return whole
        words = part.of(self._editor.text)
        name = retold(part_name(self._editor.text, part))
        return Aim(
            Passage(part, words, whole=True),
            tr("all of “{name}” ({words})", name=name, words=_words(words)),
            in_quotes(name),
        )

    def parts(self, span: Span) -> list[Span]:
        """Give the sections that could be lent alone with `span` in them, the innermost first; none is all of it."""
        text = self._editor.text
        every = len(text.strip())
        return [section for section in address.sections_at(text, span) if len(section) < every]

    def _aim(self, span: Span, text: str, said: str) -> Aim:
        near = self._paragraph(span.start)
        name = numbered_paragraph(near.number) if near else tr("line {line}", line=self._line(span))
        return Aim(Passage(span, span.of(text)), f"{tr(said, name=name)} ({_words(span.of(text))})", name)

    def short(self, passage: Passage) -> str:
        """Say in short where a passage is, the whole text and a part by their names; "" where there are no words."""
        if passage.whole:
            is_all = len(passage.span) == self._editor.draft.length
            lent = self.lent(None if is_all else passage.span)
            return lent.short if lent else ""
        return self._place_at(passage.span.start)

    def named(self, offset: int) -> str:
        """Say where a place of the text is: the paragraph where they are counted, and the line."""
        line = tr("line {line}", line=self._editor.draft.location_of(offset)[0] + 1)
        if self._editor.draft.length > _PARSED_UP_TO:
            return line
        paragraph = self._paragraph(offset)
        return f"{numbered_paragraph(paragraph.number)}, {line}" if paragraph else line

    def place(self) -> str:
        """Say where the cursor is: the paragraph, or the line of a very long text."""
        return self._place_at(self._editor.cursor_offset_in_text)

    def _place_at(self, offset: int) -> str:
        """Do so for an offset; "" between paragraphs."""
        if self._editor.draft.length > _PARSED_UP_TO:
            return tr("line {line}", line=self._editor.draft.location_of(offset)[0] + 1)
        paragraph = self._paragraph(offset)
        return numbered_paragraph(paragraph.number) if paragraph else ""

    def _paragraphs(self) -> list[Paragraph]:
        text = self._editor.text
        if self._known[0] is not text:
            self._known = (text, paragraphs(text))
        return self._known[1]

    def _paragraph(self, offset: int) -> Paragraph | None:
        return next((one for one in self._paragraphs() if one.span.start <= offset <= one.span.end), None)

    def _nearest(self) -> Paragraph | None:
        """Give the cursor's paragraph; between two, the one before, which was written last."""
        offset = self._editor.cursor_offset_in_text
        before = [one for one in self._paragraphs() if one.span.start <= offset]
        return before[-1] if before else next(iter(self._paragraphs()), None)

    def _line(self, span: Span) -> int:
        return self._editor.draft.location_of(span.start)[0] + 1


def _trimmed(span: Span, text: str) -> Span | None:
    words = span.of(text)
    core = words.strip()
    if not core:
        return None
    begin = span.start + words.index(core)
    return Span(begin, begin + len(core))


def _words(text: str) -> str:
    count = count_words(text)
    return counted(count, "{n} word", "{n} words")
