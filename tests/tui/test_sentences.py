"""Which of a friend's words can be pointed at, and that what is quoted of them is what was said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from hypothesis import given
from hypothesis import strategies as st

from friend.record.quotation import CUT, quoted
from friend.text.span import Span
from friend.text.visible import visible
from friend.tui.reading import Breath, Reading
from friend.tui.sentences import Sentence, said_at, sentences_of, words_of
from tests.builders import exchange

HIDDEN = "One\u202e is. Two\x1b[2J is.\r\n\r\nThree \U000e0041is."
PIECES = (
    "One. ",
    "Two is **bold**. ",
    "\n\n",
    "- item. ",
    "\u202e",
    "\x1b",
    "\r\n",
    "# Head\n",
    "> said. ",
    "👍🏽 ",
    "---\n",
)


def test_headings_items_and_paragraphs_hold_sentences() -> None:
    """Each is pointed at by itself; a rule between them is no sentence."""
    said = "# A head\n\nOne is. *Two is.*\n\n---\n\n- An item. And more.\n- Another"
    assert [each.said.of(said) for each in sentences_of(said)] == [
        *("# A head", "One is.", "*Two is.*", "- An item.", "And more.", "- Another")
    ]


def test_what_stands_between_is_left_out_with_a_mark() -> None:
    """Sentences side by side are quoted as they stand; […] parts those that are not."""
    said = "One. Two.\n\nThree. Four."
    sentences = sentences_of(said)
    assert words_of(said, sentences, {0, 1, 2}) == "One. Two.\n\nThree."
    assert words_of(said, sentences, {3, 0}) == f"One. {CUT} Four."


@given(st.lists(st.sampled_from(PIECES), max_size=30), st.data())
def test_any_sentences_of_any_answer_are_verbatim(pieces: list[str], data: st.DataObject) -> None:
    """R6: the log finds whatever is pointed at; what is shown of a sentence is the sentence, made visible."""
    said = "".join(pieces).strip("\n")
    sentences = sentences_of(said)
    assert all(visible(each.said.of(said)) == each.shown.of(visible(said)) for each in sentences)
    chosen = data.draw(st.sets(st.sampled_from(range(len(sentences))))) if sentences else set()
    if chosen:
        words = words_of(said, sentences, chosen)
        told = replace(exchange(), answer=said, raw=said, suggestions=())
        assert quoted(told, "en", words=words).words.split() == words.split()


@dataclass
class Shown:
    """A friend's words on no screen."""

    said: str
    marked: list[str] = field(default_factory=list)

    @property
    def sentences(self) -> Sequence[Sentence]:
        """Give its sentences."""
        return sentences_of(self.said)

    def mark(self, shown: Sequence[Span]) -> None:
        """Remember what is marked."""
        self.marked = [span.of(self.said) for span in shown]


def test_what_is_marked_is_what_is_quoted() -> None:
    """Going on, taking in, keeping and letting go: the words are always those that are marked; going away ends all."""
    one, two = Shown("One. Two. Three. Four."), Shown("Five.")
    told = exchange()
    reading = Reading(lambda: [Breath(told, one), Breath(told, two)])

    def pointed() -> str:
        assert reading.pointed is not None
        runs = reading.pointed.words.replace(f" {CUT} ", " ")
        assert runs.split() == [*one.marked, *two.marked]
        return reading.pointed.words

    reading.step(1, None, told)
    assert pointed() == "One."
    reading.extend(1)
    assert pointed() == "One. Two."
    reading.keep()
    reading.step(1, None, told)
    reading.step(1, None, told)
    assert pointed() == f"One. Two. {CUT} Four."
    reading.step(-1, None, told)
    reading.step(-1, None, told)
    reading.keep()
    assert pointed() == "One. Two."
    reading.step(1, None, told)
    assert pointed() == f"One. {CUT} Three."
    reading.extend(1)
    reading.extend(1)
    assert pointed() == f"One. {CUT} Three. Four."
    reading.step(1, None, told)
    assert pointed() == "Five."
    reading.step(1, None, told)
    assert pointed() == "Five."
    reading.forget()
    assert reading.pointed is None
    assert not two.marked


def test_what_is_selected_is_said_in_whole_words() -> None:
    """A selection that cuts a word takes all of it; what is hidden in the words comes with them."""
    shown = visible(HIDDEN)
    start = shown.index("wo␛")
    assert said_at(HIDDEN, Span(start, start + 6)).of(HIDDEN) == "Two\x1b[2J"
    assert said_at("One two three", Span(3, 6)).of("One two three") == "two"
    assert said_at("One two", Span(3, 4)).of("One two") == ""
