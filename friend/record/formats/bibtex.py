"""Owns citations for BibTeX and biblatex. The answer is a `@software` entry; classic BibTeX reads year and month."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from friend.record.formats.latex import escaped
from friend.record.work import GENRE, Work

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def bibtex(works: Sequence[Work]) -> str:
    """Give entries with the date in `date`, and in `year` and `month` for styles that know no other."""
    return "\n\n".join(_entry(work, classic=True) for work in works)


def biblatex(works: Sequence[Work]) -> str:
    """Give entries with the date in `date` alone, as biblatex wants it."""
    return "\n\n".join(_entry(work, classic=False) for work in works)


def _entry(work: Work, *, classic: bool) -> str:
    fields = [("author", _whole(work.author))] if work.author else []
    fields.append(("title", _whole(work.title)))
    if work.versions:
        fields.append(("version", _braced(", ".join(work.versions))))
    fields.append(("date", f"{{{work.when:%Y-%m-%d}}}"))
    if classic:
        fields += [("year", f"{{{work.when.year}}}"), ("month", _MONTHS[work.when.month - 1])]
    if work.url:
        fields.append(("url", f"{{{work.url}}}"))
    said = [GENRE, *([work.unsaid] if work.unsaid else []), f"response to ``{_inside(work.question)}''"]
    fields.append(("note", "{" + "; ".join([*said, *work.remarks]) + "}"))
    lines = [f"  {name} = {value}" for name, value in fields]
    return f"@software{{{work.key},\n" + ",\n".join(lines) + "\n}"


def _inside(text: str) -> str:
    return escaped(text, balanced=True)


def _braced(text: str) -> str:
    return "{" + _inside(text) + "}"


def _whole(text: str) -> str:
    """Keep a name whole, in its own capitals."""
    return "{" + _braced(text) + "}"
