"""Owns how words reach the system's clipboard: by OSC 52, which works through SSH, and through tmux and screen.

Nothing but base64 of ours is within the sequence, whatever the words are.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping


def osc52(words: str, environ: Mapping[str, str]) -> str:
    """Give the sequence that asks the terminal to take `words` (xterm's "Manipulate Selection Data").

    Within tmux it is sent twice: as it is, for `set-clipboard on`, and passed through to the outer terminal, for
    `allow-passthrough on`. screen takes only the second form, in pieces of at most 768 bytes.
    """
    plain = f"\x1b]52;c;{base64.b64encode(words.encode('utf-8', 'replace')).decode('ascii')}\x07"
    if environ.get("TMUX"):
        doubled = plain.replace("\x1b", "\x1b\x1b")
        return f"{plain}\x1bPtmux;{doubled}\x1b\\"
    if environ.get("STY"):
        pieces = [plain[at : at + 768] for at in range(0, len(plain), 768)]
        return "".join(f"\x1bP{piece}\x1b\\" for piece in pieces)
    return plain
