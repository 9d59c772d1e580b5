"""The fake provider in a process of its own, so that its work is nobody's lateness: prints its address, then serves.

`python -m tests.benchmarks.gateway_host FORMAT TOKENS A_SECOND` answers every question with that many tokens of prose,
so many a second (0: as fast as they are taken); it leaves when its standard input ends.
"""
# ruff: noqa: S311, T201 - seeded choices, and a script that prints

from __future__ import annotations

import sys
from random import Random
from typing import Final

from tests.fakes.anthropic import AnthropicServer
from tests.fakes.gemini import GeminiServer
from tests.fakes.ollama import OllamaServer
from tests.fakes.openai import OpenAIServer

SERVERS: Final = {
    "openai": OpenAIServer,
    "anthropic": AnthropicServer,
    "gemini": GeminiServer,
    "ollama": OllamaServer,
}
TOKEN: Final = 4
"""Characters in a token, and tokens in a chunk: one, as providers send them."""
_SAID: Final = (
    "the reader who was not there cannot tell what council decided about parking and why it matters to them when "
    "second paragraph says something else than first sentence promises so that nobody knows where to begin"
)
_WORDS: Final = _SAID.split()


def prose(tokens: int) -> str:
    """Give paragraphs of some ninety words, with a few words marked as strong."""
    random = Random(3)
    parts: list[str] = []
    length = 0
    while length < tokens * TOKEN:
        words = random.choices(_WORDS, k=90)
        words[random.randrange(90)] = f"**{random.choice(_WORDS)} {random.choice(_WORDS)}**"
        parts.append(" ".join(words).capitalize() + ".\n\n")
        length += len(parts[-1])
    return "".join(parts)[: tokens * TOKEN]


def main() -> None:
    """Serve until the input ends."""
    kind, tokens, pace = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    server = SERVERS[kind]()
    server.will(text=prose(tokens), piece=TOKEN, pace_s=1 / pace if pace else 0.0)
    print(server.url, flush=True)
    sys.stdin.read()
    server.close()


if __name__ == "__main__":
    main()
