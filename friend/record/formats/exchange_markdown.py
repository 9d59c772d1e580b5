"""Owns an exchange as Markdown that one reads: its facts as a list, and what was said in fences that hold it verbatim.

Nothing that a model, a draft or a file name says can break out: a fence is longer than any run of backticks in what it
holds, and so are the marks of a code span. In them there is no HTML, no link and no picture.
"""

from __future__ import annotations

import re
from typing import Final

from friend.asking.lead import Lead
from friend.record.exchange import Exchange
from friend.text.visible import visible

_TICKS: Final = re.compile(r"`+")
_SHORTEST_FENCE: Final = 3


def exchange_markdown(exchange: Exchange) -> str:
    """Give the section about one exchange, with a blank line after it."""
    speaker = exchange.speaker
    served = ", ".join(map(code_span, speaker.served)) or "version not reported"
    lines = [
        f"## Exchange {exchange.sequence}, {exchange.asked_at:%Y-%m-%d %H:%M} UTC",
        "",
        f"- id: {code_span(exchange.id or '-')}",
        f"- friend: {code_span(speaker.name)}, asked as {code_span(speaker.requested)}",
        f"- answered by: {served} (evidence: {speaker.evidence})",
        f"- host: {code_span(speaker.host) if speaker.host else 'unknown'}",
        f"- draft: {code_span(exchange.draft.path or '-')}, {exchange.draft.words} words",
        f"- status: {exchange.status}",
    ]
    if exchange.follows:
        lines.append(f"- continues: {code_span(exchange.follows)} ({exchange.relation})")
    if exchange.clock_went_back:
        lines.append("- the clock of this machine had been set back: the order is by number")
    if exchange.forgotten:
        return "\n".join([*lines, "- forgotten: its texts were removed from the log", "", ""])
    lines += [f"- note: {code_span(note)}" for note in exchange.notes]
    if exchange.error:
        lines.append(f"- error: {code_span(exchange.error.message)}")
    lines += _said("Question", exchange.question.text)
    lines += ["", "Passage: the whole text"] if exchange.passage.whole else _said("Passage", exchange.passage.text)
    if exchange.reflection:
        lines += _said("What I thought before I saw the answer", exchange.reflection)
    if exchange.answer:
        lines += _said("Answer", exchange.answer)
    if exchange.leads:
        lines += ["", "To verify:", "", *(task(lead) for lead in exchange.leads)]
    for number, suggestion in enumerate(exchange.suggestions, start=1):
        lines += ["", f"### Suggestion {number} ({suggestion.state})"]
        lines += _said("Quote", suggestion.quote)
        if suggestion.instead is not None:
            lines += _said("Instead", suggestion.instead) if suggestion.instead else ["", "Instead: nothing"]
        lines += _said("Why", suggestion.why) if suggestion.why else []
    return "\n".join([*lines, "", ""])


def task(lead: Lead) -> str:
    """Give something to verify as a line of a task list, ticked where the person found it to be so."""
    state = "it is not so" if lead.state == "wrong" else ""
    told = [lead.named.said, state, lead.found, f"source: {lead.source}" if lead.source else ""]
    more = "".join(f" · {code_span(each)}" for each in told if each)
    return f"- [{'x' if lead.state == 'verified' else ' '}] {lead.named.kind}: {code_span(lead.named.name)}{more}"


def fenced(text: str) -> list[str]:
    """Give the lines of a fenced block that holds `text` as it is."""
    fence = "`" * max(_SHORTEST_FENCE, _longest_run(text) + 1)
    return [f"{fence}text", text.removesuffix("\n"), fence]


def code_span(text: str) -> str:
    """Give words as a code span on one line; what would break the line or hide in it is made visible."""
    shown = visible(text, keep_lines=False)
    marks = "`" * (_longest_run(shown) + 1)
    # A space that pads both ends is taken off by whoever reads it; white space alone is kept as it is.
    pad = " " if shown.startswith(("`", " ")) or shown.endswith(("`", " ")) else ""
    return f"{marks}{pad}{shown}{pad}{marks}" if shown.strip() else "(empty)"


def _said(what: str, text: str) -> list[str]:
    return ["", f"{what}:", "", *fenced(text)]


def _longest_run(text: str) -> int:
    return max((len(run) for run in _TICKS.findall(text)), default=0)
