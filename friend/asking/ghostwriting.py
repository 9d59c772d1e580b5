"""Owns when an answer brings a text of its own, which is then folded and labelled; not one of its words is lost.

The question is never judged. Of the answer's prose, block by block (blank lines part blocks, a code fence is one):

- set apart is a block quote; a fence that names no programming language; a letter, from its salutation on (a short line
  that ends with a comma); and what follows a colon at the end of a block, or a rule (---). It goes on to the next rule,
  to a list or heading, or to a last short block that talks again. A colon or a rule leads to no text where the block
  after it talks;
- plain is every other block. It talks where it says something that only talk about a text says: "you", a question, a
  word such as "sentence" or "reader", quotation marks round words of the draft.

A run of blocks set apart is a text of its own from sixty words on, or from a hundred and twenty where only a colon or
only a rule sets it apart and nothing announces a text ("it could go on like this"); a run of plain ones that do not
talk, from two hundred. To fold an answer by mistake is worse than to show a paragraph too much, and a long answer to
"what does it evoke?" reads like a text. Blocks that stand in the draft as they are do not count: these are quotations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Final

from friend.text.normalise import fold
from friend.text.words import count_words

_A_TEXT: Final = 60
_A_TEXT_LED_TO: Final = 120
_A_PLAIN_TEXT: Final = 200
_A_CLOSING: Final = 45
_A_SALUTATION: Final = 8
_A_HEADING: Final = 3

_PARTED: Final = re.compile(r"(?:[^\S\n]*\n){2,}")
_FENCE: Final = re.compile(r"^ {0,3}(`{3,}|~{3,})[^\S\n]*([^\s`]*)[^\n]*$", re.MULTILINE)
_TEXTS: Final = {"", "text", "txt", "markdown", "md", "plain", "plaintext", "html", "latex", "tex"}
_RULE: Final = re.compile(r" {0,3}(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}")
_LIST: Final = re.compile(r" {0,3}(?:[-+*•]|\d{1,3}[.)]|#{1,6})[ \t]")
_QUOTE_MARK: Final = re.compile(r"(?m)^\s*>[ \t]?")
_LEADS_ON: Final = re.compile(r"[:：][*_\s]*\Z")
_QUOTED: Final = re.compile(r"[“«\"]\s*([^”»\"]{3,})\s*[”»\"]")
_FENCE_BEGINS: Final = re.compile(r"(?:\A|(?<=\n)) {0,3}[`~][^\n]*\Z")
_YOU: Final = re.compile(r"\b(?:you(?:rs?|rself)?|tu|te|toi|ton|ta|tes|vous|votre|vos)\b|\bt['’](?=\w)", re.IGNORECASE)
_OF_TEXTS: Final = re.compile(
    r"""\b(?:texts?|sentences?|paragraphs?|passages?|words?|wording|phrases?|readers?|readings?|writers?|authors?|draft
    |narrators?|letter|story|poem|essay|title|heading|verbs?|adjectives?|adverbs?|comma|tone|style|image|scene|evokes?
    |calls?\ to\ mind|rewrite|rephrase|suggest|textes?|paragraphes?|mots?|lect(?:eurs?|rices?|ures?)|aut(?:eur|rice)
    |narrateur|lettre|récit|histoire|poème|titre|formulation|tournure|verbes?|adjectifs?|adverbes?|virgule|brouillon
    |scène|évoque(?:nt)?|on\ pense\ à|reformuler|suggère)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_A_WHOLE: Final = (
    r"(?:draft|version|letter|conclusion|paragraph|continuation|ending|opening|introduction|text|rewrite|story|poem"
    r"|suite|lettre|proposition|texte|paragraphe|fin|réécriture|récit|poème)"
)
_ANNOUNCES: Final = re.compile(
    rf"""\b(?:put|write|phrase|say|word|continue|go|begin|open|start|end|close|finish|run)\b[\w\s]{{0,12}}
        \b(?:like\ this|as\ follows)
    | \bhere(?:['’]s|\ is)\ (?:an?|the|your|my|one)\ (?:\w+\ ){{0,3}}?{_A_WHOLE}\b
    | \bvoici\ (?:une?|la|le|ma|ta|votre)\ (?:\w+\ ){{0,3}}?{_A_WHOLE}\b
    | \b(?:écrirais|formulerais|continuerais|dirais|mettrais|finirais|commencerais)\b.{{0,12}}\b(?:ainsi|comme\ ceci)
    | \b(?:suite|fin|conclusion)\ (?:pourrait|serait)
    | \A[*_]*(?:introduction|conclusion|ending|opening|suite|fin)\b[*_\s:.]*\Z""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of an answer's prose; `brought` says how many words of a text of its own it holds, 0 for none."""

    text: str
    brought: int = 0
    talks: bool = True


@dataclass(frozen=True, slots=True)
class _Block:
    text: str
    bare: str
    is_talk: bool
    # Where it does not talk: whether it is set apart, and from how many words on it is a text of its own.
    is_apart: bool = False
    least: int = _A_PLAIN_TEXT


@dataclass(frozen=True, slots=True)
class _Apart:
    """What stands in a block quote or a fence, without its marks."""

    bare: str
    is_text: bool


class Folding:
    """Reads the prose of answers about one draft."""

    def __init__(self, draft: str) -> None:
        self._draft = draft

    def stretches(self, prose: str) -> list[Stretch]:
        """Part an answer's prose into what talks and what is a text of its own; joined, they are `prose`."""
        if count_words(prose) < _A_TEXT:
            return [Stretch(prose)] if prose else []
        made: list[Stretch] = []
        for stretch in self._runs(prose, ended=True):
            # What talks is joined to what talked before.
            if made and not stretch.brought and not made[-1].brought:
                made[-1] = Stretch(made[-1].text + stretch.text)
            else:
                made.append(Stretch(stretch.text, stretch.brought, talks=not stretch.brought))
        return made

    def settled(self, prose: str) -> int:
        """Count the characters, from the first, that talk whatever comes after them: they can be shown at once."""
        # A line that opens a fence is read when it is whole, a block when it is too long for a salutation.
        prose = _FENCE_BEGINS.sub("", prose)
        *_, last = ["", *_parted(prose)]
        if count_words(last) <= _A_SALUTATION and not _PARTED.search(last):
            prose = prose[: len(prose) - len(last)]
        # Half a word may be another word ("te" of "telephone"): only what stands before it tells anything.
        half = len(prose) - (max(prose.rfind(" "), prose.rfind("\n")) + 1)
        prose = prose[: len(prose) - half]
        sure = at = 0
        for run in self._runs(prose, ended=False):
            if run.brought:
                break
            at += len(run.text)
            if run.talks:
                sure = at
        return sure + half if 0 < sure == len(prose) and not _PARTED.search(prose[-4:]) else sure

    def brought(self, prose: str) -> int:
        """Count the words of the texts of its own that an answer brings; 0 for an answer that only answers."""
        return sum(stretch.brought for stretch in self.stretches(prose))

    def talks(self, prose: str) -> bool:
        """Tell whether any block of an answer's prose says what only talk about a text says."""
        return any(self._talks(part) for part in _parted(prose))

    def _runs(self, prose: str, *, ended: bool) -> Iterator[Stretch]:
        kinds = groupby(self._blocks(prose, ended=ended), lambda block: (block.is_apart, block.is_talk))
        for (_, is_talk), run in kinds:
            blocks = list(run)
            words = 0 if is_talk else self._new_words(blocks, min(block.least for block in blocks))
            yield Stretch("".join(block.text for block in blocks), words, talks=is_talk)

    @cached_property
    def _known(self) -> str:
        return fold(self._draft).text

    @cached_property
    def _has_you(self) -> bool:
        return bool(_YOU.search(self._draft))

    def _blocks(self, prose: str, *, ended: bool) -> Iterator[_Block]:
        """Give the blocks in order; the blank lines after a block belong to it. `ended`: nothing comes after them."""
        parts = list(_parted(prose))
        # The least words of the region that is open, 0 for none; and the block that a colon or a rule leads to.
        region, led_to = 0, -1
        for number, part in enumerate(parts):
            told = part.strip()
            is_last = ended and number == len(parts) - 1
            if apart := _set_apart(told):
                yield _Block(part, apart.bare, not apart.is_text, apart.is_text, _A_TEXT)
            elif _RULE.fullmatch(told):
                # A rule after a colon sets a text apart; one after a text ends it.
                region = _A_TEXT if led_to == number and region else 0 if region else _A_TEXT_LED_TO
                led_to = number + 1
                yield _Block(part, told, is_talk=True)
            elif _LIST.match(told) or (region and self._ends_here(told, is_last=is_last, is_first=led_to == number)):
                region = 0
                yield _Block(part, told, is_talk=True)
            elif region or _is_salutation(told):
                region = _A_TEXT if _is_salutation(told) else region
                yield _Block(part, told, is_talk=False, is_apart=True, least=region)
            else:
                if ended or _PARTED.search(part):
                    region = _leads_to(told)
                    led_to = number + 1 if region else led_to
                yield _Block(part, told, is_talk=bool(region) or self._talks(told))

    def _new_words(self, blocks: Sequence[_Block], least: int) -> int:
        """Count the words of blocks that are no quotation of the draft; 0 for less than `least`."""
        if sum(count_words(block.bare) for block in blocks) < least:
            return 0
        new = sum(count_words(block.bare) for block in blocks if not self._quotes(block.bare))
        return new if new >= least else 0

    def _quotes(self, words: str) -> bool:
        """Tell whether words stand in the draft as they are, up to typography."""
        return fold(words).text.strip("\"' ") in self._known

    def _ends_here(self, block: str, *, is_last: bool, is_first: bool) -> bool:
        """Tell whether a block is the friend's talk again: a short last one, or its first is no text."""
        if is_last and count_words(block) <= _A_CLOSING and self._talks(block):
            return True
        return is_first and self._talks(block)

    def _talks(self, block: str) -> bool:
        """Tell whether a block speaks of a text. A draft that says "you" itself may be written again with it."""
        if "?" in block or _OF_TEXTS.search(block) or (_YOU.search(block) and not self._has_you):
            return True
        return any(self._quotes(match[1]) for match in _QUOTED.finditer(block))


def _set_apart(block: str) -> _Apart | None:
    """Read a block quote or a fence; None for any other block."""
    if block.startswith(">"):
        return _Apart(_QUOTE_MARK.sub("", block), is_text=True)
    if fence := _FENCE.match(block):
        return _Apart("\n".join(block.split("\n")[1:-1]), is_text=fence[2].lower() in _TEXTS)
    return None


def _leads_to(block: str) -> int:
    """Say from how many words on what a block leads to is a text of its own; 0 where it leads to none."""
    *_, last = block.split("\n")
    if (_LEADS_ON.search(last) or last.endswith(("...", "…")) or count_words(last) <= _A_HEADING) and (
        _ANNOUNCES.search(last)
    ):
        return _A_TEXT
    return _A_TEXT_LED_TO if _LEADS_ON.search(block) else 0


def _is_salutation(block: str) -> bool:
    return "\n" not in block and block.endswith(",") and count_words(block) <= _A_SALUTATION


def _parted(prose: str) -> Iterator[str]:
    """Part prose at blank lines and round fences."""
    at = 0
    while opening := _FENCE.search(prose, at):
        yield from _parted_at_blanks(prose[at : opening.start()])
        closing = re.compile(rf"^ {{0,3}}{re.escape(opening[1])}[`~]*[^\S\n]*$\n*", re.MULTILINE)
        closed = closing.search(prose, opening.end())
        at = closed.end() if closed else len(prose)
        yield prose[opening.start() : at]
    yield from _parted_at_blanks(prose[at:])


def _parted_at_blanks(prose: str) -> Iterator[str]:
    at = 0
    for blank in _PARTED.finditer(prose):
        yield prose[at : blank.end()]
        at = blank.end()
    if at < len(prose):
        yield prose[at:]


def note_of(words: int) -> str:
    """Say in a note that an answer brought a text of `words` words."""
    return f"the answer brings a text of its own ({words} words), which is not a friend's part: it is folded"
