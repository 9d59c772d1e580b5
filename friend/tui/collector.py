"""Owns when the garbage collector may look through the desk: not while it is set up, nor at that ever after.

What is imported and set up stays for good, and there is next to no garbage in it. To look for some takes a fifth of the
time until the page is there, and later holds a key up for 50 ms now and then.
"""

from __future__ import annotations

import gc


def hold() -> None:
    """Keep the collector away; called before anything of the desk is imported."""
    gc.disable()


def settle() -> None:
    """Let it look at what comes from now on. Does nothing where it was not kept away."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
