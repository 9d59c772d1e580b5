"""Owns which process is meant: its number and when it began, since numbers are used again."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

_WRITTEN: Final = re.compile(r"(\d{1,10})\.([0-9A-Za-z]{1,40})")
_START_FIELD: Final = 19  # starttime of proc(5), counted after the name, which ends with the last ")"


@dataclass(frozen=True, slots=True)
class Process:
    """A process. `began` is whatever this system tells of its start, the same as long as it lives."""

    number: int
    began: str

    def __str__(self) -> str:
        return f"{self.number}.{self.began}"

    @classmethod
    def read(cls, written: str) -> Process | None:
        """Read what `str` gave; None where it is something else."""
        match = _WRITTEN.fullmatch(written)
        return cls(int(match[1]), match[2]) if match else None

    def is_alive(self) -> bool:
        """Tell whether it runs still; another process with the same number does not count."""
        return _began(self.number) == self.began


@cache
def this_process() -> Process:
    """Give the process that asks."""
    return Process(os.getpid(), _began(os.getpid()) or "0")


def _began(number: int) -> str | None:
    """Give when a process began, None where there is none."""
    try:
        stat = Path(f"/proc/{number}/stat").read_text("utf-8", "replace")
    except ProcessLookupError:
        return None
    except FileNotFoundError:
        return None if Path("/proc/self").exists() else _began_by_ps(number)
    return stat.rpartition(")")[2].split()[_START_FIELD]


def _began_by_ps(number: int) -> str | None:
    """Ask `ps`, where there is no /proc (macOS)."""
    command = ["ps", "-o", "lstart=", "-p", str(number)]
    said = subprocess.run(command, capture_output=True, text=True, check=False, env={"LC_ALL": "C"})  # noqa: S603 - our own words and a number
    return re.sub(r"\W+", "", said.stdout) or None
