"""Owns when words that come are shown: at once as a rule, at one beat where several answers come, seldom out of sight.

Laying the screen out costs a frame, however little came. So answers that come together share their frames, and what
nobody sees takes its room only now and then. While the person types, words are shown right after a key, when the next
one is farthest away: no key waits for them.
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
_ECHO_S: Final = 0.015
"""A key is painted by then."""
_TYPES_S: Final = 0.3
"""Who pressed a key so short a time ago is about to press another."""
_HELD_S: Final = 0.1
"""Longer than that no words wait for a key."""


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


def held_for(waited_s: float, since_key_s: float) -> float:
    """Give in how many seconds to look again whether words may be shown that were due `waited_s` ago; 0.0 is now.

    `since_key_s` is how long ago the person pressed a key in the text.
    """
    if waited_s >= _HELD_S or since_key_s > _TYPES_S or _ECHO_S <= since_key_s < 2 * _ECHO_S:
        return 0.0
    return max(_ECHO_S - since_key_s, _SOON_S)


def next_beat(every_s: float, now: float) -> float:
    """Give in how many seconds all beat together that beat so often."""
    left = every_s - now % every_s
    return left if left >= _SOON_S else left + every_s
