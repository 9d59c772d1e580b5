"""Owns what asking needs of the outside world: a way to a model, a log, prompts, exports. Protocols only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from friend.page_ports import LogError as LogError  # noqa: PLC0414 - who asks knows it from here
from friend.record.exchange import Usage

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from friend.asking.friend import Friend
    from friend.asking.prompt import Prompt
    from friend.asking.request import Request
    from friend.asking.suggestion import State
    from friend.record.exchange import Exchange, Failure, Finish, Status
    from friend.record.identity import Likeness
    from friend.record.own_word import OwnWord
    from friend.record.votes import Round
    from friend.record.wanted import Entry, Hit, Wanted
    from friend.text.draft import Draft


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a request would go and what it would take, known before anything is sent.

    Tokens are counted, `approximate` where the provider's own tokenizer is not at hand. `price_usd` is the cost of
    the input alone and of the input with a long answer (2,000 tokens, or the limit set). None is "unknown", never 0.
    """

    host: str
    provider: str
    local: bool
    input_tokens: int | None
    approximate: bool
    window: int | None
    price_usd: tuple[float, float] | None
    price_source: str


@dataclass(frozen=True, slots=True)
class Delta:
    """The next piece of the answer, exactly as it came."""

    text: str


@dataclass(frozen=True, slots=True)
class Reasoning:
    """The next piece of what the model thought before it answered; no part of the answer."""

    text: str


@dataclass(frozen=True, slots=True)
class Served:
    """The wire named a version; comes as soon as it is known, once for each version."""

    version: str
    provider: str | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """Nothing has come yet: seconds gone and, where it can be estimated, seconds expected until the first word."""

    doing: str
    elapsed_s: float
    expected_s: float | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """The last event, always: how it ended. `served` is all that the wire (or the model file's digest) named.

    `from_file` says that `served` names a local file's digest, `from_record` that the host's own record of this
    answer named it. `sub_provider` is who served it for a host that passes questions on; `request_id` is the host's
    name for the request.
    """

    status: Status
    served: tuple[str, ...] = ()
    from_file: bool = False
    provider: str | None = None
    host: str | None = None
    fingerprint: str | None = None
    finish: Finish | None = None
    usage: Usage = Usage()
    error: Failure | None = None
    notes: tuple[str, ...] = ()
    from_record: bool = False
    sub_provider: str | None = None
    request_id: str | None = None


@dataclass(frozen=True, slots=True)
class Settling:
    """The answer is over, as `ended` says, and nothing more of it comes; its host is asked for its own record of it.

    `Ended` follows within a few seconds, and says the same or more. Who does not wait for it has `ended`.
    """

    ended: Ended


Heard = Delta | Reasoning | Served | Waiting | Settling | Ended


