"""Owns citations as CSL-JSON, which reference managers and citation processors read (citationstyles.org, 1.0.2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from friend.record.work import GENRE, Work


def csl_json(works: Sequence[Work]) -> list[dict[str, Any]]:
    """Give the items. A version that was not reported is left out and said in the note."""
    return [_item(work) for work in works]


def _item(work: Work) -> dict[str, Any]:
    item: dict[str, Any] = {"id": work.key, "type": "software", "title": work.title, "genre": GENRE}
    if work.author:
        item["author"] = [{"literal": work.author}]
    if work.versions:
        item["version"] = ", ".join(work.versions)
    item["issued"] = {"date-parts": [[work.when.year, work.when.month, work.when.day]]}
    if work.url:
        item["URL"] = work.url
    said = [*([work.unsaid] if work.unsaid else []), f"response to “{work.question}”", *work.remarks]
    item["note"] = "; ".join(said)
    return item
