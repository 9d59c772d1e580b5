"""Citations in words and for programs, each held against a golden file and a foreign reader."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import bibtexparser
import jsonschema
import pytest
from bibtexparser.bparser import BibTexParser
from hypothesis import given, settings
from hypothesis import strategies as st

from friend.adapters.csl import NoStyleError, rendered
from friend.asking.question import Question
from friend.record.exchange import Exchange
from friend.record.formats import latex
from friend.record.formats.bibtex import biblatex, bibtex
from friend.record.formats.csl_json import csl_json
from friend.record.formats.references import apa, chicago, letters, mla
from friend.record.makers import maker
from friend.record.work import Work, works
from friend.text.span import Span
from tests.builders import exchange, speaker

GOLDEN = Path(__file__).parent.parent / "golden"
DIGEST = "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046"
# The part of citation-style-language/schema, schemas/input/csl-data.json (1.0.2), that friend writes; in our words.
CSL_SCHEMA: dict[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["type", "id"],
        "additionalProperties": False,
        "properties": {
            "type": {"enum": ["software"]},
            "id": {"type": ["string", "number"]},
            "author": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {"literal": {"type": "string"}},
                    "additionalProperties": False,
                },
            },
            "issued": {
                "type": "object",
                "required": ["date-parts"],
                "additionalProperties": False,
                "properties": {
                    "date-parts": {
                        "type": "array",
                        "minItems": 1,
                        "maxItems": 2,
                        "items": {
                            "type": "array",
                            "minItems": 1,
                            "maxItems": 3,
                            "items": {"type": ["string", "number"]},
                        },
                    }
                },
            },
            **{name: {"type": "string"} for name in ("title", "genre", "version", "URL", "note")},
        },
    },
}
HOSTILE = st.text(st.one_of(st.sampled_from("{}\\%@#$&_^~\"'`-,éa "), st.characters(codec="utf-8")), max_size=40)


def all_kinds() -> list[Exchange]:
    """Give an exchange for each class of evidence, and some that would clash."""
    one = exchange()
    return [
        replace(one, id="A", sequence=11, speaker=speaker("openai/gpt-4o", "gpt-4o", evidence="echo")),
        one,
        replace(one, id="B", sequence=13, speaker=speaker("openai/gpt-4o", "gpt-4o-2024-08-06", "gpt-4o-2024-11-20")),
        replace(one, id="C", sequence=14, speaker=speaker("azure/my-deployment", evidence="none reported")),
        replace(one, id="D", sequence=15, question=Question("What is “them”? Say why."), part=Span(0, 9)),
        replace(
            one,
            id="E",
            sequence=16,
            status="incomplete",
            speaker=speaker(
                "embedded/small", f"qwen2.5-coder-1.5b-instruct-q4_k_m.gguf@sha256:{DIGEST}", evidence="file"
            ),
        ),
    ]


def cited() -> list[Work]:
    """Give the works of all kinds."""
    return works(all_kinds(), lambda told: date(2026, 6, 15) if told.id == "01JEXCHANGE" else None)


@pytest.mark.parametrize(
    ("style", "write"),
    [
        ("apa", lambda each: "\n".join(apa(each))),
        ("mla", lambda each: "\n".join(mla(each))),
        ("chicago", lambda each: "\n".join(chicago(each))),
        ("bibtex", bibtex),
        ("biblatex", biblatex),
        ("csl-json", lambda each: json.dumps(csl_json(each), ensure_ascii=False, indent=2)),
    ],
)
def test_each_style_is_as_the_golden_file_has_it(style: str, write: Callable[[list[Work]], str]) -> None:
    """FORMATS: the shapes; fault 31 to 33: what was reported stands there, and what was not is said."""
    assert write(cited()) + "\n" == (GOLDEN / f"citation.{style}.txt").read_text("utf-8")


def test_an_alias_is_never_given_as_the_version() -> None:
    """Fault 32: for an echo, no field of any style holds the alias as a version."""
    told = works([all_kinds()[0]])
    assert apa(told)[0].startswith("OpenAI. (2026). GPT-4o (no more exact version reported) [")
    assert "version" not in csl_json(told)[0]
    assert "version = " not in bibtex(told)
    assert "no more exact version reported" in bibtex(told)


def test_the_same_author_and_year_are_told_apart() -> None:
    """Two versions of one company in one year are 2026a and 2026b; two answers of one version are one reference."""
    lines = apa(works(all_kinds()[:3]))
    assert [line[:16] for line in lines] == ["Anthropic. (2026", "OpenAI. (2026a).", "OpenAI. (2026b)."]
    again = replace(exchange(), id="Z", sequence=99)
    assert len(apa(works([exchange(), again]))) == 1
    assert [letters(number) for number in (0, 25, 26, 52)] == ["a", "z", "aa", "ba"]


def test_works_are_sorted_whatever_the_order_of_the_question() -> None:
    """Author, title, version, time."""
    assert works(all_kinds()) == works(reversed(all_kinds()))
    later = replace(exchange(), id="Y", sequence=2, asked_at=datetime(2026, 12, 1, tzinfo=UTC))
    assert [work.key for work in works([later, exchange()])] == ["anthropic2026-12", "anthropic2026-2"]


def test_keys_are_unique_and_stay_the_same() -> None:
    """A key depends on the exchange alone; without a number in the log, the id makes it."""
    keys = [work.key for work in cited()]
    assert len(set(keys)) == len(keys)
    twins = [replace(exchange(), id="A"), replace(exchange(), id="B")]
    assert [work.key for work in works(twins)] == ["anthropic2026-12", "anthropic2026-12-2"]


def read_bibtex(text: str) -> list[dict[str, str]]:
    """Read entries with a parser that is not ours."""
    parser = BibTexParser(common_strings=True, ignore_nonstandard_types=False)
    return bibtexparser.loads(text, parser).entries


def test_bibtex_is_read_by_a_foreign_parser() -> None:
    """Every entry comes back with the values that it was given."""
    for text in (bibtex(cited()), biblatex(cited())):
        for entry, work in zip(read_bibtex(text), cited(), strict=True):
            assert (entry["ENTRYTYPE"], entry["ID"]) == ("software", work.key)
            assert latex.read(entry["title"].strip("{}")) == work.title
            assert entry.get("author", "{}").strip("{}") == (work.author or "")
            assert latex.read(entry.get("version", "")) == ", ".join(work.versions)
            assert entry["date"] == f"{work.when:%Y-%m-%d}"
            assert entry.get("url") == work.url


@settings(max_examples=40)
@given(question=HOSTILE, served=HOSTILE.filter(lambda text: bool(text.strip())))
def test_hostile_words_come_back_from_bibtex(question: str, served: str) -> None:
    """Fault 72: braces, backslashes, %, @ and # in a question or a version neither break the file nor are lost."""
    told = replace(exchange(), question=Question(question), speaker=speaker("openai/gpt-4o", served))
    work = works([told])[0]
    entries = read_bibtex(bibtex([work]) + "\n\n" + bibtex(works([exchange()])))
    assert len(entries) == 2
    note = entries[0]["note"]
    # The parser trims and joins white space, as BibTeX does.
    said = f"Large language model; response to ``{latex.escaped(work.question, balanced=True)}''"
    assert " ".join(note.split()) == " ".join(said.split())
    assert " ".join(latex.read(entries[0]["version"]).split()) == " ".join(work.versions[0].split())


