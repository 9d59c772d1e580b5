"""Owns where a paste ends: all that comes between the terminal's two marks is text, whatever stands in it, and no key.

Textual's own parser takes what follows an ESC within a paste for keys pressed: words copied from a web page or a log
could then ask a friend, or leave. A well-made terminal takes ESC out of what is pasted; tmux and older ones do not.
(Bracketed paste: xterm's control sequences, mode 2004.)
"""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterable
from typing import Final

from textual import events
from textual._xterm_parser import XTermParser
from textual.driver import Driver
from textual.message import Message

_BEGIN: Final = "\x1b[200~"
_END: Final = "\x1b[201~"
# A mark may come in two pieces: so many characters of it may be there already.
_SHORT_OF_A_MARK: Final = len(_BEGIN) - 1


class PasteParser(XTermParser):
    """Textual's parser of what a terminal says, with pastes kept from it."""

    def __init__(self, debug: bool = False) -> None:  # noqa: FBT001, FBT002 - Textual's own signature
        super().__init__(debug)
        self._before = ""
        self._pasted: list[str] | None = None

    def feed(self, data: str) -> Iterable[Message]:
        """Give the events of what came; a paste is one, once it is over."""
        if not data:
            yield from super().feed(data)
        while data:
            data = yield from (self._outside(data) if self._pasted is None else self._inside(data))

    def _outside(self, data: str) -> Generator[Message, None, str]:
        """Read up to the beginning of a paste; return what comes after it."""
        at = (self._before + data).find(_BEGIN)
        if at < 0:
            self._before = (self._before + data)[-_SHORT_OF_A_MARK:]
            yield from super().feed(data)
            return ""
        begun = at + len(_BEGIN) - len(self._before)
        self._before, self._pasted = "", [""]
        yield from super().feed(data[:begun])
        return data[begun:]

    def _inside(self, data: str) -> Generator[Message, None, str]:
        """Read up to the end of the paste; return what comes after it.

        Of several marks that come at once the last is the terminal's: the others were pasted, so that what follows
        them would be taken for keys.
        """
        pasted = self._pasted or []
        data = pasted.pop() + data
        at = data.rfind(_END)
        if at < 0:
            pasted += [data[:-_SHORT_OF_A_MARK], data[-_SHORT_OF_A_MARK:]]
            return ""
        self._pasted = None
        whole = "".join([*pasted, data[:at]]).replace(_BEGIN, "").replace(_END, "").replace("\x00", "")
        # Textual's parser was told that a paste began; it gives an empty one back when it is told of its end.
        for event in super().feed(_END):
            yield events.Paste(whole) if isinstance(event, events.Paste) else event
        return data[at + len(_END) :]


def keep_pastes(driver: type[Driver]) -> type[Driver]:
    """Have a driver read what the terminal says with our parser, which it makes by name."""
    module = sys.modules[driver.__module__]
    if hasattr(module, XTermParser.__name__):
        setattr(module, XTermParser.__name__, PasteParser)
    return driver
