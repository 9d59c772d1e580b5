"""The reply parser's promises: any text, any chunks, no character lost, no time wasted."""

from __future__ import annotations

import itertools
import json
import sys
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from friend.asking.reply import Advised, Prose, Reply, ReplyParser, Segment, parse
from friend.asking.reply_source import Source
from friend.asking.suggestion import Advice

SUGGESTION = "<suggestion>\n<quote>them</quote>\n<instead>the council</instead>\n<why>Who?</why>\n</suggestion>"

# Pieces of both forms, whole and broken, so that what Hypothesis joins often means something.
PIECES = (
    *(
        "<suggestion>",
        "</suggestion>",
        "<quote>",
        "</quote>",
        "<instead>",
        "</instead>",
        "<instead/>",
        "<why>",
        "</why>",
    ),
    *('< Suggestion id="1">', '<SUGGESTION id="1">', "</ quote >", "<sugg", "<", "</", ">", "&lt;", "ſ"),
    *("<quote>a b</quote>", "<instead>c</instead>", "<why>d</why>", SUGGESTION),
    *(
        "\n",
        "\n\n",
        "\r\n",
        " ",
        "\t",
        "\u2028",
        "\x0c",
        "\xa0",
        "```\n",
        "\n```xml\n",
        "\n```",
        "~~~\n",
        "`",
        "``",
        "- ",
    ),
    *(
        '{"answer": "',
        '{"answer": "a", "suggestions": [',
        '{"suggestions": [',
        '"answer": "b"',
        "]}",
        "}",
        "{",
        "[",
        "]",
    ),
    *('{"quote": "a", "instead": "b", "why": "c"}', '{"quote": "', '"instead": null', '"', '", "', ":", ","),
    *(
        "\\n",
        "\\ud83d",
        "\\ude00",
        "\\u00e9",
        "\\ud83",
        "\\",
        "\\x",
        "null",
        "NaN",
        "-1.5e3",
        "true",
        '"x": {"y": [1]}',
    ),
    *("a", "word word", "é", "😀", "\x1b]52;c;aGk=\x07", "[@click=app.quit]", "\ud83d", "\0"),
)
replies = st.one_of(st.lists(st.sampled_from(PIECES), max_size=30).map("".join), st.text(max_size=60))


def heard(chunks: Iterable[str]) -> tuple[Reply, ReplyParser]:
    """Read a reply that comes in these chunks."""
    parser = ReplyParser()
    events = [event for chunk in chunks for event in parser.feed(chunk)] + parser.close()
    answer = "".join(event.text for event in events if isinstance(event, Prose))
    advice = tuple(event.advice for event in events if isinstance(event, Advised))
    return Reply(answer, advice, tuple(parser.notes)), parser


def merged(segments: Iterable[Segment]) -> list[tuple[str, str, str]]:
    """Join neighbours of one kind: chunks part the prose, and mean nothing."""
    return [
        (kind, "".join(one.source for one in run), "".join(one.shown for one in run))
        for kind, run in ((kind, list(run)) for kind, run in itertools.groupby(segments, lambda one: one.kind))
    ]


@given(replies, st.data())
def test_chunk_boundaries_never_matter(raw: str, data: st.DataObject) -> None:
    """However a reply is cut, prose, suggestions, notes and segments are those of one chunk."""
    cuts = sorted(data.draw(st.lists(st.integers(0, len(raw)), max_size=8)))
    at_once, whole = heard([raw])
    cut, parser = heard(raw[start:end] for start, end in itertools.pairwise([0, *cuts, len(raw)]))
    letters, _ = heard(raw)
    assert cut == at_once
    assert letters == at_once
    assert parser.raw == raw
    assert merged(parser.segments) == merged(whole.segments)


@given(replies)
def test_every_character_is_accounted_for(raw: str) -> None:
    """The segments' sources, joined, are the reply; what they show, joined, is the answer; each advice has its own."""
    reply, parser = heard([raw])
    assert parser.raw == raw
    assert "".join(one.source for one in parser.segments) == raw
    assert "".join(one.shown for one in parser.segments) == reply.answer
    assert sum(one.kind == "suggestion" for one in parser.segments) == len(reply.advice)


