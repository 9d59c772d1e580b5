"""Owns how bytes are read from package-index wheels: pip fetches them, so that the person's index and proxy hold.

pip downloads, checks each wheel's pinned digest, and runs nothing of it. The wheel is then a ZIP file and no more.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from friend.adapters.embedded.catalogue import Indexed
from friend.adapters.embedded.environment import child_environment
from friend.adapters.embedded.partial import Partial, SourceError
from friend.adapters.embedded.wheels import Wheel
from friend.text.visible import visible

_POLL_S = 0.2
_PIECE = 1 << 20


def from_index(source: Indexed, partial: Partial, progress: Callable[[int, int], None]) -> None:
    """Fill the partial file, wheel by wheel, past those whose bytes are there. Raises SourceError and OSError."""
    pip = _pip()
    end = 0
    for wheel in source.wheels:
        start, end = end, end + wheel.size
        if partial.size >= end:
            continue
        with tempfile.TemporaryDirectory(prefix=".wheel-", dir=partial.path.parent) as name:
            folder = Path(name)
            _download(pip, wheel, folder, partial, progress)
            _join(wheel, folder, partial, partial.size - start)
        progress(partial.size, partial.total)


def _pip() -> list[str]:
    if importlib.util.find_spec("pip") is not None:
        # -P: no file in the folder that the person stands in is taken for a module.
        return [sys.executable, "-P", "-m", "pip"]
    for name in ("pip3", "pip"):
        found = shutil.which(name)
        if found:
            return [found]
    raise SourceError("the package index needs pip, which is not here (python -m ensurepip gets it)")


def _download(
    pip: list[str], wheel: Wheel, folder: Path, partial: Partial, progress: Callable[[int, int], None]
) -> None:
    have = partial.size
    wanted = folder / "requirements.txt"
    wanted.write_text(wheel.requirement + "\n", encoding="utf-8")
    command = [
        *pip,
        *("download", "--quiet", "--no-input", "--no-cache-dir", "--progress-bar=off", "--disable-pip-version-check"),
        *("--no-deps", "--only-binary=:all:", "--require-hashes", "--dest", str(folder), "--requirement", str(wanted)),
    ]
    with (folder / "errors.txt").open("w+b") as errors:
        # pip's own temporary files stand here too: on the same disk, and growing where progress can see them.
        environment = child_environment() | {"TMPDIR": str(folder)}
        with subprocess.Popen(  # noqa: S603 - our own words, pip's own name
            command, stdin=subprocess.DEVNULL, stdout=errors, stderr=errors, env=environment, cwd=folder
        ) as child:
            try:
                while True:
                    try:
                        child.wait(_POLL_S)
                        break
                    except subprocess.TimeoutExpired:
                        progress(have + min(_bytes_in(folder), wheel.size), partial.total)
            except BaseException:
                child.kill()
                raise
        if child.returncode:
            errors.seek(0)
            raise SourceError(f"the package index did not give {wheel.name} ({_reason(errors.read())})")


def _bytes_in(folder: Path) -> int:
    """Count what came so far; files may go while they are counted."""
    total = 0
    for where, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):
                total += Path(where, name).stat().st_size
    return total


def _reason(output: bytes) -> str:
    lines = [line.strip() for line in output.decode("utf-8", "replace").splitlines()]
    errors = [line.removeprefix("ERROR:").strip() for line in lines if line.startswith("ERROR:")]
    return visible((errors or lines or ["pip said nothing"])[0], keep_lines=False)[:200]


def _join(wheel: Wheel, folder: Path, partial: Partial, skip: int) -> None:
    """Put the wheel's bytes at the end of the partial file, without the first `skip`, which are there."""
    try:
        with zipfile.ZipFile(next(folder.glob("*.whl"))) as archive, archive.open(wheel.member) as member:
            if archive.getinfo(wheel.member).file_size != wheel.size:
                raise SourceError(f"{wheel.name} holds a file of another size")
            member.seek(skip)
            with partial.appending() as file:
                shutil.copyfileobj(member, file, _PIECE)
    except (StopIteration, KeyError, zipfile.BadZipFile) as error:
        raise SourceError(f"{wheel.name} does not hold {wheel.member}") from error