def test_csl_json_is_valid_by_its_schema() -> None:
    """Fault 72: the items hold only fields of CSL-JSON, with values of their kinds."""
    jsonschema.validate(csl_json(cited()), CSL_SCHEMA)


def test_a_citation_processor_renders_any_style() -> None:
    """CSL-JSON is read by a foreign processor; the label reads "Version", the version is whole."""
    items = csl_json(works(all_kinds()[:2]))
    assert rendered(items, "apa")[0] == (
        "Anthropic. (2026). Claude Sonnet 4 (Version claude-sonnet-4-20250514) [Large language model]. "
        "https://www.anthropic.com/claude"
    )
    assert rendered(items, "ieee")[0].startswith("[1] Anthropic, Claude Sonnet 4.")
    assert len(rendered(csl_json(cited()), "chicago-author-date")) == len(cited())


@pytest.mark.parametrize("style", ["no-such-style", "../apa", "missing.csl"])
def test_a_style_that_is_not_there_is_said(style: str) -> None:
    """A name that is none, or leads out of the folder of styles, is refused in words."""
    with pytest.raises(NoStyleError, match="there is no"):
        rendered(csl_json(cited()), style)


def test_a_style_file_of_ones_own_is_read(tmp_path: Path) -> None:
    """A journal's style is a file; one that is no style is refused."""
    bad = tmp_path / "bad.csl"
    bad.write_text("<style>")
    with pytest.raises(NoStyleError, match="cannot be read"):
        rendered(csl_json(cited()), str(bad))


def test_a_host_is_not_the_maker() -> None:
    """Who serves a model did not make it; a file's name is its owner's; a name unknown has no author."""
    told = speaker("openrouter/anthropic/claude-sonnet-4", "anthropic/claude-4-sonnet-20250522")
    made = maker(replace(told, provider="OpenRouter"))
    assert made is not None
    assert made.name == "Anthropic"
    assert maker(speaker("x/y", "claude.gguf@sha256:00", evidence="file")) is None
    assert maker(speaker("openai/gptish", "gptish-1")) is None