@given(replies)
def test_only_the_form_is_left_out(raw: str) -> None:
    """Faults 37, 41, 48: what is neither prose nor a suggestion is white space, a fence, or JSON's own punctuation."""
    reply, parser = heard([raw])
    for one in parser.segments:
        if one.kind == "layout":
            assert one.shown.strip() == ""
            bare = one.source.strip()
            assert bare[:3] in {"```", "~~~"} or set(bare) <= set(
                '{}[]",: \t\r\n\\udUDnulabcdefABCDEF0123456789answersuggestions'
            )
        if one.kind == "prose" and "\\" not in one.source:
            assert one.shown == one.source
    assert reply.answer == reply.answer.strip()


@given(st.text(alphabet=st.characters(exclude_characters="<`~{[")))
def test_plain_words_are_prose_as_they_came(raw: str) -> None:
    """A reply without any marks is the answer, without the blanks at its ends, and nothing is noted."""
    assert parse(raw) == Reply(raw.strip(), (), ())


part = st.text(alphabet=st.characters(exclude_characters="<", exclude_categories=["Cs"]), min_size=1).map(str.strip)


@given(st.lists(st.tuples(part.filter(bool), st.none() | part, part)), st.sampled_from(["", "\n", "\n\n  "]))
def test_whole_suggestions_come_back_as_they_were_written(
    given_parts: list[tuple[str, str | None, str]], blank: str
) -> None:
    """Each written suggestion is one advice with the same words, whatever stands round the tags."""
    raw = "Hm."
    for quote, instead, why in given_parts:
        wording = "" if instead is None else f"<instead>{instead}</instead>"
        raw += f"\n<suggestion>{blank}<quote>{quote}</quote>{blank}{wording}{blank}<why>{why}</why></suggestion>\n"
    reply = parse(raw)
    assert reply == Reply("Hm.", tuple(itertools.starmap(Advice, given_parts)), ())


@given(
    part,
    st.lists(st.tuples(part.filter(bool), st.none() | part, part)),
    st.sampled_from([{}, {"ensure_ascii": False}, {"indent": 2}]),
    st.sampled_from([("answer", "suggestions"), ("suggestions", "answer")]),
)
def test_json_is_the_same_thing(
    answer: str, given_parts: list[tuple[str, str | None, str]], style: dict[str, Any], order: tuple[str, str]
) -> None:
    """What a JSON library writes is read as it was meant, in either order of keys, spaced or not, escaped or not."""
    entries = [{"quote": quote, "instead": instead, "why": why} for quote, instead, why in given_parts]
    both = {"answer": answer, "suggestions": entries}
    reply = parse(json.dumps({key: both[key] for key in order}, **style))
    assert reply == Reply(answer.strip(), tuple(itertools.starmap(Advice, given_parts)), ())


@given(st.integers(0, 400))
def test_json_cut_anywhere_keeps_what_was_whole(cut: int) -> None:
    """A JSON reply that is cut off keeps each suggestion whose object is whole, and the answer as far as it came."""
    entries = [{"quote": f"q{n}", "instead": f"i{n}", "why": f"w{n}"} for n in range(5)]
    raw = json.dumps({"answer": "It is clear.", "suggestions": entries})
    reply = parse(raw[:cut])
    whole = raw[:cut].count('"}')
    assert [advice.quote for advice in reply.advice][:whole] == [f"q{n}" for n in range(whole)]
    assert len(reply.advice) <= whole + 1
    if cut > len('{"answer": "'):
        assert reply.answer.startswith(raw[len('{"answer": "') : cut][:12].rstrip())


def test_prose_is_given_at_once() -> None:
    """What is certainly prose waits for nothing: each chunk of words is shown when it comes."""
    parser = ReplyParser()
    assert parser.feed("Most") == [Prose("Most")]
    assert parser.feed("ly. ") == [Prose("ly.")]
    assert parser.feed("a < b") == [Prose(" a < b")]


def test_a_tag_that_is_none_is_not_waited_for() -> None:
    """A "<" is held only while it can still become a suggestion."""
    parser = ReplyParser()
    assert parser.feed("x <su") == [Prose("x")]
    assert parser.feed("n>") == [Prose(" <sun>")]


def test_a_long_tag_is_not_waited_for() -> None:
    """A "<suggestion" that goes on and on without a ">" is prose before the reply ends."""
    parser = ReplyParser()
    assert parser.feed("<suggestion " + "a" * 300) == [Prose("<suggestion " + "a" * 300)]


