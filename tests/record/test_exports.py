"""Notes for other programs: rdjsonl, Web Annotations, Markdown; and what an export is called."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from friend.record.formats.annotated_markdown import annotated_markdown
from friend.record.formats.html_page import html_page
from friend.record.formats.names import file_name
from friend.record.formats.rdjsonl import rdjsonl
from friend.record.formats.webannotation import CONTEXT, web_annotations
from friend.record.page import review_page
from friend.text.draft import Draft
from tests.record.reviews import TEXT, asked, letter, suggestion

# The shape of a Diagnostic as reviewdog documents it (proto/rdf), in our words; here without `suggestions`.
_POSITION = {
    "type": "object",
    "required": ["line", "column"],
    "properties": {"line": {"type": "integer", "minimum": 1}, "column": {"type": "integer", "minimum": 1}},
    "additionalProperties": False,
}
DIAGNOSTIC: dict[str, Any] = {
    "type": "object",
    "required": ["message", "location"],
    "additionalProperties": False,
    "properties": {
        "message": {"type": "string", "minLength": 1},
        "location": {
            "type": "object",
            "required": ["path"],
            "additionalProperties": False,
            "properties": {
                "path": {"type": "string"},
                "range": {
                    "type": "object",
                    "required": ["start"],
                    "additionalProperties": False,
                    "properties": {"start": _POSITION, "end": _POSITION},
                },
            },
        },
        "severity": {"enum": ["UNKNOWN_SEVERITY", "ERROR", "WARNING", "INFO"]},
        "source": {
            "type": "object",
            "properties": {"name": {"type": "string"}, "url": {"type": "string"}},
            "additionalProperties": False,
        },
        "code": {
            "type": "object",
            "properties": {"value": {"type": "string"}, "url": {"type": "string"}},
            "additionalProperties": False,
        },
    },
}
# Terms of the JSON-LD context http://www.w3.org/ns/anno.jsonld, listed in the Web Annotation Vocabulary (W3C
# Recommendation of 23 February 2017, appendix A), that an export may use: as keys, as types, as motivations.
KEYS = {
    "@context",
    "id",
    "type",
    "items",
    "motivation",
    "creator",
    "name",
    "created",
    "target",
    "body",
    "value",
    "format",
} | {*("purpose", "source", "selector", "exact", "prefix", "suffix", "start", "end", "language", "generator", "partOf")}
TYPES = {
    "Annotation",
    "AnnotationPage",
    "AnnotationCollection",
    "TextualBody",
    "SpecificResource",
    "Software",
    "Person",
} | {*("TextQuoteSelector", "TextPositionSelector", "Choice", "TimeState")}
MOTIVATIONS = {
    *("assessing", "bookmarking", "classifying", "commenting", "describing", "editing", "highlighting", "identifying"),
    *("linking", "moderating", "questioning", "replying", "tagging"),
}
GOLDEN = Path(__file__).parent.parent / "golden"


def test_rdjsonl_is_valid_and_offers_no_button() -> None:
    """Fault 71: one diagnostic a line by its schema, and never `suggestions`."""
    lines = list(rdjsonl(letter(), "letter.md"))
    for line in lines:
        jsonschema.validate(json.loads(line), DIAGNOSTIC)
        assert "\n" not in line
        assert '"suggestions"' not in line
    first = json.loads(lines[0])
    assert first["message"] == "because {+of +}the parking — A word is missing."
    assert first["source"]["name"] == "friend: Claude Sonnet 4 (claude-sonnet-4-20250514), 21 Nov. 2026"


def test_columns_are_counted_in_bytes_from_one() -> None:
    """The format's own example: after a four-byte character the next column is four further."""
    text = "first\nl’𐐀 told us"
    page = review_page(Draft(text, "x.md"), [(asked(text, [suggestion(text, 1, "told", None, "By whom?")]), text)])
    place = json.loads(next(rdjsonl(page, "x.md")))["location"]["range"]
    assert place == {"start": {"line": 2, "column": 10}, "end": {"line": 2, "column": 14}}


