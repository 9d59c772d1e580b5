"""Owns a review as one self-contained page: the text with marks, and each note beside the paragraph that it is about.

No script, no remote resource, and a policy that forbids both; all that is not ours is escaped (fault 69). The
notes of a paragraph share its row of a grid, so that they line up without a script.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from friend.record.citation import attribution, short_date, spoken_by
from friend.record.formats.annotated import in_short, labels
from friend.record.formats.html_style import STYLE
from friend.record.formats.html_words import words_for
from friend.record.formats.leads_lines import SIGNS, lead_words
from friend.record.formats.quotations import as_html
from friend.record.notes import Note
from friend.record.page import Asked, PlacedNote, ReviewPage
from friend.record.quotation import NotTheirWordsError, quoted
from friend.text.diff import Piece
from friend.text.passages import BOM, Block, blocks
from friend.text.span import LINE_END, Span
from friend.text.visible import visible

_POLICY: Final = (
    "default-src 'none'; style-src 'sha256-"
    + base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    + "'; base-uri 'none'; form-action 'none'"
)
_HEADING_SIGNS: Final = re.compile(r"#{1,6}[ \t]+")
# Lines that an editor wrapped are longer than this; shorter ones are a verse, an address, a list.
_WRAPPED: Final = 60


def html_page(page: ReviewPage, name: str, made: datetime) -> str:
    """Give the page; `name` is what the draft is called, `made` the day of the export (UTC)."""
    return "\n".join(_Writer(page).lines(name, made)) + "\n"


class _Writer:
    """Writes one page."""

    def __init__(self, page: ReviewPage) -> None:
        self._page = page
        self._text = page.draft.text
        self._words = words_for(page.language)
        self._blocks = list(_shown(self._text))
        # Where the number of each note stands, and beside which block the note: a place may begin or end between two.
        self._ends = {note.number: self._end(note) for note in page.notes}
        self._homes = {note.number: self._home(note) for note in page.notes}

    def lines(self, name: str, made: datetime) -> Iterator[str]:
        """Give the page line by line."""
        title = next((block.title for block in self._blocks if block.title), "") or name
        say = self._words
        yield "<!doctype html>"
        yield f'<html lang="{html.escape(self._page.language)}">'
        yield "<head>"
        yield '<meta charset="utf-8">'
        yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
        yield '<meta name="referrer" content="no-referrer">'
        yield '<meta name="color-scheme" content="light dark">'
        yield f"<title>{_escaped(title)} · {self._count()}</title>"
        yield f"<style>{STYLE}</style>"
        yield "</head>"
        yield "<body>"
        yield f'<a class="skip" href="#text">{say["skip"]}</a>'
        yield '<div class="page">'
        yield from self._head(name, made)
        yield f'<main><article id="text" aria-label="{say["text"]}">'
        for row in self._rows():
            yield from self._row(*row)
        yield "</article>"
        yield from self._answers()
        yield from self._leads()
        yield from self._lost()
        yield "</main>"
        yield f"<footer>{say['footer']}</footer>"
        yield "</div>"
        yield "</body>"
        yield "</html>"

    def _head(self, name: str, made: datetime) -> Iterator[str]:
        say = self._words
        facts = [
            say["words"].format(count=self._page.draft.words),
            self._count(),
            say["exported"].format(day=short_date(made, self._page.language)),
        ]
        speakers = dict.fromkeys(spoken_by(asked.exchange.speaker, self._page.language) for asked in self._page.asked)
        yield "<header>"
        yield f"<h1>{say['title'].format(name=_escaped(name))}</h1>"
        yield f"<p>{' · '.join(facts)}</p>"
        if speakers:
            yield f"<p>{say['by'].format(who=', '.join(map(_escaped, speakers)))}</p>"
        yield "</header>"

    def _home(self, note: PlacedNote) -> int:
        after = (place for place, block in enumerate(self._blocks) if note.span.start < block.span.end)
        return next(after, len(self._blocks) - 1)

    def _end(self, note: PlacedNote) -> int:
        """Give the end of the note's words, or of the last block that holds some of them."""
        before = [block.span for block in self._blocks if block.span.start < note.span.end]
        return min(note.span.end, before[-1].end) if before else self._blocks[0].span.end

    def _rows(self) -> Iterator[tuple[list[Block], list[PlacedNote]]]:
        """Give each block that has notes, with the blocks that follow it down to the next that has some."""
        row: list[Block] = []
        beside: list[PlacedNote] = []
        for place, block in enumerate(self._blocks):
            here = [note for note in self._page.notes if self._homes[note.number] == place]
            if here and row:
                yield row, beside
                row = []
            beside = here or (beside if row else [])
            row.append(block)
        if row:
            yield row, beside

    def _row(self, row: list[Block], notes: list[PlacedNote]) -> Iterator[str]:
        yield '<div class="row">'
        yield self._block(row[0])
        if notes:
            yield '<ul class="notes">'
            for note in notes:
                yield from self._note(note)
            yield "</ul>"
        if row[1:]:
            yield '<div class="rest">'
            yield from map(self._block, row[1:])
            yield "</div>"
        yield "</div>"

    def _block(self, block: Block) -> str:
        tag, classes, start = "div", ["text"], block.span.start
        signs = None
        if block.kind == "heading":
            tag = f"h{min(block.level + 1, 6)}"
            classes.append("heading")
            signs = _HEADING_SIGNS.match(self._text, start, block.span.end)
        elif block.kind in {"quote", "code"}:
            classes.append(block.kind)
        elif block.kind == "front matter":
            classes.append("front")
        elif block.kind == "paragraph" and _is_wrapped(block.span.of(self._text)):
            classes.append("flow")
        inside = ""
        if signs:
            inside = f'<span class="signs">{_escaped(signs.group())}</span>'
            start = signs.end()
        return f'<{tag} class="{" ".join(classes)}">{inside}{self._marked(Span(start, block.span.end))}</{tag}>'

    def _marked(self, span: Span) -> str:
        """Give a stretch of the text with its marks; after the end of each stands its number."""
        notes = [
            note for note in self._page.notes if note.span.start < span.end and self._ends[note.number] > span.start
        ]
        ends = {span.start, span.end}
        for note in notes:
            ends |= {min(max(edge, span.start), span.end) for edge in (note.span.start, self._ends[note.number])}
        written = []
        places = sorted(ends)
        for place, after in zip(places, [*places[1:], span.end], strict=True):
            written += [self._reference(note) for note in notes if self._ends[note.number] == place]
            piece = _lines(self._text[place:after])
            is_marked = any(note.span.start <= place < note.span.end for note in notes)
            written.append(f"<mark>{piece}</mark>" if piece and is_marked else piece)
        return "".join(written)

    def _reference(self, note: PlacedNote) -> str:
        said = self._words["note"].format(number=note.number)
        number = note.number
        return f'<a class="ref" id="m{number}" href="#n{number}" aria-label="{said}">{number}</a>'

    def _note(self, note: PlacedNote) -> Iterator[str]:
        number, advice = note.number, note.suggestion
        say = self._words
        back = say["back"].format(number=number)
        yield f'<li class="note" id="n{number}">'
        yield f'<a class="back" href="#m{number}" aria-label="{back}">{number}</a>'
        if note.diff:
            yield f'<p class="diff">{self._diff(note.diff)}</p>'
        if note.has_changed:
            yield f"<p>{say['changed']}</p>"
            yield from self._wording(note.suggestion.quote, note.suggestion.instead)
        if advice.why.strip():
            yield f"<p>{_escaped(advice.why.strip())}</p>"
        for label in labels(advice):
            yield f'<p class="label" lang="en">{_escaped(label)}</p>'
        if advice.state != "open":
            yield f'<p class="label">{say[advice.state]}</p>'
        yield f'<p class="who">{_escaped(attribution(note.exchange, self._page.language))}</p>'
        yield "</li>"

    def _wording(self, quote: str, instead: str | None) -> Iterator[str]:
        if instead is not None:
            offered = instead.strip() or self._words["gone"]
            yield f"<p>{self._words['instead of'].format(quote=_escaped(quote.strip()), instead=_escaped(offered))}</p>"

    def _diff(self, pieces: Sequence[Piece]) -> str:
        return "".join(self._piece(piece) for piece in in_short(tuple(pieces)))

    def _piece(self, piece: Piece) -> str:
        said = _escaped(piece.text)
        if piece.op == "=":
            return said
        kind, tag, sign, word = ("old", "del", "−", "deleted") if piece.op == "-" else ("new", "ins", "+", "inserted")
        spoken = f'<span class="vh">{self._words[word]}</span>'
        return f'<span class="{kind}">{spoken}{sign}<{tag}>{said}</{tag}>{sign}</span>'

    def _answers(self) -> Iterator[str]:
        if not self._page.asked:
            return
        yield '<section class="said" aria-labelledby="answers">'
        yield f'<h2 id="answers">{self._words["answers"]}</h2>'
        for asked in self._page.asked:
            yield from self._answer(asked)
        yield "</section>"

    def _answer(self, asked: Asked) -> Iterator[str]:
        exchange = asked.exchange
        yield f'<h3 class="asked">{_escaped(exchange.question.text)}</h3>'
        if thought := (exchange.reflection or "").strip():
            yield f'<p class="label">{self._words["reflection"].format(thought=_escaped(thought))}</p>'
        try:
            yield as_html(quoted(exchange, self._page.language, full=True))
        except NotTheirWordsError:
            yield f"<p>{self._words['no prose']} {_escaped(attribution(exchange, self._page.language))}</p>"

    def _leads(self) -> Iterator[str]:
        if not self._page.leads:
            return
        yield '<section class="said" aria-labelledby="leads">'
        yield f'<h2 id="leads">{self._words["leads"]}</h2>'
        yield '<ul class="notes">'
        for _, _, lead in self._page.leads:
            said = lead_words(lead, self._page.language)
            yield f'<li class="note"><p>{SIGNS[lead.state]} {_escaped(said)}</p></li>'
        yield "</ul></section>"

    def _lost(self) -> Iterator[str]:
        if not self._page.lost:
            return
        yield '<section class="said" aria-labelledby="lost">'
        yield f'<h2 id="lost">{self._words["lost"]}</h2>'
        yield '<ul class="notes">'
        for note in self._page.lost:
            yield from self._lost_note(note)
        yield "</ul></section>"

    def _lost_note(self, note: Note) -> Iterator[str]:
        advice = note.suggestion
        yield '<li class="note">'
        if advice.diff:
            yield f'<p class="diff">{self._diff(advice.diff)}</p>'
        else:
            yield f"<p>“{_escaped(advice.quote.strip())}”</p>"
            yield from self._wording(advice.quote, advice.instead)
        if advice.why.strip():
            yield f"<p>{_escaped(advice.why.strip())}</p>"
        yield f'<p class="who">{_escaped(attribution(note.exchange, self._page.language))}</p>'
        yield "</li>"

    def _count(self) -> str:
        count = len(self._page.notes) + len(self._page.lost)
        return self._words["one note"] if count == 1 else self._words["notes"].format(count=count)


def _shown(text: str) -> Iterator[Block]:
    """Give all of the text in blocks: what stands between two blocks (the definition of a link) is one too."""
    done = 0
    for block in [*blocks(text), Block("paragraph", Span(len(text), len(text)))]:
        between = text[done : block.span.start].removeprefix(BOM if not done else "")
        if between.strip():
            start = done + text[done : block.span.start].index(between.strip()[0])
            yield Block("paragraph", Span(start, start + len(between.strip())))
        if len(block.span):
            yield block
        done = block.span.end


def _is_wrapped(paragraph: str) -> bool:
    lines = LINE_END.split(paragraph)
    return len(lines) > 1 and all(len(line) >= _WRAPPED and not line.endswith(("  ", "\\")) for line in lines[:-1])


def _escaped(text: str) -> str:
    """Give text on one line, as a page may hold it."""
    return html.escape(visible(" ".join(LINE_END.split(text)), keep_lines=False))


def _lines(text: str) -> str:
    """Give the draft's own text with its line ends."""
    return html.escape(visible(text.removeprefix(BOM)), quote=False)
