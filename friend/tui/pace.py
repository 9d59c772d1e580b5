"""Owns when words that come are shown: at once as a rule, at one beat where several answers come, seldom out of sight.

Laying the screen out costs a frame, however little came. So answers that come together share their frames, and what
nobody sees takes its room only now and then.
"""

from __future__ import annotations

from typing import Final

_EVERY_S: Final = 0.1
_SOON_S: Final = 0.01
_TOO_FAST: Final = 120
"""Characters in that time: nobody reads so fast, and four times a second are enough for the eye."""
_SELDOM_S: Final = 0.25
_TOGETHER_S: Final = 0.5
UNSEEN_S: Final = 2.0


def pause_after(came: int) -> float:
    """Give how long (seconds) to wait with the next words of an answer of which so many characters just came."""
    return _EVERY_S if came < _TOO_FAST else _SELDOM_S


def due_in(pause_s: float, last: float, now: float, *, is_seen: bool, coming: int) -> float:
    """Give in how many seconds to show what came. `last` is when it was shown, `coming` how many answers come now."""
    if not is_seen:
        # Each at a time of its own: their words cost as much as their room.
        return max(_SOON_S, UNSEEN_S - (now - last))
    if coming > 1:
        return next_beat(_TOGETHER_S, now)
    return max(_SOON_S, pause_s - (now - last))


def next_beat(every_s: float, now: float) -> float:
    """Give in how many seconds all beat together that beat so often."""
    left = every_s - now % every_s
    return left if left >= _SOON_S else left + every_s