def _every(value: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - JSON
    if isinstance(value, list):
        return [found for each in value for found in _every(each)]
    return [value, *(found for each in value.values() for found in _every(each))] if isinstance(value, dict) else []


def test_web_annotations_use_the_terms_of_their_context() -> None:
    """Every key, type and motivation is one that the W3C's context defines."""
    page = web_annotations(letter(), "my letter.md")
    assert page["@context"] == CONTEXT
    for value in _every(page):
        assert set(value) <= KEYS
        assert value.get("type", "Annotation") in TYPES
        assert {value.get("motivation", "editing"), value.get("purpose", "editing")} <= MOTIVATIONS
    assert len({each["id"] for each in page["items"]}) == len(page["items"])
    kinds = [each["motivation"] for each in page["items"]]
    assert kinds == ["questioning", "commenting"] * 2 + ["editing"] * 4 + ["commenting"]


def test_web_annotations_point_to_their_words() -> None:
    """Both selectors of each note name the same words, in code points; who spoke is the software."""
    for item in web_annotations(letter(), "my letter.md")["items"]:
        quote, position = item["target"]["selector"]
        assert item["target"]["source"] == "my%20letter.md"
        assert TEXT[position["start"] : position["end"]] == quote["exact"]
        if item["motivation"] == "editing":
            assert re.fullmatch(r".+ \(.+\), 21 Nov. 2026(?:, incomplete answer)?", item["creator"]["name"])


def test_the_markdown_export_is_the_draft_with_footnotes() -> None:
    """Without its references the draft stands there to the letter; each note names the version."""
    shown = annotated_markdown(letter())
    assert shown == (GOLDEN / "export.md").read_text("utf-8")
    assert re.sub(r"\[\^friend-\d\](?!:)", "", shown).startswith(TEXT.rstrip("\n"))
    assert shown.count("[^friend-3]") == 2


def test_hostile_notes_neutralise_in_markdown() -> None:
    """Fault 70: what a friend wrote adds no HTML, heading or picture to the file that holds the draft."""
    text = "One line, told.\n"
    hostile = "x\n\n# <script>alert(1)</script> ![p](http://x.org/p) `"
    page = review_page(
        Draft(text, "x.md"),
        [(asked(text, [suggestion(text, 1, "told", hostile, hostile)], answer=hostile, raw=hostile), text)],
    )
    tokens = MarkdownIt("commonmark").parse(annotated_markdown(page))
    kinds = {token.type for token in tokens} | {child.type for token in tokens for child in token.children or []}
    assert not kinds & {"html_block", "html_inline", "image"}
    assert [token.type for token in tokens if not token.level].count("heading_open") == 0


def test_a_footnote_of_the_drafts_own_is_not_taken() -> None:
    """A draft that has `[^friend-1]` already gets another name for its notes."""
    text = "Told[^friend-1] us.\n\n    code told\n\n[^friend-1]: mine\n"
    notes = [suggestion(text, 1, "us", "them", "Who?"), suggestion(text, 2, "code", "text", "Code?")]
    shown = annotated_markdown(review_page(Draft(text, "x.md"), [(asked(text, notes), text)]))
    assert "us[^friend-note-1]." in shown
    assert "- line 3: \\[-code-\\]{+text+} · Code?" in shown


def test_only_open_notes_are_exported_unless_an_exchange_is_named() -> None:
    """What is dealt with is done; the person who names an exchange wants all of it."""
    text = "One line, told."
    told = asked(text, [suggestion(text, 1, "told", "said", "Why.", state="dismissed")])
    assert review_page(Draft(text, "x.md"), [(told, text)]).asked == ()
    assert len(review_page(Draft(text, "x.md"), [(told, text)], only_open=False).notes) == 1


@pytest.mark.parametrize(
    ("draft", "name"),
    [
        ("letter.md", "letter.html"),
        ("../../etc/passwd", "passwd.html"),
        ("C:\\drafts\\my letter.md", "my-letter.html"),
        ("CON.md", "CON-review.html"),
        (".hidden", "hidden.html"),
        ("...", "review.html"),
        (None, "review.html"),
        ("é" * 300 + ".md", "é" * 60 + ".html"),
        ("a\0b\x1b[31m.md", "a-b-31m.html"),
    ],
)
def test_names_are_made_safe(draft: str | None, name: str) -> None:
    """Fault 57: no folder, no control character, no reserved name, nothing hidden, nothing too long."""
    assert file_name(draft, ".html") == name


@given(st.text())
def test_any_name_is_confined(draft: str) -> None:
    """Fault 57: whatever the draft is called, its export stays in the folder."""
    name = file_name(draft, ".html")
    assert Path(name).name == name
    assert not name.startswith((".", "-"))
    assert len(name.encode()) < 200
    assert "\0" not in name


def test_what_the_writer_thought_first_stands_with_the_question() -> None:
    """In Markdown and HTML, said to be the writer's; nothing in it breaks out."""
    told = asked(TEXT, [], reflection="Who is *them*? <b>I</b>")
    page = review_page(Draft(TEXT, "letter.md"), [(told, TEXT)], only_open=False)
    assert r"What the writer thought before seeing the answer: Who is \*them\*? \<b>I\</b>" in annotated_markdown(page)
    made = html_page(page, "letter.md", told.asked_at)
    assert "What the writer thought before seeing the answer: Who is *them*? &lt;b&gt;I&lt;/b&gt;" in made
