"""A review as a page: what is in it, and that it shows itself well."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from friend.record.formats.html_page import html_page
from friend.record.formats.html_style import DARK, LIGHT, STYLE
from friend.record.page import review_page
from friend.text.draft import Draft
from friend.text.tokens import cuts_a_word
from friend.text.visible import visible
from friend.text.words import WORD
from tests.record.reviews import MADE, TEXT, asked, letter, suggestion
from tests.record.test_quoted import PIECES

AA = 4.5
_ODD = re.compile("␌|⟨U\\+2028⟩")
_ALLOWED = {
    *("html", "head", "meta", "title", "style", "body", "a", "div", "header", "main", "article", "section", "footer"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "ul", "li", "span", "mark", "del", "ins", "figure", "figcaption"),
    *("blockquote", "br"),
}


class Reader(HTMLParser):
    """A foreign reader: tags, ids, links, attributes, and what is seen in the article outside notes and numbers."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.attributes: set[str] = set()
        self.text = ""
        self._open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag and what it says."""
        named = dict(attrs)
        self.tags.add(tag)
        self.attributes |= set(named)
        self.ids += [named["id"] or ""] if "id" in named else []
        self.links += [named["href"] or ""] if "href" in named else []
        if tag not in {"meta", "br"}:
            self._open.append(f"{tag} {named.get('class', '')}")

    def handle_endtag(self, tag: str) -> None:
        """See that the tag that was opened last is closed."""
        assert self._open, tag
        assert self._open.pop().split()[0] == tag

    def handle_data(self, data: str) -> None:
        """Keep the text of the draft."""
        inside = {each for kind in self._open for each in kind.split()}
        if "article" in inside and not inside & {"notes", "ref"}:
            self.text += data


def test_the_page_holds_the_text_and_every_note() -> None:
    """The draft stands in it to the letter; each note names its speaker; marks and notes link both ways."""
    page = html_page(letter(), "letter.md", MADE)
    read = Reader(page)
    assert read.text.split() == TEXT.split()
    assert len(set(read.ids)) == len(read.ids)
    assert {f"#{each}" for each in read.ids} >= set(read.links)
    assert {f"m{number}" for number in range(1, 6)} | {f"n{number}" for number in range(1, 6)} <= set(read.ids)
    assert page.count("— Claude Sonnet 4 (claude-sonnet-4-20250514), 21 Nov. 2026</p>") == 4
    assert page.count("GPT-4o (no more exact version reported), 21 Nov. 2026, incomplete answer</p>") == 2
    assert '<span class="vh">take out: </span>−<del>them</del>−' in page
    assert "One line that is no longer there." in page.partition('id="lost"')[2]
    assert '<html lang="en">' in page


def test_a_french_draft_has_a_french_page() -> None:
    """The page's own words are in the draft's language."""
    text = "Chers voisins, je vous écris parce que le stationnement nous a été retiré sans un mot."
    told = asked(text, [suggestion(text, 1, "sans un mot", "sans prévenir", "Plus précis.")])
    page = html_page(review_page(Draft(text, "lettre.md"), [(told, text)]), "lettre.md", MADE)
    assert '<html lang="fr">' in page
    assert "exporté le 22 nov. 2026" in page
    assert "à enlever : " in page


@given(
    draft=st.lists(PIECES, min_size=1, max_size=20).map("".join),
    said=st.lists(PIECES, max_size=6).map("".join),
    places=st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30)), max_size=4),
)
def test_nothing_in_draft_or_notes_breaks_out(draft: str, said: str, places: list[tuple[int, int]]) -> None:
    """Fault 69: everything is escaped; no tag but ours, no script, no address, every tag closed, no word lost."""
    suggestions = [
        suggestion(draft, number, draft[start : start + length], said, said)
        for number, (start, length) in enumerate(places)
        if draft[start : start + length].strip()
        # A note stands on whole words.
        and not (cuts_a_word(draft, start) or cuts_a_word(draft, start + length))
    ]
    told = asked(draft, suggestions, answer=said, raw=said)
    page = html_page(review_page(Draft(draft, said), [(told, draft)], only_open=False), said, MADE)
    read = Reader(page)
    assert read.tags <= _ALLOWED
    assert not read.attributes & {"src", "srcset", "style", "onload", "onclick", "onerror", "action"}
    assert all(link.startswith("#") for link in read.links)
    assert {f"#{each}" for each in read.ids} >= set(read.links)
    # A form feed or a U+2028 at the edge of a paragraph is white space, and goes with it.
    assert WORD.findall(_ODD.sub(" ", read.text)) == WORD.findall(_ODD.sub(" ", visible(draft)))


def test_the_policy_allows_the_pages_own_style_alone() -> None:
    """Fault 69: no script, no remote resource, no form; the style by its digest."""
    page = html_page(letter(), "letter.md", MADE)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    assert policy[1].startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy[1]
    assert "http:" not in STYLE
    assert "url(" not in STYLE


def luminance(colour: str) -> float:
    """Give the relative luminance of #rrggbb (WCAG 2.2)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colours, 1 to 21 (WCAG 2.2)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        *(("ink", ground) for ground in ("paper", "mark", "note")),
        *(("quiet", ground) for ground in ("paper", "note")),
        *(("accent", ground) for ground in ("paper", "note")),
        *((ink, "note") for ink in ("old", "new")),
    ],
)
def test_every_text_can_be_read_on_its_ground(colours: dict[str, str], ink: str, ground: str) -> None:
    """Contrast of WCAG AA for small text, in light and in dark."""
    assert contrast(colours[ink], colours[ground]) >= AA


def test_a_decision_is_shown_where_an_exchange_was_named() -> None:
    """A note that was dealt with says so."""
    told = asked(TEXT, [suggestion(TEXT, 1, "them", "the council", "Who?", state="dealt-with")])
    page = review_page(Draft(TEXT, "letter.md"), [(told, TEXT)], only_open=False)
    assert '<p class="label">dealt with</p>' in html_page(page, "letter.md", MADE)


def test_a_note_between_two_paragraphs_has_a_place() -> None:
    """A passage over two paragraphs is marked in both, numbered once at its end, and has its note at the first."""
    text = "One thing.\n\nAnother thing.\n"
    page = html_page(
        review_page(
            Draft(text, "x.md"),
            [(asked(text, [suggestion(text, 1, "thing.\n\nAnother", "idea, another", "Join.")]), text)],
        ),
        "x.md",
        MADE,
    )
    assert page.count("<mark>") == 2
    assert page.count('id="m1"') == page.count('id="n1"') == 1


def test_a_changed_passage_says_what_was_meant() -> None:
    """Where other words stand now, no diff is laid over them: the note tells both wordings."""
    sent = "It was decided by them last month, and we were not told of it at all."
    now = sent.replace("them", "those people")
    told = asked(sent, [suggestion(sent, 1, "decided by them last month, and we were not told", "decided", "Short.")])
    page = html_page(review_page(Draft(now, "x.md"), [(told, sent)]), "x.md", MADE)
    assert "The words have changed since." in page
    assert "Instead of “decided by them last month, and we were not told”: “decided”" in page
    assert "<del>" not in page


def test_an_exchange_without_prose_is_still_named() -> None:
    """Suggestions alone: no quotation, but whose they are."""
    told = replace(asked(TEXT, [suggestion(TEXT, 1, "them", "us", "Why.")]), answer="", raw="")
    page = html_page(review_page(Draft(TEXT, "letter.md"), [(told, TEXT)]), "letter.md", MADE)
    assert "No answer in prose. — Claude Sonnet 4 (claude-sonnet-4-20250514), 21 Nov. 2026" in page
