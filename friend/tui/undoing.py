"""Owns what can be undone: all of a session, a run of typing or of deleting as one edit, so that it stays small.

Textual groups the edits of a run and keeps each; a letter then costs a kilobyte.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Final

from textual.document._document import EditResult
from textual.document._edit import Edit
from textual.document._history import EditHistory

_RUN_S: Final = 2.0
_RUN_CODE_POINTS: Final = 100


class Steps(EditHistory):
    """The steps of a session, without a limit. A pause of two seconds or a hundred letters end a step."""

    def __init__(self) -> None:
        super().__init__(sys.maxsize, _RUN_S, _RUN_CODE_POINTS)

    def record(self, edit: Edit) -> None:
        """Take in an edit that was done."""
        super().record(edit)
        step = self._undo_stack[-1] if self._undo_stack else []
        if len(step) > 1 and step[-1] is edit and _joined(step[-2], edit):
            step.pop()

    def record_step(self, edits: Sequence[Edit]) -> None:
        """Take in edits that were done as one step of their own."""
        self.checkpoint()
        self._undo_stack.append(list(edits))
        self._redo_stack.clear()


def _joined(one: Edit, next_one: Edit) -> bool:
    """Make one edit of two, where the second goes on typing or deleting at the place of the first; tell whether."""
    was, now = one._edit_result, next_one._edit_result  # noqa: SLF001 - an edit has no public face
    if was is None or now is None or one.maintain_selection_offset != next_one.maintain_selection_offset:
        return False
    if not (was.replaced_text or now.replaced_text) and next_one.top == was.end_location:
        one.text += next_one.text
        replaced = ""
    elif not (one.text or next_one.text) and next_one.bottom == one.top:
        replaced = now.replaced_text + was.replaced_text
        one.from_location, one.to_location = next_one.top, one.bottom
    else:
        return False
    one._edit_result = EditResult(now.end_location, replaced)  # noqa: SLF001
    one._updated_selection = next_one._updated_selection  # noqa: SLF001
    return True
