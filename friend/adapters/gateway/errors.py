"""Owns how an ask ended, in one status and one line for the person: what happened, what was kept, what to do next.

The wire decides, and not what a library above it says: a stream without the provider's end mark is incomplete.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final, Literal
from urllib.parse import urlsplit

from friend.adapters.gateway.protocol import Limits, Way
from friend.adapters.gateway.transport import Witness
from friend.adapters.gateway.wire.refusals import body_delay, body_words
from friend.adapters.gateway.words import foreign
from friend.record.exchange import Failure, Finish, Status
from friend.text.visible import visible

Stop = Literal["cancelled", "deadline", "repeated"]
_QUOTA: Final = re.compile(
    r"insufficient.?(?:quota|credit|balance|funds)|exceeded your current quota|out of credits|credit balance is too",
    re.IGNORECASE,
)
_NO_KEY: Final = re.compile(r"API_KEY_INVALID|API key not valid|API key expired", re.IGNORECASE)
_TOO_LONG: Final = re.compile(
    r"context.?length|maximum context|context.?window|prompt is too long|input token count", re.IGNORECASE
)
_RATE: Final = re.compile(r"rate.?limit|RESOURCE_EXHAUSTED|throttl", re.IGNORECASE)
_KEPT: Final = "Your question is kept"
_PARTIAL: Final = "What came is kept"


@dataclass(frozen=True, slots=True)
class Story:
    """All that is known of one ask when it is over. `spoke` says that words of the answer reached the person."""

    way: Way
    limits: Limits
    witness: Witness
    spoke: bool
    stop: Stop | None = None
    trouble: str | None = None
    key: str | None = field(default=None, repr=False)
    retired: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """How it ended."""

    status: Status
    finish: Finish | None = None
    failure: Failure | None = None


def verdict(story: Story) -> Verdict:
    """Say how an ask ended."""
    witness = story.witness
    if story.stop == "cancelled":
        return Verdict("cancelled")
    if witness.status is None:
        return _nothing_answered(story)
    if witness.fault == "redirect":
        return Verdict("failed", None, _redirect(story))
    if witness.status >= 400:  # noqa: PLR2004 - HTTP's own line between an answer and a refusal
        return Verdict("failed", None, _refusal(story))
    return _broken_off(story) or _closed(story)


def _broken_off(story: Story) -> Verdict | None:
    """Say why an answer with status 200 is not whole; None where it came to its end."""
    witness, reader = story.witness, story.witness.reader
    if reader.error is not None:
        return _error_within(story)
    if reader.damage is not None and reader.events:
        line = foreign(reader.damage, story.key)
        return _cut(story, "damaged", f"a line of the answer could not be read (“{line}”)")
    if story.stop == "repeated" or ((story.stop or witness.fault) and not reader.closed):
        return _cut(story, *_interruption(story))
    if not reader.events:
        return Verdict("failed", None, _not_an_answer(story))
    if not reader.closed:
        return _cut(story, "dropped", f"{_host(story)} ended the answer without saying that it was the end")
    return None


def retry_after(header: str | None, now: datetime) -> float | None:
    """Read a Retry-After header: seconds, or a date. None where it is neither."""
    if not header:
        return None
    try:
        seconds = float(header)
    except ValueError:
        try:
            seconds = (parsedate_to_datetime(header) - now).total_seconds()
        except (ValueError, TypeError):
            return None
    return max(0.0, seconds) if seconds < float("inf") else None


def _host(story: Story) -> str:
    return visible(story.way.host)


def _nothing_answered(story: Story) -> Verdict:
    way, witness, host = story.way, story.witness, _host(story)
    detail = foreign(witness.detail, story.key)
    kept = f"{_KEPT}; friend does not send again by itself"
    if story.stop == "deadline" or witness.fault == "timeout":
        limit = story.limits.total_s if story.stop == "deadline" else story.limits.first_s
        said = f"{host} did not answer within {limit:g} s, and may have received the question. {kept}."
        return Verdict("unknown", None, Failure("timeout", said))
    before = {
        "connect": ("connect", f"No connection to {host} ({detail})", "See whether it runs and the address is right"),
        "dns": ("connect", f"The name {host} was not found ({detail})", "See whether you are online"),
        "tls": ("tls", f"The certificate of {host} was not accepted ({detail})", "Checks stay on: see who answers"),
        "proxy": ("connect", f"The proxy did not connect to {host} ({detail})", "See the proxy variables"),
    }
    if witness.fault in before:
        kind, said, then = before[witness.fault]
        return Verdict("failed", None, Failure(kind, f"{said}: nothing was answered. {_KEPT}. {then}, then ask again."))
    if witness.sent:
        why = detail.rstrip(".") or "no reason given"
        said = f"The connection was lost before {host} answered ({why}). It may have received the question. {kept}."
        return Verdict("unknown", None, Failure("dropped", said))
    trouble = foreign(story.trouble or "no reason given", story.key)
    said = f"This question could not be put to {visible(way.model)}: {trouble}. Nothing was sent. {_KEPT}."
    return Verdict("refused", None, Failure("parameter", said))


def _redirect(story: Story) -> Failure:
    target = urlsplit(story.witness.location or "").netloc.rpartition("@")[2] or "another place"
    return Failure(
        "redirect",
        f"{_host(story)} points to {foreign(target, story.key)}. friend does not follow: neither your text nor the "
        f"key went there. {_KEPT}. If you trust that host, make it the api_base of {story.way.friend}.",
    )


def _refusal(story: Story) -> Failure:  # noqa: PLR0911 - one for each kind of refusal
    status, way, witness = story.witness.status or 0, story.way, story.witness
    words, word = body_words(witness.head)
    # A page is of no use in one line.
    body = "" if words.startswith("<") else foreign(words, story.key).rstrip(".")
    says = f" It says: “{body}”." if body else ""
    host = _host(story)
    wait = retry_after(witness.retry_after or body_delay(witness.head), datetime.now(UTC))
    if status in {401, 403} or (status == 400 and _NO_KEY.search(f"{word} {words}")):  # noqa: PLR2004 - HTTP's number
        source = f"the key from {way.key_source}" if way.key_source else "a question without a key"
        who = host if way.local else visible(way.provider)
        said = f"{who} did not accept {source} ({status}).{says} {_KEPT}. See to the key, then ask again."
        return Failure("auth", said)
    # Google says "quota" of a limit a minute as well, and then how long to wait.
    if status == 402 or (status in {400, 429} and wait is None and _QUOTA.search(f"{word} {words}")):  # noqa: PLR2004 - HTTP's number
        said = f"The account at {host} has no credit or quota left ({status}).{says} {_KEPT}. Waiting will not help."
        return Failure("quota", said)
    if status == 429:  # noqa: PLR2004
        when = f"in {wait:.0f} s" if wait is not None else "a little later"
        said = f"{host} takes no more questions for now ({status}).{says} {_KEPT}. Ask again {when}."
        return Failure("rate-limit", said, wait)
    if status in {404, 410}:
        gone = f" Its retirement date is {story.retired}." if story.retired else ""
        none = "No other model was put in its place"
        said = f"{host} knows no “{visible(way.model)}” ({status}).{gone}{says} {_KEPT}. {none}."
        return Failure("not-found", said)
    if status >= 500:  # noqa: PLR2004
        said = f"{host} has a fault of its own ({status}).{says} It was asked once. {_KEPT}. Ask again later."
        return Failure("server", said, wait)
    if status == 413 or _TOO_LONG.search(f"{word} {words}"):  # noqa: PLR2004
        said = f"The text is too long for “{visible(way.model)}” ({status}).{says} {_KEPT}. Lend a part of it (--part)."
        return Failure("window", said)
    return Failure("rejected", f"{host} did not take the question ({status}).{says} {_KEPT}.")


def _error_within(story: Story) -> Verdict:
    reader = story.witness.reader
    said = f"{_host(story)} broke off with an error: “{foreign(reader.error or '', story.key)}”."
    words = f"{reader.error_type} {reader.error}"
    kind = "quota" if _QUOTA.search(words) else "rate-limit" if _RATE.search(words) else "server"
    if story.spoke:
        return Verdict("incomplete", None, Failure(kind, f"{said} {_PARTIAL}. Ask again for the rest."))
    return Verdict("failed", None, Failure(kind, f"{said} {_KEPT}. Ask again later."))


def _interruption(story: Story) -> tuple[str, str]:
    """Give the kind and the words of what stopped an answer that had begun."""
    limits, host = story.limits, _host(story)
    if story.stop == "deadline":
        return "deadline", f"{host} was not done after {limits.total_s:g} s, the limit for one answer"
    if story.stop == "repeated":
        return "repeated", "the answer went round in circles and was stopped"
    if story.witness.fault == "stalled":
        quiet = limits.quiet_s if story.witness.reader.spoke else limits.first_s
        return "stalled", f"nothing more came from {host} for {quiet:g} s"
    if story.witness.fault == "too-long":
        return "too-long", f"the answer passed the limit of {limits.answer_bytes / 1e6:g} MB and was cut"
    return "dropped", f"the connection to {host} was lost"


def _cut(story: Story, kind: str, what: str) -> Verdict:
    what = what[0].upper() + what[1:]
    if story.spoke:
        finish = story.witness.reader.finish
        return Verdict("incomplete", finish, Failure(kind, f"{what}. {_PARTIAL}, and marked incomplete."))
    received = f"{_host(story)} received the question, and no words came back"
    return Verdict("unknown", None, Failure(kind, f"{what}: {received}. {_KEPT}. Ask again if you wish."))


def _not_an_answer(story: Story) -> Failure:
    head = story.witness.head.lstrip()
    words = body_words(head)[0] or head.decode("utf-8", "replace")
    if not head:
        what = "with nothing at all"
    elif head.startswith(b"<") or "html" in story.witness.content_type:
        what = "with a web page (a login page of the network, perhaps)"
    else:
        what = f"with something that is no answer (“{foreign(words, story.key)}”)"
    then = f"{_KEPT}. See whether the api_base of {story.way.friend} is right"
    return Failure("not-an-answer", f"{_host(story)} answered {what}. {then}.")


def _closed(story: Story) -> Verdict:
    reader, name = story.witness.reader, visible(story.way.model)
    if reader.finish in {"length", "content_filter"} and not story.spoke:
        return _wordless(story, reader.finish)
    if reader.finish == "length":
        said = f"{name} stopped at the length limit of the answer. {_PARTIAL}, and marked incomplete."
        return Verdict("incomplete", "length", Failure("length", said))
    if reader.finish == "content_filter":
        said = f"{_host(story)} stopped the answer with its content filter. {_PARTIAL}, and marked incomplete."
        return Verdict("incomplete", "content_filter", Failure("content-filter", said))
    if reader.odd_finish is not None:
        odd = foreign(reader.odd_finish, story.key)
        return _cut(story, "finish", f"{name} ended with “{odd}”, which is no end of an answer")
    if not story.spoke:
        return Verdict("failed", "stop", Failure("empty", f"{name} ended its answer without a word. {_KEPT}."))
    return Verdict("complete", "stop")


def _wordless(story: Story, finish: Finish) -> Verdict:
    """Say why no word came, though the answer ended as answers may."""
    if finish == "length":
        said = f"{visible(story.way.model)} reached the length limit before the first word of its answer. {_KEPT}."
        return Verdict("failed", finish, Failure("length", said))
    said = f"{_host(story)} kept the whole answer back with its content filter. {_KEPT}."
    return Verdict("failed", finish, Failure("content-filter", said))
