"""Owns citations in words: APA 7, MLA 9 and Chicago 18, a reference a line.

APA names the model as software, so two answers of one version are one reference; MLA and Chicago name the answer.
Sources: apastyle.apa.org ("How to cite ChatGPT"), style.mla.org ("Citing generative AI"), The Chicago Manual of Style
Online (18th edition, 14.112).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from friend.record.citation import full_date, short_date
from friend.record.work import GENRE, Work

_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"


def apa(works: Sequence[Work]) -> list[str]:
    """Give `Company. (Year). Model (Version) [Large language model]. URL`, with 2026a, 2026b where they would clash."""
    distinct = {_apa(work, ""): work for work in works}
    same = Counter(_author_year(work) for work in distinct.values())
    met: Counter[tuple[str, int]] = Counter()
    lines = []
    for work in distinct.values():
        who = _author_year(work)
        lines.append(_apa(work, letters(met[who]) if same[who] > 1 else ""))
        met[who] += 1
    return lines


def mla(works: Sequence[Work]) -> list[str]:
    """Give `“PROMPT” prompt. Tool, model VERSION, Publisher, D Mon. YYYY, URL.`, sorted by prompt."""
    lines = []
    for work in works:
        version = f"model {work.version}" if work.version else work.unsaid
        parts = [work.title, version, work.author, short_date(work.when, "en"), work.url]
        said = ", ".join(part for part in parts if part)
        lines.append(f"“{_inner(work.question)}” prompt. {said}.{_remarked(work)}")
    return sorted(dict.fromkeys(lines), key=str.casefold)


def chicago(works: Sequence[Work]) -> list[str]:
    """Give the notes `MODEL (VERSION), response to “PROMPT,” COMPANY, Month D, YYYY.`, in the order given."""
    lines = []
    for work in works:
        prompt = _inner(work.question).removesuffix(".")
        parts = [work.author, full_date(work.when)]
        said = ", ".join(part for part in parts if part)
        lines.append(f"{work.title} ({work.version_said}), response to “{prompt},” {said}.{_remarked(work)}")
    return list(dict.fromkeys(lines))


def letters(number: int) -> str:
    """Give a to z for 0 to 25, then aa, ab and so on."""
    more, last = divmod(number, len(_LETTERS))
    return (letters(more - 1) if more else "") + _LETTERS[last]


def _apa(work: Work, suffix: str) -> str:
    year = f"({work.when.year}{suffix})."
    kind = "; ".join((GENRE, *work.remarks))
    what = f"{work.title} ({work.version_said}) [{kind}]."
    parts = [f"{work.author.removesuffix('.')}.", year, what] if work.author else [what, year]
    return " ".join([*parts, work.url] if work.url else parts)


def _author_year(work: Work) -> tuple[str, int]:
    return work.author or work.title, work.when.year


def _inner(quoted: str) -> str:
    """Write quotation marks within quotation marks."""
    return quoted.replace("“", "‘").replace("”", "’")


def _remarked(work: Work) -> str:
    said = "; ".join(work.remarks)
    return f" {said[:1].upper()}{said[1:]}." if said else ""
