"""Owns how the person's own editor is called: which it is, how its words are split, and how a place is told to it."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Final

_FOR_THE_SHELL: Final = re.compile(r"[|&;<>()$`\\\"' \t\n*?\[#~=%]")
"""What makes git hand the words to the shell (git, run-command.c)."""

_LINE: Final = "+{line}"
_LINE_AND_COLUMN: Final = "+{line}:{column}"
_BEHIND_THE_NAME: Final = "{path}:{line}:{column}"
# The words in front of the file, and the file's own word, as each editor's manual has them.
_MANNERS: Final[Mapping[str, tuple[tuple[str, ...], str]]] = {
    **dict.fromkeys(("vi", "vim", "nvim", "view", "nvi", "vis", "gvim"), ((_LINE,), "{path}")),
    **dict.fromkeys(("joe", "ne", "mg", "mcedit"), ((_LINE,), "{path}")),
    **dict.fromkeys(("emacs", "emacsclient", "micro", "kak"), ((_LINE_AND_COLUMN,), "{path}")),
    "nano": (("+{line},{column}",), "{path}"),
    **dict.fromkeys(("hx", "helix", "subl", "zed"), ((), _BEHIND_THE_NAME)),
    **dict.fromkeys(("code", "codium", "code-insiders"), (("--goto",), _BEHIND_THE_NAME)),
}
_PLAIN: Final[tuple[tuple[str, ...], str]] = ((), "{path}")


def editor_command(environ: Mapping[str, str], path: str, line: int, column: int) -> list[str]:
    """Give the words that open the file at `path` in the editor of VISUAL or EDITOR, else vi, with the cursor there.

    Line and column, in code points, count from 1; an editor that friend does not know is told no place. What the shell
    would understand is handed to the shell, as git does it.
    """
    editor = environ.get("VISUAL", "").strip() or environ.get("EDITOR", "").strip() or "vi"
    before, file = _MANNERS.get(_name(editor), _PLAIN)
    # The whole path: a name that begins with a dash is no option.
    words = [word.format(path=Path(path).absolute(), line=line, column=column) for word in (*before, file)]
    if _FOR_THE_SHELL.search(editor):
        return ["sh", "-c", f'{editor} "$@"', editor, *words]
    return [editor, *words]


def _name(editor: str) -> str:
    """Give the program's own name."""
    try:
        words = shlex.split(editor)
    except ValueError:
        return ""
    return Path(words[0]).name if words else ""
