"""Owns the names of the wire formats that are spoken."""

from __future__ import annotations

from typing import Literal

Format = Literal["openai", "anthropic", "gemini", "ollama", "converse"]
