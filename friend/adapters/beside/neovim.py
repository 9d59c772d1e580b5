"""Owns how the cursor of a Neovim is moved: numbers alone are said to it, so that no word of anybody's is ever run."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
from pathlib import Path
from typing import Final

from friend.adapters.beside.places import is_our_socket

_LIMIT_S: Final = 3.0


async def move_cursor(server: str, buffer: int, line: int, byte: int) -> str | None:
    """Put the cursor of the Neovim that listens at `server` on a place of its buffer; give why not, None where it did.

    `line` and `byte`, the column in bytes of UTF-8, count from 1. An address other than a socket of one's own on this
    machine is not spoken to.
    """
    if not (Path(server).is_absolute() and is_our_socket(Path(server))):
        return "your editor gave an address that friend does not speak to"
    program = shutil.which("nvim")
    if program is None:
        return "the program nvim, which speaks to your editor, was not found"
    window = f"bufwinid({buffer:d})"
    moved = f"win_execute({window}, 'normal! m`') .. win_execute({window}, 'call cursor({line:d}, {byte:d})')"
    shown = f"win_execute({window}, 'normal! zv') .. execute('redraw')"
    expression = f"{window} < 0 ? 'no window' : len({moved} .. {shown}) >= 0 ? 'moved' : ''"
    process = await asyncio.create_subprocess_exec(
        *(program, "--server", server, "--remote-expr", expression),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        printed, _ = await asyncio.wait_for(process.communicate(), _LIMIT_S)
    except TimeoutError:
        return "your editor did not answer: it may be waiting for a key"
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if b"no window" in printed and not process.returncode:
        return "this draft is in no window of your editor just now"
    return None if b"moved" in printed and not process.returncode else "your editor could not be reached"
