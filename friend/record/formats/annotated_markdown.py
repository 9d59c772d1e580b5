"""Owns a review as Markdown: the draft to the letter, with footnotes where the notes stand, and the answers below.

Only the references are put in. A note whose place is in code or front matter has no reference; its line says where.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from friend.record.citation import attribution
from friend.record.formats import markdown
from friend.record.formats.annotated import BRACKETED, diff_line, labels
from friend.record.formats.html_words import words_for
from friend.record.formats.leads_lines import lead_words
from friend.record.page import PlacedNote, ReviewPage
from friend.record.quotation import NotTheirWordsError, quotation
from friend.text.passages import blocks
from friend.text.span import Span, line_of, line_starts
from friend.text.visible import visible

_NO_REFERENCE = {"code", "html", "front matter"}


def annotated_markdown(page: ReviewPage) -> str:
    """Give the draft with its notes."""
    text = page.draft.text
    label = _label(text)
    shown = [block.span for block in blocks(text) if block.kind in _NO_REFERENCE]
    referred = [note for note in page.notes if not any(block.overlaps(note.span) for block in shown)]
    places = sorted((_after_word(text, note.span), note.number) for note in referred)
    written, done = [], 0
    for place, number in places:
        written += [text[done:place], f"[^{label}-{number}]"]
        done = place
    written += [text[done:].rstrip("\r\n"), "\n\n"]
    numbers = {note.number for note in referred}
    written += [line + "\n" for line in _below(page, label, numbers)]
    return "".join(written)


def _below(page: ReviewPage, label: str, referred: set[int]) -> Iterator[str]:
    starts = line_starts(page.draft.text)
    said = "ligne" if page.language == "fr" else "line"
    elsewhere = [note for note in page.notes if note.number not in referred]
    for note in page.notes:
        if note.number in referred:
            yield f"[^{label}-{note.number}]: {_note(note, page.language)}"
    if elsewhere:
        yield ""
        for note in elsewhere:
            yield f"- {said} {line_of(starts, note.span.start)}: {_note(note, page.language)}"
    for asked in page.asked:
        exchange = asked.exchange
        yield ""
        yield f"**{markdown.literal(_line(exchange.question.text))}**"
        yield ""
        if thought := _line(exchange.reflection or ""):
            # Marked as the writer's own, so that it is not read as the model's words below it.
            yield words_for(page.language)["reflection"].format(thought=markdown.literal(thought))
            yield ""
        try:
            yield quotation(exchange, page.language)
        except NotTheirWordsError:
            yield markdown.literal(attribution(exchange, page.language))
    if page.leads:
        yield ""
    for _, _, lead in page.leads:
        yield f"- [{'x' if lead.state == 'verified' else ' '}] {markdown.literal(lead_words(lead, page.language))}"


def _note(note: PlacedNote, language: str) -> str:
    advice = note.suggestion
    wording = diff_line(note.diff, BRACKETED) if note.diff else f"“{_line(advice.quote)}”"
    said = [wording, _line(advice.why), *labels(advice), attribution(note.exchange, language)]
    return " · ".join(markdown.literal(part) for part in said if part)


def _label(text: str) -> str:
    """Give a name of footnotes that the draft does not use."""
    label = "friend"
    while f"[^{label}-" in text:
        label += "-note"
    return label


def _after_word(text: str, span: Span) -> int:
    """Give the place for a reference: after the passage, before the white space that may end it."""
    return span.start + len(re.sub(r"\s+\Z", "", span.of(text)))


def _line(text: str) -> str:
    return visible(text.strip(), keep_lines=False)
