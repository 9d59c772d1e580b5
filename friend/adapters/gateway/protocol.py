"""Owns the lines of JSON that the client and the worker exchange over the pipe: one object a line, UTF-8.

The key of one friend travels in one `Ask`, over the pipe only: never in argv, the environment, a log or a repr.
"""

from __future__ import annotations

from typing import Any, Final, Literal

import msgspec

from friend.record.exchange import Failure, Finish, Status

LINE_LIMIT: Final = 1 << 28
"""The longest line, in bytes: a request carries the whole draft, escaped."""


class Limits(msgspec.Struct, frozen=True):
    """How long and how much. Seconds and bytes; None is no limit.

    `first_s` holds until the first word, `quiet_s` between two pieces after it, `total_s` for all of it.
    """

    connect_s: float = 15.0
    first_s: float | None = 60.0
    quiet_s: float = 60.0
    total_s: float = 600.0
    answer_bytes: int = 8_000_000


class Way(msgspec.Struct, frozen=True):
    """Where a question goes, in the words that a message to the person needs.

    `model` is the name as the host knows it, `key_source` says where the key was found, never what it is. `api` is
    the provider (providers.py). `local` says that the text stays on this machine, `loopback` that the host is on it.
    `region` is Amazon's, which its requests are signed for.
    """

    friend: str
    model: str
    api_base: str
    host: str
    provider: str
    local: bool
    official: bool
    key_source: str | None = None
    api: str = "openai"
    loopback: bool = False
    region: str | None = None


class Ask(msgspec.Struct, frozen=True, tag="ask"):
    """Send this once.

    `keyring` is `service/user` where the worker itself is to look the key up; `extra` are fields of the body that
    this host alone knows. The first `stable` code points of the last message are the same in every question about
    this draft. `room` is how many tokens a host that must be told is to make room for, question and answer together;
    `window` the most that the person allows it.
    """

    id: int
    way: Way
    messages: list[tuple[str, str]]
    limits: Limits
    stable: int = 0
    key: str | None = None
    keyring: str | None = None
    max_tokens: int | None = None
    schema: dict[str, Any] | None = None
    temperature: float | None = None
    extra: dict[str, Any] | None = None
    reasoning: str | None = None
    count_tokens: bool = False
    price: tuple[float, float] | None = None
    data_collection: str | None = None
    room: int | None = None
    window: int | None = None

    def __repr__(self) -> str:
        """Name the question without its key and its text."""
        return f"Ask({self.id}, {self.way.friend})"


class Cancel(msgspec.Struct, frozen=True, tag="cancel"):
    """Close the socket of this question."""

    id: int


class Count(msgspec.Struct, frozen=True, tag="count"):
    """Say what the library knows of this model, and how many tokens these messages are."""

    id: int
    way: Way
    messages: list[tuple[str, str]]


Op = Ask | Cancel | Count


class Hello(msgspec.Struct, frozen=True, tag="hello"):
    """The process runs; the slow import is next."""


class Ready(msgspec.Struct, frozen=True, tag="ready"):
    """The import is done; `version` is the library's."""

    version: str


class Broken(msgspec.Struct, frozen=True, tag="broken"):
    """The import failed; the process leaves."""

    reason: str


class Sent(msgspec.Struct, frozen=True, tag="sent"):
    """The request began to leave this machine."""

    id: int


class Text(msgspec.Struct, frozen=True, tag="text"):
    """The next piece of the answer."""

    id: int
    text: str


class Thought(msgspec.Struct, frozen=True, tag="thought"):
    """The next piece of the reasoning that came before the answer."""

    id: int
    text: str


class Version(msgspec.Struct, frozen=True, tag="version"):
    """The wire named a version, for the first time."""

    id: int
    version: str


class Refused(msgspec.Struct, frozen=True, tag="refused"):
    """Nothing was sent, and why. Last event of a question."""

    id: int
    failure: Failure


class Tokens(msgspec.Struct, frozen=True):
    """What the wire said it took, and what that costs in US dollars. None is unknown.

    `cached` of the input tokens were known to the host from before, and not read again; `written` were put there.
    """

    input: int | None = None
    output: int | None = None
    cached: int = 0
    written: int = 0
    cost_usd: float | None = None
    price_source: str = "unknown"


class Over(msgspec.Struct, frozen=True, tag="over"):
    """How a question ended. Last event of a question.

    `evidence` says what `served` is known by where that is not the answer itself: the model's file, or a record that
    the host keeps of this answer. `request_id` is the host's name for the request, for its own support.
    """

    id: int
    status: Status
    served: list[str]
    fingerprint: str | None = None
    finish: Finish | None = None
    tokens: Tokens = Tokens()
    error: Failure | None = None
    evidence: Literal["file", "record"] | None = None
    request_id: str | None = None
    sub_provider: str | None = None


class Settling(msgspec.Struct, frozen=True, tag="settling"):
    """The answer is over, as `over` says; the host is asked for its own record of it, and then comes the last event."""

    id: int
    over: Over


class Facts(msgspec.Struct, frozen=True, tag="facts"):
    """What the library's bundled map says of a model. Prices in US dollars a token; None is unknown."""

    id: int
    tokens: int | None = None
    known: bool = False
    window: int | None = None
    price: tuple[float, float] | None = None
    version: str = ""


Event = Hello | Ready | Broken | Sent | Text | Thought | Version | Refused | Settling | Over | Facts

_encoder: Final = msgspec.json.Encoder()
_ops: Final = msgspec.json.Decoder(Op)
_events: Final = msgspec.json.Decoder(Event)


def line(message: Op | Event) -> bytes:
    """Write one message as one line."""
    return _encoder.encode(message) + b"\n"


def read_op(data: bytes) -> Op:
    """Read one line of the client. Raises msgspec.MsgspecError."""
    op: Op = _ops.decode(data)
    return op


def read_event(data: bytes) -> Event:
    """Read one line of the worker. Raises msgspec.MsgspecError."""
    event: Event = _events.decode(data)
    return event
