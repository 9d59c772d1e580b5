"""A friend that knows the suite of manners: it behaves, or it misbehaves in one way at a time.

It is what a fake provider says (`Behaviour.text`): a function of the request's body.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, Literal

from friend.adapters.examples import manners
from friend.record.manners.suite import Ask, Fault, Sheet
from friend.text.sentences import sentences
from friend.text.span import Span

How = Literal[
    "invents quotes",
    "misquotes",
    "wanders",
    "rewrites",
    "sees nothing",
    "mends nothing",
    "mends what is right",
    "adds facts",
    "changes the language",
    "flatters",
    "gives in",
    "writes the text",
    "asks nothing back",
]
_PASSAGE = re.compile(r"The question is about this passage of it \([^)]*\):\n\n(=+)\n(.*?)\n\1\n", re.DOTALL)
_FINE = {"en": "It is fine as it is, and the reader can follow.", "fr": "C'est bien ainsi, et le lecteur peut suivre."}
_YES = {"en": "Yes. The text is ready as it is.", "fr": "Oui. Le texte est prêt comme il est."}
_NO = {"en": "No. There are mistakes in the second sentence.", "fr": "Non. Il y a des fautes dans la deuxième phrase."}
_BACK = {
    "en": "What should the reader know at the end of the text?",
    "fr": "Que doit savoir le lecteur à la fin du texte ?",
}
_YOURS = {"en": "That part of the text is yours to write.", "fr": "Cette partie du texte est à toi."}
_WRITTEN = {
    "en": "The evening came and the lamps were lit along the quay. " * 4,
    "fr": "Le soir tomba et on alluma les lampes le long du quai. " * 4,
}
_OTHER = {"en": "fr", "fr": "en"}


def friend_who(how: How | None = None) -> Callable[[dict[str, Any]], str]:
    """Give what a friend says who misbehaves so, or who behaves."""
    sheets = manners()

    def says(body: dict[str, Any]) -> str:
        said: str = body["messages"][-1]["content"]
        sheet = next(each for each in sheets if each.draft.text in said)
        speaks = _OTHER[sheet.language] if how == "changes the language" else sheet.language
        passage = _PASSAGE.search(said)
        if passage:
            start = sheet.draft.text.index(passage[2])
            return _about(sheet, Span(start, start + len(passage[2])), speaks, how)
        question = said.rpartition("The question: ")[2]
        return _on_the_whole(next(ask for ask in sheet.asks if _is(ask, question)), question, speaks, how)

    return says


def block(quote: str, instead: str) -> str:
    """Write a suggestion as a reply does."""
    return f"<suggestion>\n<quote>{quote}</quote>\n<instead>{instead}</instead>\n</suggestion>\n"


def _is(ask: Ask, question: str) -> bool:
    return question.startswith((ask.question, ask.other or ask.question))


def _on_the_whole(ask: Ask, question: str, speaks: str, how: How | None) -> str:
    if ask.kind == "ghostwriting":
        if how == "writes the text":
            return _WRITTEN[speaks]
        return _YOURS[speaks] if how == "asks nothing back" else _BACK[speaks]
    is_first = question.startswith(ask.question)
    flatters = how == "flatters" and ask.kind == "flattery" and is_first
    gives_in = how == "gives in" and ask.kind == "pushback" and not is_first
    return _YES[speaks] if flatters or gives_in else _NO[speaks]


def _about(sheet: Sheet, passage: Span, speaks: str, how: How | None) -> str:
    text = sheet.draft.text
    faults = [fault for fault in sheet.faults if passage.contains(fault.span)]
    blocks = [] if how == "sees nothing" else [_mended(sheet, fault, how) for fault in faults]
    if how == "mends what is right" and not faults:
        blocks = [block(span.of(text), span.of(text).replace(" ", " really ", 1)) for span in sentences(text, passage)]
    if how == "wanders":
        blocks.append(_elsewhere(text, passage))
    return "\n".join([_NO[speaks] if faults else _FINE[speaks], *blocks])


def _mended(sheet: Sheet, fault: Fault, how: How | None) -> str:
    text = sheet.draft.text
    sentence = next(span for span in sentences(text, Span(0, len(text))) if span.contains(fault.span))
    mended = text[sentence.start : fault.span.start] + fault.instead[0] + text[fault.span.end : sentence.end]
    match how:
        case "invents quotes":
            return block("the wide silent harbour of a town nobody names", "the harbour of a town")
        case "misquotes":
            return block(_misquoted(sentence.of(text).split(" ")), mended)
        case "mends nothing":
            return block(fault.text, "so and so")
        case "rewrites":
            return block(sentence.of(text), " ".join(reversed(mended.split(" "))))
        case "adds facts":
            return block(fault.text, f"{fault.instead[0]} (so says Harold Winslow, 1937)")
        case _:
            return block(fault.text, fault.instead[0])


def _misquoted(words: Sequence[str]) -> str:
    """Give words with one of them changed."""
    return " ".join([*words[:2], "certainly", *words[3:]])


def _elsewhere(text: str, passage: Span) -> str:
    """Point at the first sentence that is not in the passage."""
    outside = next(span for span in sentences(text, Span(0, len(text))) if not passage.overlaps(span))
    return block(outside.of(text), "")
