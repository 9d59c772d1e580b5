"""Owns who makes a model, by the first word of its name, and where they speak of it. As of November 2026.

A host is not the maker: OpenRouter or Ollama may serve anybody's. A name that is not here has no author in a citation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from friend.record.exchange import Speaker


@dataclass(frozen=True, slots=True)
class Maker:
    """A company and its page about its models."""

    name: str
    url: str


_MAKERS: Final = (
    (r"claude", Maker("Anthropic", "https://www.anthropic.com/claude")),
    (r"(?:chat)?gpt|o[1-9]", Maker("OpenAI", "https://platform.openai.com/docs/models")),
    (r"gemini|gemma", Maker("Google", "https://ai.google.dev")),
    (r"(?:mi|mag|dev|code)stral|ministral|mixtral|pixtral", Maker("Mistral AI", "https://mistral.ai")),
    (r"deepseek", Maker("DeepSeek", "https://www.deepseek.com")),
    (r"grok", Maker("xAI", "https://x.ai")),
    (r"llama", Maker("Meta", "https://www.llama.com")),
    (r"qwen|qwq", Maker("Alibaba Cloud", "https://qwen.ai")),
    (r"command", Maker("Cohere", "https://cohere.com")),
    (r"phi", Maker("Microsoft", "https://azure.microsoft.com/products/phi")),
)


def maker(speaker: Speaker) -> Maker | None:
    """Give who makes the model that answered; None for a file, whose name is its owner's, and for names unknown."""
    if speaker.evidence == "file":
        return None
    named = speaker.served[0] if speaker.served else speaker.requested
    bare = named.rpartition("/")[2].casefold()
    return next((made for name, made in _MAKERS if re.match(rf"(?:{name})(?![a-z])", bare)), None)
