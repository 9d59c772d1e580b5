"""The parts that judge an answer, alone: what the bytes say, what goes in circles, what a way and a price are."""

from __future__ import annotations

import itertools
import json
import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from friend.adapters.gateway.errors import retry_after
from friend.adapters.gateway.prices import bill, of_config, of_map
from friend.adapters.gateway.protocol import Tokens
from friend.adapters.gateway.repetition import WINDOW, Circle
from friend.adapters.gateway.route import way_to
from friend.adapters.gateway.transport import proxy_for
from friend.adapters.gateway.wire import AnthropicReader, GeminiReader, OllamaReader, OpenAIReader, Reader
from friend.adapters.gateway.wire.refusals import body_delay, body_words
from friend.adapters.gateway.words import foreign
from friend.asking.friend import Friend

READERS = pytest.mark.parametrize("reader", [OpenAIReader, AnthropicReader, GeminiReader, OllamaReader])
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
texts = st.sampled_from(["word", "\ud83d", "\ude00", "", "a-1", "b-2"]) | json_values
pieces = st.dictionaries(
    st.sampled_from(["content", "text", "thinking", "thought", "reasoning_content", "parts", "stop_reason", "model"]),
    texts | st.lists(st.dictionaries(st.sampled_from(["type", "text", "thinking", "thought"]), texts), max_size=2),
)
# The names of all four formats, mixed, with any values: whatever a host may send by accident or on purpose.
chunks = st.dictionaries(
    st.sampled_from(
        [
            *("model", "modelVersion", "id", "system_fingerprint", "usage", "usageMetadata", "error", "done"),
            *("done_reason", "provider", "x_groq", "promptFeedback"),
        ]
    ),
    texts | pieces,
) | st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(["message_start", "content_block_delta", "message_delta", "message_stop", "error"]),
        "message": pieces | texts,
        "delta": pieces | texts,
        "choices": texts | st.lists(st.fixed_dictionaries({"delta": pieces, "finish_reason": texts}), max_size=2),
        "candidates": texts | st.lists(st.fixed_dictionaries({"content": pieces, "finishReason": texts}), max_size=2),
    },
)
events = st.one_of(
    chunks.map(lambda chunk: b"data: " + json.dumps(chunk).encode() + b"\n\n"),
    chunks.map(lambda chunk: json.dumps(chunk).encode() + b"\n"),
    st.sampled_from([b"data: [DONE]\n\n", b": a comment\n\n", b"event: x\r\n", b"\r\n", b"data: {\n\n", b"data:\n\n"]),
    st.binary(max_size=20),
)
streams = st.lists(events, max_size=8).map(b"".join)


def read(*pieces: bytes, reader: Callable[[], Reader] = OpenAIReader) -> dict[str, object]:
    """Read a body that came in these pieces, and give all that was seen."""
    reading = reader()
    for piece in pieces:
        reading.feed(piece)
    reading.close()
    seen = {name: value for name, value in vars(reading).items() if not name.startswith("_")}
    return seen | {"words": reading.take()}


@READERS
@given(streams, st.lists(st.integers(0, 300), max_size=6))
def test_it_makes_no_difference_how_the_bytes_are_cut(
    reader: Callable[[], Reader], data: bytes, cuts: list[int]
) -> None:
    """Whatever the bytes, no reader raises, the network's cuts change nothing that it sees, and all can be told."""
    places = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    pieces = [data[start:end] for start, end in itertools.pairwise(places)]
    seen = read(*pieces, reader=reader)
    assert str(seen) == str(read(data, reader=reader))
    told = (seen["words"], seen["served"], seen["fingerprint"], seen["answer_id"], seen["sub_provider"])
    msgspec.json.encode(told)


