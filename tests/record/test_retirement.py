"""A model that is gone is marked where it is named; a date that is not known is never made up."""

from __future__ import annotations

from datetime import date

from friend.record.retirement import retired

DAY = date(2026, 6, 15)


def test_gone_from_its_last_day_on() -> None:
    """On the day itself it is gone, the day before it is not."""
    served = ("claude-sonnet-4-20250514", "anthropic/claude-sonnet-4-0")
    gone = retired("Anthropic", served, DAY)
    assert gone is not None
    assert gone.words(DAY) == "retired 2026-06-15"
    assert retired("Anthropic", served, date(2026, 6, 14)) is None


def test_another_host_keeps_dates_of_its_own() -> None:
    """The date is that of the provider's own hosts; of others, and of names that nobody knows, nothing is said."""
    assert retired("OpenRouter", ("claude-sonnet-4-20250514",), DAY) is None
    assert retired(None, ("claude-sonnet-4-20250514",), DAY) is None
    assert retired("Anthropic", ("claude-tomorrow",), DAY) is None
