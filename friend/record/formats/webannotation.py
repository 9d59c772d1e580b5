"""Owns notes as W3C Web Annotations (www.w3.org/TR/annotation-model), one JSON-LD page of them.

A suggestion is `editing`, a remark without wording `commenting`, what the person asked `questioning`.
"""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import quote

from friend.asking.lead import Lead
from friend.record.citation import signature
from friend.record.exchange import Exchange
from friend.record.formats.leads_lines import lead_words
from friend.record.page import Asked, PlacedNote, ReviewPage
from friend.text.selector import select
from friend.text.span import Span

CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"


def web_annotations(page: ReviewPage, path: str) -> dict[str, Any]:
    """Give the annotations on the draft, which is named by the relative address `path`."""
    source = quote(path)
    items = [item for asked in page.asked for item in _conversation(page, asked, source)]
    items += [_note(page, note, source) for note in page.notes]
    items += [_lead(page, asked, lead, source) for asked, _, lead in page.leads]
    return {"@context": CONTEXT, "id": "#friend", "type": "AnnotationPage", "items": items}


def _conversation(page: ReviewPage, asked: Asked, source: str) -> list[dict[str, Any]]:
    """Give the question, and the answer in prose."""
    exchange = asked.exchange
    target = _target(page, asked.span, source) if asked.span else source
    question = _annotation(f"#{exchange.id}", "questioning", exchange, target)
    question |= {"creator": {"type": "Person"}, "body": _text(exchange.question.text, "text/plain")}
    if not exchange.answer.strip():
        return [question]
    answer = _annotation(f"#{exchange.id}.answer", "commenting", exchange, target)
    return [question, answer | {"body": _text(exchange.answer, "text/markdown")}]


def _note(page: ReviewPage, note: PlacedNote, source: str) -> dict[str, Any]:
    advice = note.suggestion
    motivation = "commenting" if advice.instead is None else "editing"
    bodies = [_text(advice.why, "text/plain") | {"purpose": "commenting"}] if advice.why.strip() else []
    if advice.instead is not None:
        bodies.append(_text(advice.instead, "text/plain") | {"purpose": "editing"})
    said = _annotation(f"#{advice.id}", motivation, note.exchange, _target(page, note.span, source))
    return said | ({"body": bodies} if bodies else {})


def _lead(page: ReviewPage, asked: Asked, lead: Lead, source: str) -> dict[str, Any]:
    """Give something that the answer names: its state is a tag, what was found of it a comment."""
    target = _target(page, asked.span, source) if asked.span else source
    state = _text(lead.state, "text/plain") | {"purpose": "tagging"}
    words = _text(lead_words(lead, page.language), "text/plain") | {"purpose": "commenting"}
    return _annotation(f"#{lead.id}", "commenting", asked.exchange, target) | {"body": [words, state]}


def _annotation(identity: str, motivation: str, exchange: Exchange, target: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {
        "id": identity,
        "type": "Annotation",
        "motivation": motivation,
        "creator": {"type": "Software", "name": signature(exchange, "en")},
        "created": exchange.asked_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "target": target,
    }


def _text(value: str, media_type: str) -> dict[str, Any]:
    return {"type": "TextualBody", "value": value, "format": media_type}


def _target(page: ReviewPage, span: Span, source: str) -> dict[str, Any]:
    place = select(page.draft.text, span)
    words = {"type": "TextQuoteSelector", "exact": place.exact, "prefix": place.prefix, "suffix": place.suffix}
    position = {"type": "TextPositionSelector", "start": place.start, "end": place.end}
    return {"source": source, "selector": [words, position]}