def test_a_character_that_was_cut_in_two_is_whole_again() -> None:
    """A host that cuts a pair of surrogates between two chunks loses no character, and a lone half is marked."""
    reader = OpenAIReader()
    told = []
    for half in ("A \\ud83d", "\\ude00 B \\ud83d"):
        reader.feed(b'data: {"choices": [{"delta": {"content": "%s"}}]}\n\n' % half.encode())
        told.append(reader.take()[0])
    reader.feed(b"data: [DONE]\n\n")
    told.append(reader.take()[0])
    assert told == ["A ", "😀 B ", "\ufffd"]


@given(st.lists(st.sampled_from(["a-1", "b-2", "c-3"]), max_size=12))
def test_versions_come_in_order_each_once(names: list[str]) -> None:
    """Every version of a stream is kept, in the order in which it was first named (fault 33)."""
    data = b"".join(b"data: " + json.dumps({"model": name}).encode() + b"\n\n" for name in names)
    assert read(data)["served"] == list(dict.fromkeys(names))


def test_a_body_of_many_versions_does_not_grow_for_ever() -> None:
    """A hostile stream cannot fill the memory with names, nor with a line that never ends."""
    reader = OpenAIReader()
    for number in range(1_000):
        reader.feed(b'data: {"model": "%s%d"}\n\n' % (b"x" * 1_000, number))
    assert len(reader.served) <= 16
    for _ in range(200):
        reader.feed(b"y" * 65_536)
    assert reader.damage is not None


@READERS
def test_a_body_without_an_end_of_line_is_not_kept(reader: Callable[[], Reader]) -> None:
    """13 MB without an end of line: what is kept stays under the cap on an answer (fault 17)."""
    reading = reader()
    tracemalloc.start()
    try:
        for begin in (b"{", *[b"y"] * 200):
            reading.feed(begin * 65_536)
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 17_000_000
    assert reading.damage is not None


def test_an_event_over_several_lines_is_one() -> None:
    """Server-sent events may spread their data over lines."""
    seen = read(b'data: {"model":\r\ndata: "a-1"}\r\n\r\ndata: [DONE]\r\n\r\n')
    assert (seen["served"], seen["closed"], seen["damage"]) == (["a-1"], True, None)


def test_the_last_end_mark_needs_no_empty_line() -> None:
    """A stream that ends right after its end mark is whole; one that ends within a chunk is not (fault 11)."""
    assert read(b"data: [DONE]")["closed"] is True
    assert read(b'data: {"choices": [{"finish_reason": "stop"}]}')["closed"] is False


@pytest.mark.parametrize(
    ("body", "words", "word"),
    [
        (b'{"error": {"message": "no", "code": "x"}}', "no", "x"),
        (b'{"error": "no"}', "no", None),
        (b'[{"error": {"message": "no", "status": "BAD", "type": "t"}}]', "no", "t"),
        (b'{"error": {"message": "no", "status": "BAD", "code": 429}}', "no", "BAD"),
        (b'{"type": "error", "error": {"type": "t", "message": "no"}, "request_id": "r"}', "no", "t"),
        (b'{"detail": "no"}', "no", None),
        (b'{"detail": [{"msg": "no"}]}', '[{"msg": "no"}]', None),
        (b"<html>no</html>", "<html>no</html>", None),
        (b"", "", None),
    ],
)
def test_the_words_of_a_refusal_are_found(body: bytes, words: str, word: str | None) -> None:
    """Error bodies as the common servers shape them."""
    assert body_words(body) == (words, word)


@given(st.binary(max_size=200))
def test_any_error_body_has_some_words(body: bytes) -> None:
    """No body makes the reading of it fail, and what is shown is one short harmless line."""
    words, _ = body_words(body)
    shown = foreign(words)
    assert len(shown) <= 200
    assert not any(ord(sign) < 32 or ord(sign) == 127 for sign in shown)


@given(st.text(alphabet="abc \n", min_size=1, max_size=100))
def test_a_text_that_repeats_one_piece_is_noticed(piece: str) -> None:
    """Whatever the piece of up to 100 characters, its endless repetition is noticed (fault 18)."""
    circle = Circle()
    assert any(circle.closes(piece) for _ in range(4 * WINDOW))


