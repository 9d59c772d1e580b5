"""Cards in the friend's pane: their order, what is folded, what is said of a quote, what changes typography alone."""

from __future__ import annotations

from friend.record.wanted import Wanted
from friend.tui.widgets.card import Card
from tests.tui.conftest import COUNCIL, LETTER, Desk, ask, heard, screen_of, seen, until

WIDE = (130, 44)


async def test_cards_stand_in_the_order_of_the_text(desk: Desk) -> None:
    """A friend who begins with the end: once the answer is over its cards and numbers go down the text, as tomorrow."""
    blocks = (
        ("put up signs", "put signs up"),
        ("not there", "x"),
        ("them", "the mayor"),
        ("writing", "writing to you"),
    )
    block = "<suggestion><quote>{}</quote><instead>{}</instead><why>w</why></suggestion>\n"
    desk.server.will(text="Three.\n" + "".join(block.format(*each) for each in blocks))
    for key in ("ctrl+t", ""):
        async with desk.app().run_test(size=WIDE) as pilot:
            screen = screen_of(pilot)
            if key:
                await ask(pilot, key=key)
            await until(pilot, lambda: len(screen_of(pilot).conversation.standing) == 3)
            cards = [*screen.pane.query(Card)]
            assert [card.note.suggestion.quote for card in cards] == ["writing", "them", "put up signs", "not there"]
            assert [card.note.sign for card in cards] == ["①", "②", "③", "④"]
            assert [sign for _, sign in screen.editor.marks.numbers] == ["①", "②", "③"]
            await pilot.press("f6")
            await until(pilot, lambda: "④" in heard(pilot))
            assert sorted("①②③④", key=heard(pilot).index) == [*"①②③④"]
    assert [each.quote for each in desk.services.log.find("last").suggestions] == [quote for quote, _ in blocks]


async def test_what_goes_beyond_the_question_is_folded(desk: Desk) -> None:
    """Outside the passage, adding facts, rewriting: labelled, with the share changed, and folded until asked (R4)."""
    far = (
        "<suggestion><quote>they do'nt say who may park</quote><instead>the 14 signs hide who may park</instead>"
        "<why>Typo.</why></suggestion>"
    )
    desk.server.will(text=far)
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await pilot.press("down", "down")
        await ask(pilot)
        assert "outside your question" in heard(pilot)
        assert "% changed" in heard(pilot)
        assert "14 signs" not in heard(pilot)
        await pilot.press("f6", "f")
        await until(pilot, lambda: "14 signs" in heard(pilot))
        assert screen.query_one(Card).has_class("-current")


async def test_a_quote_that_is_not_there_is_said_and_not_marked(desk: Desk) -> None:
    """No diff, no mark, no place to go to (fault 38); one that stands twice chooses none (fault 39)."""
    desk.write("the cat and the cat\n\nother words here\n")
    desk.server.will(
        text="<suggestion><quote>no such words at all</quote><instead>x</instead><why>w</why></suggestion>"
        "<suggestion><quote>the cat</quote><instead>a cat</instead><why>w</why></suggestion>"
    )
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await ask(pilot, key="ctrl+t")
        assert "not found in your text" in heard(pilot)
        assert "stands in 2 places" in heard(pilot)
        assert screen.editor.marks.underlined == ()
        await pilot.press("ctrl+n")
        assert "no open notes" in seen(pilot)
        places = []
        for _ in range(3):
            await pilot.press("f6", "end")
            screen.pane.make_current(screen.conversation.notes[1])
            await pilot.press("enter")
            places.append(screen.editor.cursor_offset_in_text)
        assert places == [0, 12, 0]


SLIGHT = """Fine.

<suggestion>
<quote>they do'nt say</quote>
<instead>they do’nt say</instead>
<why>A curly apostrophe.</why>
</suggestion>
<suggestion>
<quote>who may park</quote>
<instead>who can park</instead>
<why>Or is it allowed?</why>
</suggestion>
<suggestion>
<quote>up signs, but</quote>
<instead>up\u00a0signs, but</instead>
<why>No break here.</why>
</suggestion>
"""


async def test_changes_of_typography_are_one_dim_card(desk: Desk) -> None:
    """They stand together under the others, a line each, with the spaces shown and no reason until one unfolds it."""
    desk.server.will(text=SLIGHT)
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await pilot.press(*["down"] * 6)
        await ask(pilot)
        await until(pilot, lambda: "⍽" in heard(pilot))
        said = heard(pilot)
        assert said.index("+can+") < said.index("only typography, no word changes") < said.index("−do'nt−")
        assert "up−␣− +⍽+signs, but" in said
        assert said.count("only typography") == 1
        assert "A curly apostrophe." not in said
        assert [card.note.number for card in screen.pane.cards] == [3, 1, 2]
        screen.pane.make_current(screen.conversation.notes[0])
        await pilot.press("f6", "f")
        await until(pilot, lambda: "A curly apostrophe." in heard(pilot))
        await pilot.press("x")
        await until(pilot, lambda: "dismissed" in heard(pilot))
    assert desk.path.read_text() == LETTER


async def test_without_such_changes_there_is_no_such_card(desk: Desk) -> None:
    """The group is there only when something is in it."""
    desk.server.will(text=COUNCIL)
    async with desk.app().run_test(size=WIDE) as pilot:
        await ask(pilot)
        assert "only typography" not in heard(pilot)


async def test_what_changes_nothing_and_gives_no_reason_is_no_note(desk: Desk) -> None:
    """Neither card nor mark nor count, in the list of exchanges neither; a line says that all may stay as it is."""
    block = "<suggestion>\n<quote>{0}</quote>\n<instead>{0}</instead>\n<why>{1}</why>\n</suggestion>\n"
    said = "It was decided by them last month"
    desk.server.will(text=block.format(said, "") + block.format("and we were not told", " "))
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await pilot.press("down", "down")
        await ask(pilot)
        await until(pilot, lambda: "It would leave this passage as it is." in heard(pilot))
        assert screen.conversation.notes == []
        assert "changes nothing" not in heard(pilot)
        # A reason is a remark, and stays.
        desk.server.will(text=block.format(said, "Who are they?"))
        await ask(pilot)
        await until(pilot, lambda: "Who are they?" in heard(pilot))
        assert [note.suggestion.why for note in screen.conversation.notes] == ["Who are they?"]
    assert [entry.open_notes for entry in desk.services.log.entries(Wanted(), 5)] == [1, 0]
    async with desk.app().run_test(size=WIDE) as pilot:
        await until(pilot, lambda: "1 open note," in seen(pilot))
        assert len(screen_of(pilot).pane.answers) == 1