@pytest.mark.parametrize("unit", ["`", " ", "[", "{", "~~~", '{"', "<suggestion a", "```json\n", '"', "\\"])
def test_a_long_reply_of_one_sign_is_read(unit: str) -> None:
    """Half a million characters of anything come back whole; what were quadratic would not come back at all."""
    raw = (unit * 500_000)[:500_000]
    reply, parser = heard([raw])
    assert parser.raw == raw
    assert reply.answer == raw.strip()


def test_suggestion_is_given_when_its_tag_closes() -> None:
    """A suggestion comes with the chunk that closes it, not with the end of the reply."""
    parser = ReplyParser()
    assert parser.feed(SUGGESTION[:-1]) == []
    assert parser.feed(">") == [Advised(Advice("them", "the council", "Who?"))]


def test_a_malformed_block_is_shown_as_soon_as_it_is_malformed() -> None:
    """A word about the tags holds back neither itself nor what follows."""
    parser = ReplyParser()
    assert parser.feed("`<suggestion>` means") == [Prose("`<suggestion>` means")]


def test_json_answer_streams() -> None:
    """The answer is shown while its string comes, an escape as soon as it is whole, halves joined over chunks."""
    parser = ReplyParser()
    assert parser.feed('{"answer": "Mo') == [Prose("Mo")]
    assert parser.feed("st\\") == [Prose("st")]
    assert parser.feed("u00") == []
    assert parser.feed("e9\\ud83d") == [Prose("é")]
    assert parser.feed("\\ude00") == [Prose("😀")]
    assert parser.feed('", "suggestions": [{"quote": "a", "instead": "b", "why": "c"') == []
    assert parser.feed("}") == [Advised(Advice("a", "b", "c"))]


def test_deep_nesting_is_unreadable_and_shown() -> None:
    """Fault 37: nesting 100,000 deep is no recursion error; it is shown as it came, and noted."""
    for raw in (
        "[" * 100_000,
        '{"a":' * 100_000,
        '{"answer": ' + "[" * 100_000,
        '{"answer": "Yes.", "more": ' + "[" * 100_000 + "]" * 100_000 + "}",
        '{"answer": "Yes.", "suggestions": [' + '{"quote":' * 100_000,
    ):
        reply, parser = heard([raw])
        assert parser.raw == raw
        assert any("unreadable" in note for note in reply.notes)
        assert reply.answer.removeprefix("Yes.").strip() in raw
        assert len(reply.answer) > 99_000


@pytest.mark.parametrize(
    "unit",
    [
        "word word word word\n",
        SUGGESTION,
        "<",
        "</",
        "`",
        "```\n",
        "~~~x",
        "<suggestion>",
        "<suggestion a",
        "<suggestion><quote>",
        "< ",
        " ",
        "\n",
        '{"answer":"',
        '{"answer":\n',
        "{",
        '"',
        "\\",
        '{"answer":"a","x":[',
    ],
)
@pytest.mark.parametrize("chunk", [1, 1_000_000])
def test_work_grows_with_the_reply_and_no_faster(unit: str, chunk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice the reply costs about twice the characters looked at: counted, not timed; no input is quadratic."""
    looked_at = 0
    ahead = Source.ahead
    add = Source.add

    def counted_ahead(self: Source, limit: int) -> str:
        nonlocal looked_at
        looked_at += len(piece := ahead(self, limit))
        return piece

    def counted_add(self: Source, text: str) -> None:
        nonlocal looked_at
        add(self, text)
        looked_at += len(self.ahead(sys.maxsize))

    monkeypatch.setattr(Source, "ahead", counted_ahead)
    monkeypatch.setattr(Source, "add", counted_add)
    costs = []
    for size in (2_000, 4_000, 8_000):
        looked_at = 0
        raw = (unit * (size // len(unit) + 1))[:size]
        heard(raw[start : start + chunk] for start in range(0, size, chunk))
        costs.append(looked_at)
    assert costs[1] < 2.5 * costs[0] + 1000
    assert costs[2] < 2.5 * costs[1] + 1000


def test_a_note_comes_once() -> None:
    """Many malformed suggestions are one note: notes are for people."""
    reply = parse("<suggestion>x" * 1000)
    assert len(reply.notes) == 1
    assert reply.answer == "<suggestion>x" * 1000


def test_closing_twice_gives_nothing_more() -> None:
    """A reply ends once; asking again is harmless."""
    parser = ReplyParser()
    parser.feed("a <sugg")
    assert parser.close() == [Prose(" <sugg")]
    assert parser.close() == []
