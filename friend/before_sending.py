"""Owns what a person is told before anything is sent: what goes where, for about how much, and what speaks against it.

The desk and the commands say the same words.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from friend.asking.earlier import told
from friend.asking.friend import DataCollection, Friend
from friend.asking.request import Request
from friend.asking.secrets import find_secrets
from friend.hearing import Inquiry, lent
from friend.ports import Destination
from friend.record.thread import turns_of
from friend.text.draft import Draft
from friend.text.span import Span
from friend.text.visible import count_invisible

_OPENROUTER: Final = "openrouter/"
_LONGEST_NAME: Final = 24
"""Characters of a heading that names a part."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What would go where, before anything is sent.

    `words` counts what is lent, of the `of_words` of the draft; `part` names the section that is lent, None for the
    whole. `secrets` are what looks like one in the words that would leave the machine. `warnings` stop nothing here.
    `goes_on` says that what was said before goes along.
    """

    destination: Destination
    words: int
    request: Request
    warnings: tuple[str, ...] = ()
    of_words: int = 0
    part: str | None = None
    data_collection: DataCollection | None = None
    through_openrouter: bool = False
    secrets: tuple[str, ...] = ()
    goes_on: bool = False


def preview_of(inquiry: Inquiry, request: Request, destination: Destination) -> Preview:
    """Put together what is known of a question before it is sent."""
    words = lent(inquiry)
    secrets = () if destination.local else tuple(_secrets(inquiry))
    return Preview(
        destination,
        Draft(words).words,
        request,
        tuple(_warnings(words, destination, secrets)),
        inquiry.draft.words,
        part_name(inquiry.draft.text, inquiry.part) if inquiry.part else None,
        inquiry.friend.data_collection,
        inquiry.friend.model.startswith(_OPENROUTER),
        tuple(secret for _, secret in secrets),
        bool(inquiry.earlier),
    )


def part_name(text: str, part: Span) -> str:
    """Name a section by its heading, or by its lines where it does not begin with one."""
    first = part.of(text).lstrip().partition("\n")[0].strip()
    heading = first.lstrip("#").strip()
    if first.startswith("#") and heading:
        return heading if len(heading) <= _LONGEST_NAME else f"{heading[: _LONGEST_NAME - 1].rstrip()}…"
    return f"lines {_line(text, part.start)} to {_line(text, max(part.start, part.end - 1))}"


def one_line(preview: Preview) -> str:
    """Say in one line where it goes, how much of the text, how many tokens, for how much, and who may keep it."""
    to = preview.destination
    facts = ["stays on this machine" if to.local else to.host, words_lent(preview), tokens(to)]
    if preview.goes_on:
        facts.insert(2, "what was said before")
    if not to.local:
        policy = data_policy(preview)
        facts += [price(to), f"data: {policy}" if policy else ""]
    return " · ".join(filter(None, facts))


def words_lent(preview: Preview) -> str:
    """Say how much of the text goes: all of its words, or a part of them."""
    if preview.part:
        return f"{preview.part}: {preview.words:,} of {preview.of_words:,} words"
    return f"{preview.words:,} {'word' if preview.words == 1 else 'words'}"


def tokens(to: Destination) -> str:
    """Say how many tokens go; "about" where another tokenizer counted them."""
    if to.input_tokens is None:
        return "tokens unknown"
    return f"{'about ' if to.approximate else ''}{to.input_tokens:,} tokens"


def price(to: Destination) -> str:
    """Say what it would cost, from a short answer to a long one; never zero where it is not known."""
    if to.price_usd is None:
        return "price unknown"
    low, high = (_dollars(amount) for amount in to.price_usd)
    return low if low == high else f"{low}–{high[1:]}"


def data_policy(preview: Preview) -> str | None:
    """Give the data-collection setting, where the host has one; None where only the host's own policy holds."""
    return preview.data_collection or ("not set" if preview.through_openrouter else None)


def who(friend: Friend) -> str:
    """Name a friend and its model."""
    return f"{friend.name} ({friend.model})"


def _dollars(amount: float) -> str:
    """Give an amount to two figures, as people write money: $0.0016, never $1.6e-03."""
    first = math.floor(math.log10(amount)) if amount > 0 else -1
    return f"${amount:.{max(2, 1 - first)}f}"


def _secrets(inquiry: Inquiry) -> Iterator[tuple[str, str]]:
    """Give each secret in what leaves the machine: where it stands in words, and itself."""
    text, begins = inquiry.draft.text, inquiry.part.start if inquiry.part else 0
    words = lent(inquiry)
    for secret in find_secrets(words):
        yield f"{secret.kind} (line {_line(text, begins + secret.span.start)})", secret.span.of(words)
    before = told(turns_of(inquiry.earlier, inquiry.draft, inquiry.friend, inquiry.relation))
    for where, other in (
        ("in your question", inquiry.question.text),
        ("in your reader", inquiry.reader or ""),
        ("in your summary", inquiry.rest or ""),
        ("in what was said before", before),
    ):
        for secret in find_secrets(other):
            yield f"{secret.kind} ({where})", secret.span.of(other)


def _warnings(lent_words: str, to: Destination, secrets: tuple[tuple[str, str], ...]) -> Iterator[str]:
    if secrets:
        yield f"this looks like a secret, and would leave this machine: {', '.join(where for where, _ in secrets)}"
    if invisible := count_invisible(lent_words.removeprefix("\ufeff")):
        yield f"the text holds {invisible} invisible characters, which the model reads and you do not see"
    if to.window is None:
        yield "how much this model can read is unknown (its `window` in the config says it)"
    if to.price_usd is None and not to.local:
        yield "the price is unknown (`input_price` and `output_price` in the config say it)"


def _line(text: str, offset: int) -> int:
    """Give the line of a place, from 1; a line ends with LF, CRLF or CR."""
    before = text[:offset]
    return before.count("\n") + before.replace("\r\n", "").count("\r") + 1
