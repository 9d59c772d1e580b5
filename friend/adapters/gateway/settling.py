"""Owns the last word on an answer: who it was and how that is known, and what it took and cost."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from typing import Any, Literal, Protocol

from friend.adapters.gateway import prices
from friend.adapters.gateway.errors import Story, verdict
from friend.adapters.gateway.lookups import LocalFile, Record, generation
from friend.adapters.gateway.protocol import Ask, Over, Settling, Tokens
from friend.adapters.gateway.wire import Reader


class Map(Protocol):
    """What is wanted of the library that knows the prices."""

    version: str

    def entry(self, api: str, model: str) -> dict[str, Any] | None:
        """Give what its map knows of a provider's model; None where it does not know it."""
        ...


async def settled(
    ask: Ask,
    story: Story,
    file: LocalFile | None,
    known: Map,
    tls: ssl.SSLContext,
    *,
    say: Callable[[Settling], None],
) -> Over:
    """Put together what is told of one answer when it is over.

    A host that keeps a record of its answers is asked for it; what is known without it is told to `say` before.
    """
    over, answer_id = _over(ask, story, file, known, None), story.witness.reader.answer_id
    # A person who stopped the answer waits for nothing more.
    if ask.way.api != "openrouter" or not answer_id or not story.spoke or over.status == "cancelled":
        return over
    say(Settling(ask.id, over))
    record = await generation(ask.way, answer_id, story.key or "", tls)
    return _over(ask, story, file, known, record) if record else over


def _over(ask: Ask, story: Story, file: LocalFile | None, known: Map, record: Record | None) -> Over:
    reader, found = story.witness.reader, verdict(story)
    served = [file.told(version) for version in reader.served] if file else _with_record(ask, reader.served, record)
    evidence: Literal["file", "record"] | None = None
    if file is not None and reader.served and all(file.is_named(version) for version in reader.served):
        evidence = "file"
    elif record is not None:
        evidence = "record"
    return Over(
        ask.id,
        found.status,
        served,
        reader.fingerprint,
        found.finish,
        _tokens(ask, reader, record, known),
        found.failure,
        evidence=evidence,
        request_id=story.witness.request_id or reader.answer_id,
        sub_provider=(record.sub_provider if record else None) or reader.sub_provider,
    )


def _with_record(ask: Ask, served: list[str], record: Record | None) -> list[str]:
    """Put the record's name beside what the wire said; a mere echo of the name asked for gives way to it."""
    if record is None:
        return served
    others = [name for name in served if name not in {record.model, ask.way.model}]
    return [*others, record.model]


def _tokens(ask: Ask, reader: Reader, record: Record | None, known: Map) -> Tokens:
    took = Tokens(reader.input_tokens, reader.output_tokens, reader.cached_tokens, reader.written_tokens)
    if ask.price is not None:
        return prices.bill(took, prices.of_config(ask.price))
    if not ask.way.official:
        return took
    told = record.cost_usd if record and record.cost_usd is not None else reader.cost_usd
    if told is not None:
        return prices.told(took, told, ask.way.provider)
    # What answered is what is paid for.
    names = [*reversed(reader.served), ask.way.model]
    entry = next((found for name in names if (found := known.entry(ask.way.api, name))), None)
    return prices.bill(took, prices.of_map(entry, known.version))
