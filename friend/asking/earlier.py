"""Owns how what was said before is told to a friend that is asked to go on: quoted after the draft, between fences.

It is quoted and not sent as turns of a conversation: the draft as it is now stays at the start, where caches find it,
and no friend is taken for another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from friend.asking.fences import fence_for


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a thread and what was answered to it.

    `passage` is what it was about, None for all that was lent. `another` names the friend who answered where that is
    not the one who is asked now, and is "" where it is not to be known who that was. `is_this_text` says that the text
    has not changed since; `is_whole` that the answer came to its end.
    """

    question: str
    answer: str
    passage: str | None = None
    another: str | None = None
    is_this_text: bool = True
    is_whole: bool = True


def told(turns: Sequence[Turn]) -> str:
    """Tell the thread so far, oldest first; the empty string where there is none."""
    if not turns:
        return ""
    # Half a character that an answer held cannot be sent.
    said = "\n\n".join(map(_turn, turns)).encode("utf-8", "replace").decode()
    fence = fence_for(said)
    return (
        f"The question goes on from what was said before, which stands between two lines of {len(fence)} equal signs, "
        f"the oldest first.\n\n{fence}\n{said}\n{fence}"
    )


def _turn(turn: Turn) -> str:
    since = "" if turn.is_this_text else ", when the text was not yet as it is now"
    if turn.passage is None:
        asked = f"The writer asked about all of the text{since}:"
    else:
        asked = f"The writer asked about this passage{since}:\n\n{turn.passage.strip()}\n\nThe question was:"
    who = f"Another friend, {turn.another}, answered" if turn.another else "You answered"
    if turn.another == "":
        who = "Another reader answered"
    cut = "" if turn.is_whole else ", and did not come to the end"
    return f"{asked} {turn.question.strip()}\n\n{who}{cut}:\n\n{turn.answer.strip()}"
