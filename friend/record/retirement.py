"""Owns when models were or will be taken out of service, where litellm's map does not say so or no longer does.

The map drops a model once it is gone, and a log keeps naming it. Every date here stands on its provider's own page; it
holds for the provider's own hosts, since others (Bedrock, Vertex AI, OpenRouter) keep dates of their own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final


@dataclass(frozen=True, slots=True)
class Retirement:
    """The day on which a model stops answering, and where that is said."""

    on: date
    source: str

    def words(self, today: date) -> str:
        """Say it as of `today`."""
        return f"{'retires' if self.on > today else 'retired'} {self.on.isoformat()}"


_ANTHROPIC: Final = "Anthropic's model deprecations page, read in November 2026"
"""https://platform.claude.com/docs/en/about-claude/model-deprecations"""
_OPENAI: Final = "OpenAI's deprecations page, read in November 2026"
"""https://platform.openai.com/docs/deprecations"""

_KNOWN: Final = {
    provider: {name: Retirement(date.fromisoformat(day), source) for day, names in days.items() for name in names}
    for provider, source, days in (
        (
            "Anthropic",
            _ANTHROPIC,
            {
                "2024-11-06": (
                    *("claude-1.0", "claude-1.1", "claude-1.2", "claude-1.3"),
                    *("claude-instant-1.0", "claude-instant-1.1", "claude-instant-1.2"),
                ),
                "2025-07-21": ("claude-2.0", "claude-2.1", "claude-3-sonnet-20240229"),
                "2025-10-28": ("claude-3-5-sonnet-20240620", "claude-3-5-sonnet-20241022"),
                "2026-01-05": ("claude-3-opus-20240229",),
                "2026-02-19": ("claude-3-7-sonnet-20250219", "claude-3-5-haiku-20241022"),
                "2026-04-20": ("claude-3-haiku-20240307",),
                "2026-06-15": ("claude-sonnet-4-20250514", "claude-opus-4-20250514"),
                "2026-08-05": ("claude-opus-4-1-20250805",),
            },
        ),
        ("OpenAI", _OPENAI, {"2026-02-17": ("chatgpt-4o-latest",)}),
    )
}


def retirement(provider: str | None, model: str) -> Retirement | None:
    """Give the retirement of `model` (a name or a served version, with or without prefix) at its own provider.

    `provider` is as an exchange names it ("Anthropic"). None where no date is known.
    """
    return _KNOWN.get(provider or "", {}).get(model.rpartition("/")[2])


def retired(provider: str | None, names: Iterable[str], today: date) -> Retirement | None:
    """Give the retirement of the first of these names (served versions, then the name asked for) that is gone."""
    known = (retirement(provider, name) for name in names)
    return next((gone for gone in known if gone and gone.on <= today), None)