def test_a_long_answer_is_no_circle() -> None:
    """Prose, and even a long table of the same shape, may go on."""
    circle = Circle()
    table = "".join(f"| {row} | the council decided it on day {row} | yes |\n" for row in range(500))
    assert not any(circle.closes(table[at : at + 7]) for at in range(0, len(table), 7))


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("3", 3.0), ("0.5", 0.5), ("-1", 0.0), ("inf", None), ("nan", None), ("soon", None), (None, None), ("", None)],
)
def test_retry_after_is_seconds_or_unknown(header: str | None, seconds: float | None) -> None:
    """What cannot be understood is unknown, never 0 (fault 3)."""
    assert retry_after(header, datetime(2026, 11, 21, tzinfo=UTC)) == seconds


def test_a_body_may_say_how_long_to_wait() -> None:
    """Google names the seconds in the body, whole or not (fault 3)."""
    assert body_delay(b'{"error": {"details": [{"retryDelay": "17.5s"}]}}') == "17.5"
    assert body_delay(b'{"error": "wait"}') is None


def test_retry_after_may_be_a_date() -> None:
    """A date counts from now, and one that has passed is no wait (fault 3)."""
    now = datetime(2026, 11, 21, 12, 0, 0, tzinfo=UTC)
    assert retry_after("Sat, 21 Nov 2026 12:01:00 GMT", now) == 60
    assert retry_after("Sat, 21 Nov 2026 11:00:00 GMT", now) == 0


def test_a_price_that_is_not_known_is_none() -> None:
    """No price, a price of zero, or tokens that were not reported: the cost is None, never 0 (fault 23)."""
    assert of_map(None, "1") is None
    assert of_map({"input_cost_per_token": 0.0, "output_cost_per_token": 0.0}, "1") is None
    assert bill(Tokens(10, 10), None).cost_usd is None
    assert bill(Tokens(None, 10), of_config((1, 1))).cost_usd is None


def test_cached_input_costs_what_the_map_says() -> None:
    """Input that the provider had in its cache, or put there, is billed at its own price."""
    entry = {
        "input_cost_per_token": 4e-6,
        "output_cost_per_token": 8e-6,
        "cache_read_input_token_cost": 1e-6,
        "cache_creation_input_token_cost": 5e-6,
    }
    took = bill(Tokens(100, 10, 60, 30), of_map(entry, "1.106.2"))
    assert took.cost_usd == pytest.approx(10 * 4e-6 + 60 * 1e-6 + 30 * 5e-6 + 10 * 8e-6)
    assert took.price_source == "litellm 1.106.2 map"


@pytest.mark.parametrize(
    ("friend", "model", "base", "host"),
    [
        (Friend("a", "openai/gpt-4o"), "gpt-4o", "https://api.openai.com/v1", "api.openai.com"),
        (Friend("a", "gpt-4o"), "gpt-4o", "https://api.openai.com/v1", "api.openai.com"),
        (Friend("a", "mine", api_base="https://x.org/v1/"), "mine", "https://x.org/v1", "x.org"),
        (
            Friend("a", "openai/meta/llama", api_base="http://u:p@x.org:81"),
            "meta/llama",
            "http://u:p@x.org:81",
            "x.org:81",
        ),
    ],
)
def test_where_a_model_string_leads(friend: Friend, model: str, base: str, host: str) -> None:
    """The prefix goes, the address stays, and the host is shown without a password."""
    way = way_to(friend)
    assert (way.model, way.api_base, way.host) == (model, base, host)


def test_a_proxy_is_taken_as_any_client_would(monkeypatch: pytest.MonkeyPatch) -> None:
    """HTTPS_PROXY and NO_PROXY hold for hosts elsewhere; this machine is never reached by way of a proxy."""
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy:3128")
    monkeypatch.setenv("NO_PROXY", "inside.org")
    assert proxy_for("https://api.openai.com/v1") == "http://proxy:3128"
    assert proxy_for("https://inside.org/v1") is None
    assert proxy_for("https://127.0.0.1:8443/v1") is None
