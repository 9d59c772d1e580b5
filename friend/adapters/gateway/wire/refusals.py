"""Owns what a refusal says: the message, the provider's own word for it, and how long to wait, however it is shaped."""

from __future__ import annotations

import json
import re
from typing import Any, Final

_DELAY: Final = re.compile(r'"retryDelay"\s*:\s*"(\d{1,6}(?:\.\d{1,9})?)s"')


def error_words(error: object) -> tuple[str, str | None]:
    """Take the message and the provider's own word for it out of an error object, however it is shaped."""
    if isinstance(error, dict):
        nested = error.get("error")
        if isinstance(nested, dict | str) and nested:
            return error_words(nested)
        message = error.get("message") or error.get("detail") or error
        return (message if isinstance(message, str) else json.dumps(message)), _word(error)
    return (error if isinstance(error, str) else json.dumps(error)), None


def body_words(body: bytes) -> tuple[str, str | None]:
    """Take the message and the word out of the body of a refusal: JSON as providers write it, or any text."""
    text = body.decode("utf-8", "replace").strip()
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return text, None
    if isinstance(value, list) and value:
        value = value[0]
    return error_words(value) if value else ("", None)


def body_delay(body: bytes) -> str | None:
    """Give the seconds that a body of Google's asks to wait, which come in no header; None where it names none."""
    found = _DELAY.search(body.decode("utf-8", "replace"))
    return found[1] if found else None


def _word(error: dict[str, Any]) -> str | None:
    """Give a word; Google's `code` is HTTP's number again, and its word stands in `status`."""
    code = error.get("code")
    word = (code if isinstance(code, str) else None) or error.get("type") or error.get("status") or code
    return str(word) if word else None
