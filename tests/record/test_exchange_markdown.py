"""An exchange as Markdown: nothing that was said breaks out of its fence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from friend.asking.question import Question
from friend.record.formats.exchange_markdown import code_span, exchange_markdown, fenced
from tests.builders import exchange

GOLDEN = Path(__file__).parent.parent / "golden" / "exchange.md"
WORDS = st.text(st.sampled_from("`~>#-*<!&[](:|) \n\tab'\"") | st.characters(exclude_categories=["Cs"]), max_size=30)
PLAIN = MarkdownIt("commonmark").enable("table")


def test_it_is_as_the_golden_file() -> None:
    """One exchange, as people read it."""
    assert exchange_markdown(exchange()) == GOLDEN.read_text("utf-8")


def test_what_it_continues_is_said() -> None:
    """A follow-up names the exchange that it goes on from, and as what."""
    told = exchange_markdown(replace(exchange(), follows="01JEARLIER", relation="follow-up"))
    assert "- continues: `01JEARLIER` (follow-up)\n" in told


def test_what_is_forgotten_says_so() -> None:
    """No fences round nothing."""
    told = exchange_markdown(replace(exchange(), forgotten=True, answer="", raw="", suggestions=()))
    assert "forgotten: its texts were removed" in told
    assert "```" not in told


@given(WORDS, WORDS)
@example("```\n<script>", "a`b``c")
@example("> `````\n~~~", "</p>\n# x")
def test_nothing_breaks_out(said: str, name: str) -> None:
    """Fault 70: to a Markdown reader there are our headings, our list and fences that hold the words; no HTML."""
    told = replace(
        exchange(),
        answer=said,
        question=Question(said),
        speaker=replace(exchange().speaker, name=name, requested=name, host=name),
        draft=replace(exchange().draft, path=name),
        notes=(name,),
    )
    told = replace(told, suggestions=(replace(exchange().suggestions[0], quote=said, instead=said, why=said),))
    tokens = PLAIN.parse(exchange_markdown(told))
    assert [token.tag for token in tokens if token.type == "heading_open"] == ["h2", "h3"]
    inline = {child.type for token in tokens for child in token.children or []}
    assert inline <= {"text", "code_inline", "softbreak"}
    assert {token.type for token in tokens} <= {
        "fence",
        "inline",
        *(
            f"{block}_{end}"
            for block in ("heading", "paragraph", "list_item", "bullet_list")
            for end in ("open", "close")
        ),
    }
    held = [token.content.rstrip("\n") for token in tokens if token.type == "fence"]
    shown = PLAIN.parse("\n".join(fenced(said)))[0].content.rstrip("\n")
    assert held.count(shown) >= (5 if said else 1)


@given(WORDS)
def test_a_fence_holds_the_words(text: str) -> None:
    """Verbatim, but for what Markdown itself does to line ends and NUL."""
    (token,) = PLAIN.parse("\n".join(fenced(text)))
    same = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    assert token.content.removesuffix("\n") == same.removesuffix("\n")


@given(WORDS)
def test_a_code_span_is_one_code_span(text: str) -> None:
    """Whatever stands in it."""
    paragraph = PLAIN.parse(f"- x: {code_span(text)}, y")
    (inline,) = (token for token in paragraph if token.type == "inline")
    kinds = [child.type for child in inline.children or []]
    assert kinds == (["text"] if code_span(text) == "(empty)" else ["text", "code_inline", "text"])
