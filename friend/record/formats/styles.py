"""Owns in which styles a work is cited without the help of a library."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Final

from friend.record.formats.bibtex import biblatex, bibtex
from friend.record.formats.csl_json import csl_json
from friend.record.formats.references import apa, chicago, mla
from friend.record.work import Work

STYLES: Final[dict[str, Callable[[Sequence[Work]], str]]] = {
    "apa": lambda cited: "\n".join(apa(cited)),
    "mla": lambda cited: "\n".join(mla(cited)),
    "chicago": lambda cited: "\n".join(chicago(cited)),
    "bibtex": bibtex,
    "biblatex": biblatex,
    "csl-json": lambda cited: json.dumps(csl_json(cited), ensure_ascii=False, indent=2),
}
"""The styles by name; each gives the references of works, without a line end after the last."""
