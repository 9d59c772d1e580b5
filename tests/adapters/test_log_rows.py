"""An exchange comes back from the log exactly as it went in."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from friend.adapters.clock import new_id
from friend.adapters.log.chain import Value
from friend.adapters.log.rows import loaded, stored
from friend.asking.question import Passage, Question
from friend.asking.suggestion import Suggestion
from friend.record.exchange import DraftRef, Exchange, Failure, PromptRef, Speaker, Usage
from friend.text.blank_lines import pieces
from friend.text.diff import Piece
from friend.text.draft import Draft
from friend.text.span import Span
from tests.adapters.log_helpers import opened

# Half a character (a lone surrogate), NUL and everything else that a str can hold.
ANY = st.text(st.characters(), max_size=40)
MAYBE = st.none() | ANY
COUNT = st.none() | st.integers(0, 2**40)
REAL = st.none() | st.floats(allow_nan=False)
SPANS = st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)).map(lambda pair: Span(min(pair), max(pair)))
DRAFTS = st.builds(
    Draft, st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60), MAYBE
)
PASSAGES = st.builds(Passage, SPANS, ANY, st.booleans())
SUGGESTIONS = st.builds(
    Suggestion,
    id=st.builds(lambda: new_id(datetime.now(UTC))),
    quote=ANY,
    span=st.none() | SPANS,
    anchor=st.sampled_from(["exact", "normalised", "fuzzy", "ambiguous", "lost"]),
    instead=MAYBE,
    why=ANY,
    flags=st.lists(st.sampled_from(["outside-passage", "adds-facts", "rewrites", "unchanged"])).map(tuple),
    changed=REAL,
    diff=st.lists(st.builds(Piece, st.sampled_from("=-+"), ANY), max_size=3).map(tuple),
    state=st.sampled_from(["open", "dealt-with", "dismissed", "quoted"]),
    candidates=st.lists(SPANS, max_size=3).map(tuple),
)
EXCHANGES = st.builds(
    Exchange,
    id=st.builds(lambda: new_id(datetime.now(UTC))),
    sequence=st.none(),
    follows=MAYBE,
    relation=st.sampled_from([None, "follow-up", "resolves", "cross-reading"]),
    group=MAYBE,
    status=st.sampled_from(["complete", "incomplete", "cancelled", "failed", "refused", "unknown"]),
    asked_at=st.datetimes(timezones=st.just(UTC)),
    speaker=st.builds(
        Speaker,
        ANY,
        ANY,
        st.lists(ANY, max_size=3).map(tuple),
        st.sampled_from(["wire", "record", "echo", "file", "none reported"]),
        MAYBE,
        MAYBE,
        MAYBE,
        MAYBE,
        MAYBE,
    ),
    prompt=st.builds(PromptRef, ANY, ANY),
    draft=st.builds(DraftRef, MAYBE, ANY, st.integers(0, 10**9)),
    passage=PASSAGES,
    question=st.builds(Question, ANY, MAYBE, st.sampled_from(["suggestions", "comments"])),
    part=st.none() | SPANS,
    reader=MAYBE,
    answer=ANY,
    raw=ANY,
    suggestions=st.lists(SUGGESTIONS, max_size=3).map(tuple),
    usage=st.builds(
        Usage,
        COUNT,
        COUNT,
        REAL,
        ANY,
        st.none() | st.tuples(st.floats(allow_nan=False), st.floats(allow_nan=False)),
        MAYBE,
        COUNT,
    ),
    finish=st.sampled_from([None, "stop", "length", "content_filter"]),
    error=st.none() | st.builds(Failure, ANY, ANY, REAL),
    notes=st.lists(ANY, max_size=3).map(tuple),
    reasoning=ANY,
    thought_s=REAL,
    clock_went_back=st.booleans(),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(EXCHANGES, DRAFTS)
def test_any_exchange_comes_back_equal(exchange: Exchange, draft: Draft) -> None:
    """Every field of every exchange, in any words, by each way of finding it; and the draft as it was sent."""
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder) / "log.sqlite3") as log:
        draft = replace(draft, path=None if draft.path is None else draft.path.replace("\0", ""))
        sequence = log.asked(exchange, draft)
        asked = log.find("last")
        assert asked == replace(
            exchange,
            sequence=sequence,
            status="unknown",
            speaker=replace(
                exchange.speaker,
                served=(),
                evidence="none reported",
                fingerprint=None,
                sub_provider=None,
                request_id=None,
            ),
            answer="",
            raw="",
            suggestions=(),
            usage=Usage(),
            finish=None,
            error=None,
            reasoning="",
            thought_s=None,
        )
        log.answered(exchange)
        expected = replace(exchange, sequence=sequence)
        assert log.find(str(exchange.id)) == expected
        assert list(log.recent(5)) == [expected]
        assert log.draft_as_sent(str(exchange.id)) == draft.text
        if draft.path:
            assert list(log.about(draft.path)) == [expected]


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(EXCHANGES, DRAFTS)
def test_a_whole_passage_is_not_kept_twice_and_comes_back(exchange: Exchange, draft: Draft) -> None:
    """All of a text as the passage is read out of the snapshot, to the letter."""
    whole = Passage(Span(0, len(draft.text)), draft.text, whole=True)
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder) / "log.sqlite3") as log:
        log.asked(replace(exchange, passage=whole), replace(draft, path=None))
        assert log.find("1").passage == whole


@given(st.text())
def test_pieces_joined_are_the_text(text: str) -> None:
    """Splitting by blank lines loses nothing, and makes no empty piece."""
    assert "".join(pieces(text)) == text
    assert all(pieces(text))


@given(st.lists(st.sampled_from(["a", " ", "\t", "\n", "\r", "\r\n", "\u2028", "\x0c"])).map("".join))
def test_pieces_joined_are_the_text_for_every_line_end(text: str) -> None:
    """The same with mixed and odd line ends."""
    assert "".join(pieces(text)) == text


def test_pieces_end_after_blank_lines() -> None:
    """LF, CRLF and blanks alike; a CRLF is one line end, and U+2028 is none."""
    assert pieces("a\nb\n\n\nc") == ["a\nb\n\n\n", "c"]
    assert pieces("a\r\nb\r\n\r\nc\r\n") == ["a\r\nb\r\n\r\n", "c\r\n"]
    assert pieces("a\n \t\nb") == ["a\n \t\n", "b"]
    assert pieces("a\u2028\u2028b") == ["a\u2028\u2028b"]
    assert pieces("") == []


@given(ANY)
@example("half a character: \ud800")
def test_any_words_are_stored_and_loaded(text: Value) -> None:
    """As TEXT where there is UTF-8 for them, as bytes where there is none."""
    assert loaded(stored(text)) == text
