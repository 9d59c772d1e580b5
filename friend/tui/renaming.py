"""Owns how the desk knows a draft again under a new name: the person is asked once, over the page."""

from __future__ import annotations

from rich.text import Text
from textual.app import App

from friend.ports import DraftNames, LogError
from friend.record.identity import Likeness
from friend.text.draft import Draft
from friend.text.visible import visible
from friend.tui.screens.choice import Choice

# Digits: a letter may be one that was meant for the text.
_SAME, _OTHER = "1", "2"


async def know_again(app: App[str], log: DraftNames, draft: Draft) -> None:
    """Ask whether a file that the log does not know is a draft that it knew before its name changed.

    Esc leaves it open until the next time. A log that cannot be written changes nothing here: asking says why.
    """
    if draft.path is None:
        return
    try:
        for each in log.resembling(draft):
            said = await app.push_screen_wait(
                Choice(_question(each), {_SAME: "the same text", _OTHER: "another text"}, esc="ask me again")
            )
            if said is None:
                return
            if said == _SAME:
                log.renamed(each.draft, draft.path)
                return
            log.told_apart(each.draft, draft.path)
    except LogError:
        return


def _question(likeness: Likeness) -> Text:
    text = Text("This text looks like ").append(visible(likeness.path, keep_lines=False), "bold")
    return text.append(
        f", which is gone: {likeness.common} of its {likeness.words} words stand here in the same paragraphs.\n\n"
        "Is it the same text under a new name? Then its notes come along."
    )
