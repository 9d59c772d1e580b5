"""How a friend is named in one line."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from friend.record.attributions import read_attribution
from friend.record.citation import attribution, details, short_date, title
from friend.text.span import Span
from tests.builders import exchange, speaker


def test_the_line_is_title_version_and_date() -> None:
    """The line of DESIGN §2: `— Claude Sonnet 4 (claude-sonnet-4-20250514), 21 Nov. 2026`."""
    assert attribution(exchange(), "en") == "— Claude Sonnet 4 (claude-sonnet-4-20250514), 21 Nov. 2026"
    assert attribution(exchange(), "fr") == "— Claude Sonnet 4 (claude-sonnet-4-20250514), 21 nov. 2026"


def test_an_echo_is_never_given_as_the_version() -> None:
    """Fault 32: an alias that came back is cited as NAME (no more exact version reported)."""
    told = replace(exchange(), speaker=speaker("openai/gpt-4o", "gpt-4o", evidence="echo"))
    assert attribution(told, "en") == "— GPT-4o (no more exact version reported), 21 Nov. 2026"
    assert "aucune version plus précise indiquée" in attribution(told, "fr")


def test_a_silent_host_is_cited_as_version_not_reported() -> None:
    """Fault 32: nothing reported is said so."""
    told = replace(exchange(), speaker=speaker("openai/gpt-4o", evidence="none reported"))
    assert "(version not reported)" in attribution(told, "en")


def test_several_versions_are_all_named() -> None:
    """Fault 33: every version that spoke stands in the line."""
    told = replace(exchange(), speaker=speaker("openai/gpt-4o", "gpt-4o-2024-08-06", "gpt-4o-2024-11-20"))
    assert "(gpt-4o-2024-08-06, gpt-4o-2024-11-20)" in attribution(told, "en")


def test_a_partial_answer_or_text_says_so() -> None:
    """Fault 11: an incomplete answer is called so wherever it is quoted; so is one about an excerpt."""
    told = replace(exchange(), status="incomplete", part=Span(0, 20))
    assert attribution(told, "en").endswith(", about an excerpt, incomplete answer")


def test_a_local_file_is_named_by_its_name_and_digest() -> None:
    """An offline model is its file: the name to say, the digest to compare."""
    served = "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf@sha256:" + "cc324af070c2" + "0" * 52
    told = replace(exchange(), speaker=speaker("embedded/small", served, evidence="file"))
    line = attribution(told, "en")
    assert line.startswith("— Qwen2.5 Coder 1.5B Instruct Q4_K_M (qwen2.5-coder-1.5b-instruct-q4_k_m.gguf, ")
    assert "sha256 cc324af070c2…" in line


@pytest.mark.parametrize(
    ("requested", "said"),
    [
        ("openai/gpt-4o", "GPT-4o"),
        ("openai/gpt-4o-mini", "GPT-4o mini"),
        ("anthropic/claude-sonnet-4-0", "Claude Sonnet 4"),
        ("anthropic/claude-opus-4-20250514", "Claude Opus 4"),
        ("mistral/mistral-large-latest", "Mistral Large"),
        ("openrouter/google/gemini-2.5-pro", "Gemini 2.5 Pro"),
        ("openai/llama3.2:3b", "Llama3.2"),
    ],
)
def test_a_title_is_what_one_would_say(requested: str, said: str) -> None:
    """Routing, dates and aliases are left out of the title."""
    assert title(speaker(requested)) == said


def test_months_are_shortened_as_each_language_does() -> None:
    """May and mai are whole; September is Sept. and sept."""
    when = datetime(2026, 9, 3, tzinfo=UTC)
    assert (short_date(when, "en"), short_date(when, "fr")) == ("3 Sept. 2026", "3 sept. 2026")
    assert short_date(when.replace(month=5), "fr") == "3 mai 2026"


def test_a_whole_attribution_tells_how_the_version_is_known() -> None:
    """R6: provider (and who answered for it), the name asked for, the question; each class of evidence in words."""
    told = replace(exchange(), speaker=replace(exchange().speaker, sub_provider="Amazon Bedrock"))
    assert details(told, "en") == (
        "Provider: Anthropic (Amazon Bedrock); asked for as anthropic/claude-sonnet-4-0. Question: “Is it clear?” "
        "The answer itself named its version."
    )
    for evidence in ("wire", "record", "echo", "file", "none reported"):
        known = [details(replace(told, speaker=speaker(evidence=evidence)), language) for language in ("en", "fr")]
        assert all(line.endswith((".", "…")) and "\n" not in line for line in known)


def test_every_attribution_is_read_back() -> None:
    """The line that is written is the line that is read, for every day of a leap year and in both languages."""
    for day in range(366):
        told = replace(exchange(), asked_at=datetime(2028, 1, 1, tzinfo=UTC) + timedelta(days=day))
        for language in ("en", "fr"):
            read = read_attribution(attribution(told, language))
            assert read is not None
            assert read.differs(told) == ()
    assert short_date(datetime(2026, 11, 1, tzinfo=UTC), "fr") == "1er nov. 2026"


@pytest.mark.parametrize(
    "line", ["— Someone, 3 May 2026", "— X (v1), 31 Feb. 2026", "X (v1), 3 May 2026", "— (v1), 3 May"]
)
def test_another_shape_is_no_attribution(line: str) -> None:
    """A version in brackets and a day that there is belong to the shape."""
    assert read_attribution(line) is None