class Unsendable(Exception):  # noqa: N818 - it is a refusal, not a fault of the program
    """Nothing was sent: the way to this friend is not open. Carries the failure in words."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.message)
        self.failure = failure


class ModelGateway(Protocol):
    """A way to any model."""

    async def destination(self, friend: Friend, request: Request) -> Destination:
        """Say where `request` would go; nothing leaves the machine. Raises Unsendable."""
        ...

    def send(self, friend: Friend, request: Request) -> AsyncIterator[Heard]:
        """Send once, and give what comes; `Ended` is the last event. Closing the iterator cancels at the socket.

        Raises Unsendable before anything left.
        """
        ...

    async def close(self) -> None:
        """Let go of child processes and sockets."""
        ...


class ExchangeLog(Protocol):
    """The record of every exchange."""

    def asked(self, exchange: Exchange, draft: Draft) -> int:
        """Commit the intent, with the draft as it is sent; give the sequence number. Raises LogError."""
        ...

    def answered(self, exchange: Exchange) -> None:
        """Commit what came of it. Raises LogError."""
        ...

    def decided(self, suggestion_id: str, state: State) -> None:
        """Commit what the person decided about a suggestion. Raises LogError."""
        ...

    def said(self, *words: OwnWord) -> None:
        """Commit what the person says of answers: all of it, or nothing. Raises LogError."""
        ...

    def of_group(self, group: str) -> Sequence[Exchange]:
        """Give the exchanges of one group, in the order of asking. Raises LogError."""
        ...

    def votes(self) -> Sequence[Round]:
        """Give every blind round that the person voted on, oldest first. Raises LogError."""
        ...

    def find(self, name: str) -> Exchange:
        """Find by id, unique prefix, `last`, `last~N` or log number. Raises LookupError, saying what there is."""
        ...

    def recent(self, limit: int) -> Sequence[Exchange]:
        """Give the newest exchanges, newest first."""
        ...

    def about(self, path: str) -> Sequence[Exchange]:
        """Give the exchanges about the draft at `path` (absolute), oldest first."""
        ...

    def open_about(self, path: str) -> Sequence[tuple[Exchange, str]]:
        """Give those about the draft at `path` (absolute) that have open suggestions, each with the draft as sent."""
        ...

    def thread(self, exchange_id: str) -> Sequence[Exchange]:
        """Give the exchange with that id and those that it goes on from, oldest first."""
        ...

    def threads(self, exchange_ids: Sequence[str]) -> Sequence[Exchange]:
        """Give these exchanges and all that goes on from them, or that they go on from, oldest first."""
        ...

    def draft_as_sent(self, exchange_id: str) -> str:
        """Give the text of the draft as it was when that question was asked; empty once it was forgotten.

        Raises LookupError.
        """
        ...


class LogReader(Protocol):
    """The record as one looks things up in it. Everything is read newest first, a page at a time."""

    def entries(self, wanted: Wanted = ..., limit: int = ..., before: int | None = None) -> Sequence[Entry]:
        """Give a page of the exchanges that are wanted; for the next one, `before` is the last one's sequence number.

        Raises LogError.
        """
        ...

    def search(
        self,
        words: str,
        wanted: Wanted = ...,
        limit: int = ...,
        before: int | None = None,
        *,
        by_rank: bool = False,
    ) -> Sequence[Hit]:
        """Give a page of the exchanges that hold all the words in question, answer or draft.

        `by_rank` puts the best match first; that is one page only. Raises ValueError where there is no word to look
        for, and LogError.
        """
        ...

    def find(self, name: str) -> Exchange:
        """Find by id, unique prefix, `last`, `last~N` or log number. Raises LookupError, saying what there is."""
        ...

    def draft_as_sent(self, exchange_id: str) -> str:
        """Give the text of the draft as it was when that question was asked. Raises LookupError."""
        ...


class DraftNames(Protocol):
    """How the record knows a draft again when its file was renamed."""

    def resembling(self, draft: Draft) -> Sequence[Likeness]:
        """Give the drafts that this one may be under a new name; none where its path is known. Raises LogError."""
        ...

    def renamed(self, draft: int, path: str) -> None:
        """Take the file at `path` for this draft from now on. Raises LogError."""
        ...

    def told_apart(self, draft: int, path: str) -> None:
        """Never take the file at `path` for this draft again. Raises LogError."""
        ...


class Prompts(Protocol):
    """The released prompts."""

    def rule(self, name: str) -> Prompt:
        """Give the newest version of the rule `name`. Raises LookupError."""
        ...


class Exports(Protocol):
    """Files that are written for others to read, never the draft."""

    def place(self, name: str, ending: str, draft: str | None) -> str:
        """Give the file that `name` means for the draft at the path `draft`: in a folder, one named for the draft.

        Raises ValueError, saying why, for a name that is none and for the draft itself.
        """
        ...

    def write(self, text: str, path: str, *, over: bool) -> None:
        """Write a file, in one piece or not at all; `over` an older one only when told so.

        Raises FileExistsError where there is one, and ValueError, saying why, where it cannot be written.
        """
        ...
