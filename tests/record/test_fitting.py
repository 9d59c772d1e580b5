"""How a quotation stands in a draft, and that it is known again there as what it is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from friend.record.exchange import Exchange
from friend.record.fitting import NoPlaceError, fitted, form_of
from friend.record.formats.quotations import Form
from friend.record.quotation import quoted
from friend.record.quoted import Remembered, judge, quotations_in
from friend.text.span import Span
from tests.builders import exchange

LINE = "— Claude Sonnet 4 (claude-sonnet-4-20250514), 21 Nov. 2026"
SAID = "Nobody knows who."
PIECES = (
    "Some words. More of them",
    "- one\n- two\n  goes on",
    "1. first\n   - inner\n\n     more of it",
    "> said\n> by others",
    "> - in a list\n>   of a quote",
    "# Heading",
    "Heading\n=======",
    "```\ncode\n\nmore code\n```",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "    indented code",
    "***",
    "",
)


def put(text: str, *, said: str = SAID, language: str = "en", form: Form = "markdown", newline: str = "\n") -> str:
    """Put what a friend said where `text` has a bar, or in the place between two; the bar that comes is the cursor."""
    start, end = text.index("|"), text.rindex("|")
    end = max(start, end - 1)
    plain = text.replace("|", "")
    place = fitted(plain, Span(start, end), quoted(_said(said), language), form, newline)
    return plain[: place.span.start] + place.words + "|" + plain[place.span.end :]


def _said(words: str) -> Exchange:
    return replace(exchange(), answer=words, raw=words, suggestions=())


QUOTE = f"> {SAID}\n>\n> {LINE}"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("|", f"{QUOTE}\n\n|"),
        ("One.|", f"One.\n\n{QUOTE}\n\n|"),
        ("One.\n|", f"One.\n\n{QUOTE}\n\n|"),
        ("One.\n\n|", f"One.\n\n{QUOTE}\n\n|"),
        ("|One.", f"{QUOTE}\n\n|One."),
        ("One.|\n\nTwo.", f"One.\n\n{QUOTE}\n\n|Two."),
        ("One.\n|\nTwo.", f"One.\n\n{QUOTE}\n\n|Two."),
        ("One.\n\n|Two.", f"One.\n\n{QUOTE}\n\n|Two."),
        ("One. |Two.", f"One.\n\n{QUOTE}\n\n|Two."),
        ("One |borrowed words| two.", f"One\n\n{QUOTE}\n\n|two."),
        ("One.\n\n|All of it.|\n\nTwo.", f"One.\n\n{QUOTE}\n\n|Two."),
        ("\ufeff|One.", f"\ufeff{QUOTE}\n\n|One."),
        ("|\ufeffOne.", f"\ufeff{QUOTE}\n\n|One."),
    ],
)
def test_it_stands_on_lines_of_its_own(before: str, after: str) -> None:
    """One blank line parts it from what is about it, none is added where one is; the cursor stands after it."""
    assert put(before) == after


def _in(first: str, then: str) -> str:
    lines = QUOTE.split("\n")
    return "\n".join([first + lines[0], *(then + line for line in lines[1:])])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- one|\n- two", f"- one\n\n{_in('  ', '  ')}\n\n|- two"),
        ("- one|\n  goes on", f"- one\n\n{_in('  ', '  ')}\n\n  |goes on"),
        ("10. one|", f"10. one\n\n{_in('    ', '    ')}\n\n    |"),
        ("- |", f"- {_in('', '  ')}\n\n  |"),
        ("- one\n  - inner|", f"- one\n  - inner\n\n{_in('    ', '    ')}\n\n    |"),
        ("- one\nlazy|", f"- one\nlazy\n\n{_in('  ', '  ')}\n\n  |"),
        ("- one\n\n|", f"- one\n\n{QUOTE}\n\n|"),
        ("> said|\n> more", f"> said\n>\n{_in('> ', '> ')}\n>\n> |more"),
        ("> said|", f"> said\n>\n{_in('> ', '> ')}\n>\n> |"),
        ("> - item|", f"> - item\n>\n{_in('>   ', '>   ')}\n>\n>   |"),
        ("- > quoted|", f"- > quoted\n  >\n{_in('  > ', '  > ')}\n  >\n  > |"),
    ],
)
def test_it_stays_in_the_item_or_quote_of_the_cursor(before: str, after: str) -> None:
    """It is indented as the item's words are, and quoted within a quote."""
    assert put(before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# Head|ing\n\nText", f"# Heading\n\n{QUOTE}\n\n|Text"),
        ("|# Heading\n\nText", f"{QUOTE}\n\n|# Heading\n\nText"),
        ("```\nco|de\n```\nText", f"```\ncode\n```\n\n{QUOTE}\n\n|Text"),
        ("---\ntitle: x|\n---\n\nText", f"---\ntitle: x\n---\n\n{QUOTE}\n\n|Text"),
        ("Head|ing\n===\n", f"Heading\n===\n\n{QUOTE}\n\n|"),
        ("[^1]: A no|te.\n\nText", f"[^1]: A note.\n\n{QUOTE}\n\n|Text"),
    ],
)
def test_it_cuts_no_heading_table_or_code_in_two(before: str, after: str) -> None:
    """Within one of these it comes after it, where it can be a quotation."""
    assert put(before) == after


