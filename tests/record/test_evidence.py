"""How we know who answered."""

import pytest

from friend.record.evidence import weigh


@pytest.mark.parametrize(
    ("requested", "served"),
    [
        ("openai/gpt-4o", ["gpt-4o-2024-08-06"]),
        ("anthropic/claude-sonnet-4-0", ["claude-sonnet-4-20250514"]),
        ("openai/gpt-4o-2024-08-06", ["gpt-4o-2024-08-06"]),
        ("gemini/gemini-1.5-pro", ["gemini-1.5-pro-002"]),
        ("openai/gpt-4", ["gpt-4-0613"]),
        ("mistral/mistral-large-latest", ["mistral-large-2411"]),
        ("openai/gpt-4o", ["gpt-4o", "gpt-4o-mini"]),
    ],
)
def test_a_version_that_differs_or_carries_a_date_is_wire(requested: str, served: list[str]) -> None:
    """Fault 31, 33: what the answer itself named beyond the alias is a witness."""
    assert weigh(requested, served) == "wire"


@pytest.mark.parametrize(
    ("requested", "served"),
    [
        ("openai/gpt-4o", ["gpt-4o"]),
        ("openai/GPT-4o", ["gpt-4o"]),
        ("openrouter/anthropic/claude-sonnet-4", ["anthropic/claude-sonnet-4"]),
        ("openai/llama-3.1-405b-instruct", ["llama-3.1-405b-instruct"]),
        ("openai/llama3.2", ["llama3.2"]),
    ],
)
def test_an_alias_that_comes_back_is_only_an_echo(requested: str, served: list[str]) -> None:
    """Fault 32: the alias is never given as the version; the size of a model is no date."""
    assert weigh(requested, served) == "echo"


def test_nothing_named_is_none_reported_and_a_file_is_a_file() -> None:
    """Fault 32: where nothing was named we say so; a local file's digest is its own evidence."""
    assert weigh("openai/gpt-4o", []) == "none reported"
    assert weigh("embedded/small", ["qwen.gguf@sha256:cc324a"], from_file=True) == "file"


def test_a_hosts_own_record_is_its_own_evidence() -> None:
    """OpenRouter's generation record names who answered, without the draft being sent again."""
    assert weigh("openrouter/openai/gpt-4o", ["openai/gpt-4o"], from_record=True) == "record"
