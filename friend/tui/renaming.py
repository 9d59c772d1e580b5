"""Owns how the desk knows a draft again under a new name: the person is asked once, over the page."""

from __future__ import annotations

from rich.text import Text
from textual.app import App

from friend.ports import DraftNames, LogError
from friend.record.identity import Likeness
from friend.text.draft import Draft
from friend.text.interface import tr
from friend.tui.naming import naming
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
                Choice(
                    _question(each), {_SAME: tr("the same text"), _OTHER: tr("another text")}, esc=tr("ask me again")
                )
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
    return naming(
        "This text looks like {name}, which is gone: {common} of its {words} words stand here in the same paragraphs."
        "\n\nIs it the same text under a new name? Then its notes come along.",
        likeness.path,
        common=likeness.common,
        words=likeness.words,
    )