def test_words_in_code_do_not_become_a_quotation() -> None:
    """What stands in code, a heading or a table is not replaced, and it is said why."""
    with pytest.raises(NoPlaceError, match="code"):
        put("```\n|let x| = 1\n```\n")


def test_the_drafts_own_line_ends_are_kept() -> None:
    """In a file of Windows its lines end as all others do."""
    shown = put("One.\r\n|\r\nTwo.\r\n", newline="\r\n")
    assert shown == f"One.\r\n\r\n{QUOTE}\r\n\r\n|Two.\r\n".replace("\r\n", "\n").replace("\n", "\r\n")


def test_in_a_book_only_what_is_near_is_read() -> None:
    """Far from both ends of a long text it stands as it does in a short one, within its list too."""
    long = "A paragraph of a book, with words in it.\n\n" * 6_000
    assert put(f"{long}- one|\n\n{long}") == f"{long}- one\n\n{_in('  ', '  ')}\n\n|{long}"
    line = "word " * 60_000
    assert put(f"{line}|and {line}") == f"{line.rstrip()}\n\n{QUOTE}\n\n|and {line}"


def test_each_kind_of_draft_has_its_form() -> None:
    """A text without a name is Markdown; what is unknown is plain text."""
    assert [form_of(name) for name in (None, "a.md", "A.MD", "b.tex", "c.html", "d.txt", "mail.eml", "notes")] == [
        *("markdown", "markdown", "markdown", "latex", "html", "text", "text", "markdown")
    ]


@pytest.mark.parametrize("form", ["markdown", "text", "html", "latex"])
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "It isn’t clear — *who* decided?\n\nA reader can't tell “why”."),
        ("fr", "Ce n’est pas clair : « qui » l’a décidé ?\n\nOn n’en sait rien."),
    ],
)
@pytest.mark.parametrize("around", ["Before. | After.", "One.\n\n|\n\nTwo.\n"])
def test_check_knows_it_again(form: Form, language: str, said: str, around: str) -> None:
    """R6, R7: what was put in is found as a quotation, and the log says that it is verbatim."""
    _known(put(around, said=said, language=language, form=form), said)


@pytest.mark.parametrize(
    "around", ["- one|\n- two", "1. a\n   - b|", "> said|", "> - a|\n> - b", "- > a|\n", "- [ ] x|"]
)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_check_knows_it_again_in_a_list_and_in_a_quote(around: str, language: str) -> None:
    """Indented and nested, too."""
    said = "Ce n’est pas clair : qui ?\n\n- Un point.\n- Un autre."
    _known(put(around, said=said, language=language), said)


def _known(text: str, said: str) -> None:
    text = text.replace("|", "")
    ours = [each for each in quotations_in(text) if each.attribution.names_a_model]
    assert len(ours) == 1, text
    verdict = judge(ours[0], Remembered([_said(said)]))
    assert verdict is not None
    assert verdict.kind == "verbatim", text


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=5), st.integers(0, 400), st.sampled_from(["\n", "\r\n"]))
@example(["- one\n- two\n  goes on"], 5, "\n")
def test_wherever_it_is_put_it_is_known_and_nothing_else_is_lost(pieces: list[str], at: int, newline: str) -> None:
    """Anywhere in any draft it is one verbatim quotation, and every other character is there as before, in order."""
    text = "\n\n".join(pieces).replace("\n", newline)
    at = min(at, len(text))
    if newline == "\r\n" and text[at - 1 : at + 1] == "\r\n":
        at -= 1
    place = fitted(text, Span(at, at), quoted(_said(SAID), "en"), "markdown", newline)
    shown = text[: place.span.start] + place.words + text[place.span.end :]
    _known(shown, SAID)
    begin = shown.index(f"> {SAID}")
    end = shown.index(LINE) + len(LINE)
    rest = shown[:begin] + " " + shown[end:]
    assert _words(rest) == _words(text)


def _words(text: str) -> str:
    return "".join(text.replace(">", " ").split())
