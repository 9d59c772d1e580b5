"""Owns the forms in which a review leaves friend, and what is to be said of each besides."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Final, Literal

from friend.record.formats.annotated_markdown import annotated_markdown
from friend.record.formats.criticmarkup import Written, criticmarkup
from friend.record.formats.html_page import html_page
from friend.record.formats.rdjsonl import rdjsonl
from friend.record.formats.webannotation import web_annotations
from friend.record.page import ReviewPage

ReviewForm = Literal["html", "markdown", "criticmarkup", "webannotation", "rdjsonl"]
ENDINGS: Final[dict[ReviewForm, str]] = {
    "html": ".html",
    "markdown": ".notes.md",
    "criticmarkup": ".critic.md",
    "webannotation": ".jsonld",
    "rdjsonl": ".rdjsonl",
}
_HOW: Final[dict[Written, str]] = {
    "split": "split into its changes",
    "mark and comment": "written as a mark with a comment",
    "comment": "written as a comment",
}


@dataclass(frozen=True, slots=True)
class Export:
    """What is written; what the form could not hold as it is (`bent`), and what else the person should know."""

    text: str
    bent: tuple[str, ...]
    remarks: tuple[str, ...]


def exported(page: ReviewPage, to: ReviewForm, name: str, now: datetime) -> Export:
    """Write a page in one of the forms. `name` is what the draft is called."""
    bent: tuple[str, ...] = ()
    match to:
        case "html":
            text = html_page(page, PurePath(name).name, now)
        case "markdown":
            text = annotated_markdown(page)
        case "criticmarkup":
            marked = criticmarkup(page)
            text, bent = marked.text, (*_bent(marked.written), *_left_out(page))
        case "webannotation":
            text = json.dumps(web_annotations(page, name), ensure_ascii=False, indent=2) + "\n"
        case "rdjsonl":
            text = "".join(line + "\n" for line in rdjsonl(page, name))
    return Export(text, bent, tuple(_remarks(page)))


def _bent(written: dict[int, Written]) -> Iterator[str]:
    """Say which notes CriticMarkup could not hold as they are."""
    for number, how in written.items():
        if how in _HOW:
            yield f"note {number} is {_HOW[how]}"


def _left_out(page: ReviewPage) -> Iterator[str]:
    if page.leads:
        yield f"what the answers name ({len(page.leads)}) is not in CriticMarkup, which only marks words of the draft"


def _remarks(page: ReviewPage) -> Iterator[str]:
    if not page.notes and not page.lost and not page.leads:
        yield "no notes to export"
    why = Counter("stand in several places" if note.anchor.kind == "ambiguous" else "are gone" for note in page.lost)
    for reason, count in why.items():
        yield f"{count} more: the words that they point to {reason}"
