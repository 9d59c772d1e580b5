"""The page of a review in a real browser (fault 69)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from friend.record.formats.html_page import html_page
from friend.record.page import ReviewPage, review_page
from friend.text.draft import Draft
from tests.chromium import Tab, needed, tab
from tests.record.reviews import MADE, TEXT, asked, letter, suggestion

pytestmark = needed

HOSTILE = (
    "<script src=http://127.0.0.1:9/x.js></script><img src=http://127.0.0.1:9/x.png onerror=alert(1)>"
    "<link rel=stylesheet href=http://127.0.0.1:9/x.css></style><style>@import 'http://127.0.0.1:9/y.css'</style>"
    "<svg onload=alert(1)><iframe src=http://127.0.0.1:9/></iframe>\"'><base href=http://127.0.0.1:9/>"
)
# A word with no place to break, as addresses are.
ENDLESS = "x" * 400


@pytest.fixture(scope="module")
def chromium() -> Iterator[Tab]:
    """Give one browser for all."""
    with tab() as opened:
        yield opened


@pytest.fixture
def browser(chromium: Tab) -> Tab:
    """Give the browser with nothing noted."""
    chromium.requests.clear()
    chromium.complaints.clear()
    return chromium


def hostile() -> ReviewPage:
    """Make a review in which everything tries to break out."""
    text = f"# {HOSTILE}\n\nBefore {HOSTILE} told {ENDLESS} after.\n\n```\n{HOSTILE}\n{ENDLESS}\n```\n"
    told = asked(text, [suggestion(text, 1, "told", HOSTILE + ENDLESS, HOSTILE)], answer=HOSTILE, raw=HOSTILE)
    return review_page(Draft(text, HOSTILE), [(told, text)])


def saved(page: ReviewPage, folder: Path) -> Path:
    """Write the page."""
    path = folder / "page.html"
    path.write_text(html_page(page, HOSTILE if "<script" in page.draft.text else "letter.md", MADE), "utf-8")
    return path


@pytest.mark.parametrize("make", [letter, hostile])
@pytest.mark.parametrize("dark", [False, True])
def test_the_page_asks_for_nothing_and_the_console_is_silent(
    browser: Tab, tmp_path: Path, make: object, *, dark: bool
) -> None:
    """No request leaves, whatever is in draft and notes; nothing runs; no error, no refused resource."""
    assert callable(make)
    path = saved(make(), tmp_path)
    browser.open(path, dark=dark)
    assert browser.requests == [path.as_uri()]
    assert browser.complaints == []
    assert browser.say("document.scripts.length + document.images.length + document.styleSheets.length") == 1


@pytest.mark.parametrize("make", [letter, hostile])
@pytest.mark.parametrize("width", [320, 360, 700, 1200])
def test_it_fits_a_phone_and_a_screen(browser: Tab, tmp_path: Path, make: object, width: int) -> None:
    """Nothing is wider than the window, down to 320 pixels (WCAG 1.4.10)."""
    assert callable(make)
    browser.open(saved(make(), tmp_path), width=width)
    assert browser.say("document.documentElement.scrollWidth") <= width


def test_notes_line_up_with_their_paragraph(browser: Tab, tmp_path: Path) -> None:
    """On a screen each paragraph's notes begin at its first line, to its right; on a phone they follow it."""
    path = saved(letter(), tmp_path)
    places = """[...document.querySelectorAll('.row')].filter(row => row.querySelector('.notes')).map(row => {
        const text = row.querySelector('.text').getBoundingClientRect()
        const notes = row.querySelector('.notes').getBoundingClientRect()
        return [text.top, text.bottom, text.right, notes.top, notes.left]})"""
    browser.open(path)
    rows = browser.say(places)
    assert len(rows) == 2
    for top, _, right, notes_top, notes_left in rows:
        assert abs(top - notes_top) < 2
        assert notes_left > right
    browser.open(path, width=360)
    for _, bottom, _, notes_top, _ in browser.say(places):
        assert notes_top >= bottom - 8


def test_the_text_can_be_selected_without_the_numbers(browser: Tab, tmp_path: Path) -> None:
    """What a reader copies is the writer's text."""
    browser.open(saved(letter(), tmp_path))
    copied = browser.say(
        "(() => { getSelection().selectAllChildren(document.querySelectorAll('.row .text')[1]);"
        " return getSelection().toString() })()"
    )
    assert copied == "Dear neighbours,"
    marked = browser.say(
        "(() => { getSelection().selectAllChildren(document.querySelector('.flow'));"
        " return getSelection().toString() })()"
    )
    assert marked.split() == TEXT[TEXT.index("I am writing") : TEXT.index("\n\n> “The")].split()


def test_the_keyboard_goes_from_mark_to_note_and_back(browser: Tab, tmp_path: Path) -> None:
    """Tab reaches the skip link first; Enter on a number leads to its note, and the note's number back."""
    browser.open(saved(letter(), tmp_path))
    browser.press("Tab", 9)
    assert browser.say("document.activeElement.className") == "skip"
    assert browser.say("document.activeElement.getBoundingClientRect().left") >= 0
    browser.press("Tab", 9)
    assert browser.say("document.activeElement.id") == "m1"
    browser.press("Enter", 13)
    assert browser.say("location.hash") == "#n1"
    browser.press("Tab", 9)
    assert browser.say("document.activeElement.className") == "back"
    browser.press("Enter", 13)
    assert browser.say("location.hash") == "#m1"


def test_a_screen_reader_gets_landmarks_and_names(browser: Tab, tmp_path: Path) -> None:
    """Banner, main, article, footer; each number is a link with a name; the diff says what goes and what comes."""
    browser.open(saved(letter(), tmp_path))
    nodes = browser.do("Accessibility.getFullAXTree")["nodes"]
    said = [(node["role"]["value"], node.get("name", {}).get("value", "")) for node in nodes if not node.get("ignored")]
    roles = {role for role, _ in said}
    assert {"banner", "main", "article", "contentinfo", "region", "heading", "mark", "deletion", "insertion"} <= roles
    assert ("article", "The text, with notes") in said
    assert ("link", "Note 2") in said
    assert ("link", "Note 2, back to its place in the text") in said
    assert any(role == "StaticText" and "take out:" in name for role, name in said)


def test_it_prints_on_white_with_its_notes_beside(browser: Tab, tmp_path: Path) -> None:
    """On paper: dark ink whatever the screen's scheme, and the notes still in the margin."""
    browser.open(saved(letter(), tmp_path), width=760, dark=True, paper=True)
    red, green, blue = (
        int(part) for part in browser.say("getComputedStyle(document.body).color").strip("rgb()").split(",")
    )
    assert max(red, green, blue) < 80
    assert browser.say("getComputedStyle(document.querySelector('.row')).display") == "grid"
    assert browser.say("getComputedStyle(document.querySelector('.skip')).display") == "none"
