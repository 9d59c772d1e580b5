"""Owns the texts that Hypothesis tries: prose with what breaks careless programs strewn into it."""

from __future__ import annotations

from hypothesis import strategies as st

from friend.text.span import Span

_PIECES = st.sampled_from(
    [
        *"ab .,!?'’\"\t\n\r*_`#>-[]()|…«»—",
        *[
            "\r\n",
            "\n\n",
            "the ",
            "The ",
            "cat",
            " is ",
            "été",
            "e\u0301",
            "3.14",
            "- ",
            "1. ",
            "```\n",
            "---\n",
            "> ",
            "$",
        ],
        *[
            "M. ",
            "e.g. ",
            "J. ",
            "[a](b)",
            "**",
            "\u00a0",
            "\u202f",
            "\u2028",
            "\x0c",
            "\x85",
            "\ufeff",
            "\0",
            "\x1b[31m",
        ],
        *[
            "日本。",
            "مرحبا",
            "\u200b",
            "\u200d",
            "\u202e",
            "👩\u200d👩\u200d👧",
            "🇫🇷",
            "❤\ufe0f",
            "\U000e0041",
            "क्षि",
            "<p>\n",
        ],
    ]
)

prose = st.lists(_PIECES, max_size=40).map("".join)
"""Text made of words, Markdown and hostile characters, lone surrogates included."""

anything = prose | st.text(st.characters(), max_size=60)
"""Any text at all."""


@st.composite
def spans(draw: st.DrawFn, text: str) -> Span:
    """Draw a span of `text`."""
    start = draw(st.integers(0, len(text)))
    return Span(start, draw(st.integers(start, len(text))))
