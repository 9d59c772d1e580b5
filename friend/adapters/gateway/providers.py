"""Owns what is known of each provider: where it lives, which wire it speaks, and how the library is to reach it.

Every way here was seen to go through our transport; a way that was not seen is not taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from friend.adapters.gateway.wire.formats import Format

Door = Literal["openai", "azure", "handler"]


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider under the library's name for it.

    `base` is its address, or the usual one of a server that people run themselves; None where there is no usual one.
    `home` is the end of its own hosts' names; None where everybody's host is as good as any. `door` is the client that
    the library wants for it. `counts` says that a stream tells its tokens only when it is asked to, and may be asked.
    `passes_on` says that it hands the text to others, wherever it runs itself.
    """

    api: str
    name: str
    format: Format
    base: str | None
    door: Door = "handler"
    home: str | None = None
    counts: bool = False
    passes_on: bool = False

    def owns(self, host: str) -> bool:
        """Tell whether `host` is the provider's own."""
        return self.home is not None and (host == self.home or (self.home[0] == "." and host.endswith(self.home)))


_ALL: Final = (
    Provider("openai", "OpenAI", "openai", "https://api.openai.com/v1", "openai", "api.openai.com", counts=True),
    Provider("azure", "Azure", "openai", None, "azure", ".azure.com", counts=True),
    Provider("bedrock", "Amazon Bedrock", "converse", None, home=".amazonaws.com"),
    Provider("anthropic", "Anthropic", "anthropic", "https://api.anthropic.com", home="api.anthropic.com"),
    Provider(
        "gemini",
        "Google",
        "gemini",
        "https://generativelanguage.googleapis.com/v1beta",
        home="generativelanguage.googleapis.com",
    ),
    Provider("mistral", "Mistral", "openai", "https://api.mistral.ai/v1", home="api.mistral.ai"),
    Provider("groq", "Groq", "openai", "https://api.groq.com/openai/v1", home="api.groq.com", counts=True),
    Provider("deepseek", "DeepSeek", "openai", "https://api.deepseek.com/v1", home="api.deepseek.com", counts=True),
    Provider("xai", "xAI", "openai", "https://api.x.ai/v1", home="api.x.ai", counts=True),
    Provider("openrouter", "OpenRouter", "openai", "https://openrouter.ai/api/v1", home="openrouter.ai"),
    Provider("ollama_chat", "Ollama", "ollama", "http://127.0.0.1:11434"),
    Provider("lm_studio", "LM Studio", "openai", "http://127.0.0.1:1234/v1", "openai"),
    Provider("hosted_vllm", "vLLM", "openai", "http://127.0.0.1:8000/v1"),
    Provider("litellm_proxy", "LiteLLM", "openai", "http://127.0.0.1:4000", "openai", passes_on=True),
)
BY_API: Final = {provider.api: provider for provider in _ALL}
PREFIXES: Final = {**BY_API, "ollama": BY_API["ollama_chat"], "vllm": BY_API["hosted_vllm"]}
"""Ollama's older route flattens the messages; its chat route takes them as they are."""
