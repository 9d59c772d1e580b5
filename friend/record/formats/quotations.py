"""Owns how a quotation is written in each form in which it can stand in somebody's draft.

Each holds the words to the letter, safely, then the line that says whose they are. `record/quoted.py` reads them back.
What nobody could see in the words (controls, marks of direction, tags) becomes a mark that one can see, as `visible()`
makes it: no word and no visible sign changes, so that the words are still told to be verbatim (R6), and nothing hidden
is carried into a draft or a clipboard, from where it would reach a terminal or the next friend (faults 41, 42, 46).
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from friend.record.formats import latex, markdown
from friend.text.visible import visible

Form = Literal["markdown", "html", "text", "latex"]

MARKS: Final = (("“", "”"), ("«\u00a0", "\u00a0»"), ("‹\u00a0", "\u00a0›"), ("「", "」"), ("『", "』"), ("❝", "❞"))
"""Pairs of quotation marks; the first that the words leave whole is taken."""
_FRENCH_FIRST: Final = (MARKS[1], MARKS[0], *MARKS[2:])
_BLANK_LINES: Final = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words and whose they are. `details` is a second line, where a whole attribution was asked for."""

    words: str
    attribution: str
    language: str
    details: str | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        """What stands under the words."""
        return (self.attribution, self.details) if self.details else (self.attribution,)


def written(quotation: Quotation, form: Form) -> str:
    """Write a quotation, without a line end after it."""
    return _WRITERS[form](quotation)


def as_markdown(quotation: Quotation) -> str:
    """Give a block quote; its last paragraphs are the attribution and the details."""
    # Without white space at the ends of lines already here: a quote's lines lose it, and a link could come of that.
    words = "\n".join(line.rstrip() for line in visible(quotation.words).split("\n"))
    lines = markdown.inert(words).split("\n")
    for said in quotation.lines:
        lines += ["", markdown.literal(said)]
    return "\n".join(f"> {line}".rstrip() for line in lines)


def as_text(quotation: Quotation) -> str:
    """Give the words between quotation marks; words in which no mark stays whole are a block quote."""
    words = visible(quotation.words)
    for before, after in _FRENCH_FIRST if quotation.language == "fr" else MARKS:
        if stays_whole(words, before.strip(), after.strip()):
            return "\n".join([before + words + after, *quotation.lines])
    return as_markdown(quotation)


def as_html(quotation: Quotation) -> str:
    """Give a figure: the words as paragraphs, the attribution as its caption."""
    words = visible(quotation.words)
    paragraphs = [
        "<br>\n".join(_html(line) for line in each.split("\n")) for each in _BLANK_LINES.split(words) if each.strip()
    ]
    return "\n".join(
        [
            f'<figure class="friend-quotation" lang="{html.escape(quotation.language)}">',
            "<blockquote>",
            *(f"<p>{each}</p>" for each in paragraphs),
            "</blockquote>",
            "<figcaption>" + "<br>\n".join(_html(line) for line in quotation.lines) + "</figcaption>",
            "</figure>",
        ]
    )


def as_latex(quotation: Quotation) -> str:
    """Give a `quote` environment; the attribution ends it, to the right."""
    words = visible(quotation.words)
    said = [r"\hspace*{\fill}" + latex.escaped(line).replace("—", "---", 1) for line in quotation.lines]
    return "\n".join([r"\begin{quote}", latex.escaped(words), "", "\n\n".join(said), r"\end{quote}"])


def stays_whole(words: str, before: str, after: str) -> bool:
    """Tell whether these marks, put round `words`, end where they end: inside they come in pairs, or not at all."""
    depth = 0
    for char in words:
        depth += (char == before) - (char == after)
        if depth < 0:
            return False
    return not depth


def _html(text: str) -> str:
    return html.escape(visible(text, keep_lines=False), quote=False)


_WRITERS: Final[dict[Form, Callable[[Quotation], str]]] = {
    "markdown": as_markdown,
    "html": as_html,
    "text": as_text,
    "latex": as_latex,
}
