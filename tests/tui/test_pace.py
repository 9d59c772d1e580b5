"""When words that come are shown: at once for one answer, at one beat for several, seldom out of sight."""

from __future__ import annotations

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from friend.tui.pace import UNSEEN_S, due_in, held_for, next_beat, pause_after


def test_the_first_words_of_one_answer_are_shown_at_once() -> None:
    """After a pause nothing waits; while much comes, four frames a second are enough."""
    assert due_in(pause_after(0), 0.0, 100.0, is_seen=True, coming=1) == pytest.approx(0.01)
    assert due_in(pause_after(500), 100.0, 100.1, is_seen=True, coming=1) == pytest.approx(0.15)


@given(st.floats(0, 1e6), st.floats(0, 1e6))
def test_several_answers_share_their_frames(one: float, other: float) -> None:
    """Whenever two wait within the same beat, they are shown at the same time, and never later than a beat."""
    first, second = sorted((one, other))
    due = first + due_in(0.1, 0.0, first, is_seen=True, coming=2)
    assert 0 < due - first <= 0.51
    if second + 0.01 < due:
        assert second + due_in(0.1, 0.0, second, is_seen=True, coming=2) == pytest.approx(due, abs=1e-3)


def test_what_nobody_sees_waits() -> None:
    """Out of sight, words are shown every few seconds, and their room is taken for all of them at once."""
    assert due_in(0.1, 100.0, 100.5, is_seen=False, coming=9) == pytest.approx(UNSEEN_S - 0.5)
    assert 10.3 + next_beat(UNSEEN_S, 10.3) == pytest.approx(11.9 + next_beat(UNSEEN_S, 11.9))


def test_words_do_not_come_between_a_key_and_its_echo() -> None:
    """They wait while a key is painted, come right after it, and else wait a little for the next one."""
    assert held_for(0.0, 0.005) == pytest.approx(0.01)
    assert held_for(0.0, 0.02) == 0.0
    assert held_for(0.0, 0.08) > 0.0
    assert held_for(0.0, 5.0) == 0.0


@given(st.floats(0, 1), st.lists(st.floats(0.001, 1), min_size=1, max_size=50))
def test_words_come_however_one_types(due: float, gaps: list[float]) -> None:
    """Whatever keys come, words are shown a tenth of a second late at most."""
    keys = list(accumulate(gaps))
    now = due
    while held := held_for(now - due, now - max((key for key in keys if key <= now), default=-9.0)):
        now += held
    assert now - due < 0.12
