"""How a quotation is written in each form, and that nothing in it breaks out."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import example, given
from markdown_it import MarkdownIt

from friend.record.formats import latex, markdown
from friend.record.formats.quotations import Form, Quotation, written
from friend.record.quotation import quoted
from friend.record.quoted import Remembered, judge, quotations_in
from tests.builders import exchange, speaker
from tests.record.test_quoted import ANSWERS

GOLDEN = Path(__file__).parent.parent / "golden"
FORMS: tuple[Form, ...] = get_args(Form)
HOSTILE = (
    "He said “<b>no</b>”: 100% of $5 & {more}, C:\\temp_dir #1 ~ `x` ^2.\n\n"
    "```\ncode <script>alert(1)</script>\n\n[a]: http://x.org\n![p](http://x.org/p.png)"
)


def golden(name: str) -> str:
    """Read a golden file."""
    return (GOLDEN / name).read_text("utf-8")


@pytest.mark.parametrize("form", FORMS)
def test_each_form_is_as_the_golden_file_has_it(form: Form) -> None:
    """R6: the words, the attribution, and with `full` the provider, the question and the evidence."""
    told = replace(exchange(), answer=HOSTILE, raw=HOSTILE, suggestions=())
    plain = written(quoted(exchange(), "en"), form)
    french = written(quoted(exchange(), "fr", suggestion=1, full=True), form)
    hostile = written(quoted(replace(told, status="incomplete"), "en", full=True), form)
    assert f"{plain}\n\n{french}\n\n{hostile}\n" == golden(f"quotation.{form}.txt")


def test_an_answer_that_was_broken_off_says_so_in_every_form() -> None:
    """Fault 11, 12, 19: incomplete and cancelled answers are quoted as such."""
    for status in ("incomplete", "cancelled"):
        for form in FORMS:
            assert "2026, incomplete answer" in written(quoted(replace(exchange(), status=status), "en"), form)


@pytest.mark.parametrize("form", FORMS)
def test_what_is_hidden_in_the_words_is_seen_in_the_quotation(form: Form) -> None:
    """Faults 41, 42, 46; R6: each hidden character comes as its mark, no word changes, and the log still knows it."""
    said = "Look:\x1b]52;c;QQ==\x07 \u202eevil\u2066 \U000e0041\u200b end\x9b. An 👩\u200d🔬 stays."
    told = replace(exchange(), answer=said, raw=said, suggestions=())
    shown = written(quoted(told, "en"), form)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]", shown)
    assert "👩\u200d🔬" in shown
    verdict = judge(quotations_in(shown)[0], Remembered([told]))
    assert verdict is not None
    assert verdict.kind == "verbatim"


@given(ANSWERS)
@example("---\n\t<b>")
@example("\n[a]: http://x.org\x0c\n> ")
def test_no_words_break_out_of_a_markdown_quotation(words: str) -> None:
    """Fault 70: one block quote holds it all, the attribution is a paragraph of its own, and no HTML or picture is."""
    shown = written(Quotation(words.strip(), "— Claude Sonnet 4 (v-1), 21 Nov. 2026", "en"), "markdown")
    env: dict[str, Any] = {}
    tokens = MarkdownIt("commonmark").enable("table").parse(f"Before.\n\n{shown}\n\nAfter.", env)
    tops = [token for token in tokens if not token.level]
    assert [token.type for token in tops if token.nesting == 1] == [
        "paragraph_open",
        "blockquote_open",
        "paragraph_open",
    ]
    kinds = {token.type for token in tokens} | {child.type for token in tokens for child in token.children or []}
    assert not kinds & {"html_block", "html_inline", "image"}
    assert not env.get("references")
    assert tokens[-6].content == "— Claude Sonnet 4 (v-1), 21 Nov. 2026"


@given(ANSWERS)
def test_literal_text_is_shown_to_the_letter(words: str) -> None:
    """Text that is no Markdown comes out of a Markdown reader as it went in."""
    line = " ".join(words.split())
    tokens = MarkdownIt("commonmark").enable("table").parse(markdown.literal(line))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert "".join(child.content for child in tokens[1].children or []) == line


class _Tags(HTMLParser):
    """A foreign reader of HTML: which tags there are, and what a person sees."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.seen = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's own
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.seen += data


@given(ANSWERS)
def test_html_holds_no_tag_but_ours(words: str) -> None:
    """Fault 69: everything is escaped, and every word is there."""
    reader = _Tags()
    reader.feed(written(Quotation(words.strip(), "— X (<i>v</i>), 21 Nov. 2026", "en"), "html"))
    assert reader.tags <= {"figure", "blockquote", "p", "br", "figcaption"}
    assert reader.seen.rstrip().endswith("— X (<i>v</i>), 21 Nov. 2026")


@given(ANSWERS)
def test_latex_is_read_back(words: str) -> None:
    """Escaped text comes back, holds no command of its own, and its braces are balanced."""
    for balanced in (False, True):
        shown = latex.escaped(words, balanced=balanced)
        assert latex.read(shown) == words
        assert not re.search(r"(?<!\\)[%#&$_^~]", shown)
        if balanced:
            assert shown.count("{") == shown.count("}")


def test_the_words_choose_their_marks() -> None:
    """Fault 70: marks that the words would end too early are not taken."""
    said = replace(exchange(), answer="a ” b", raw="a ” b", suggestions=())
    assert written(quoted(said, "en"), "text").startswith("«\u00a0a ” b\u00a0»\n— ")
    assert written(quoted(exchange(), "fr"), "text").startswith("«\u00a0Mostly.")
    every = "a ” » › 」 』 ❞"
    assert written(quoted(replace(said, answer=every, raw=every), "en"), "text").startswith("> a")


def test_a_served_version_cannot_break_out_either() -> None:
    """Fault 41, 70: the name that a host gives is one line of text, whatever is in it."""
    hostile = replace(exchange(), speaker=speaker("x/y", "v1\n\n# <b>*big*</b>\x1b[31m"))
    shown = written(quoted(hostile, "en"), "markdown")
    assert shown.splitlines()[-1] == r"> — Y (v1⏎⏎# \<b>\*big\*\</b>␛\[31m), 21 Nov. 2026"
