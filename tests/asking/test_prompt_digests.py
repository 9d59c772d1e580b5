"""A released prompt is never edited: better words are a new version beside it."""

from __future__ import annotations

from pathlib import Path

from friend.asking.prompt import read_prompt

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "tests/golden/prompt_digests.txt"


def test_released_prompts_are_as_they_were_released() -> None:
    """Each file stands in the table with its digest; each line of the table still has its file.

    A changed file is put back, and the change becomes a new version. For a new file the line to add is printed.
    """
    released = {}
    for line in TABLE.read_text("utf-8").splitlines() if TABLE.exists() else []:
        if line and not line.startswith("#"):
            digest, name = line.split()
            released[name] = digest
    found = {
        path.relative_to(ROOT).as_posix(): read_prompt(path.name, path.read_bytes()).digest
        for path in sorted((ROOT / "prompts").rglob("*.md"))
    }
    changed = [name for name, digest in found.items() if name in released and released[name] != digest]
    assert not changed, f"released and edited since: put them back, and write a new version beside them: {changed}"
    gone = sorted(released.keys() - found.keys())
    assert not gone, f"released and taken away: exchanges in people's logs name them: {gone}"
    new = [f"{digest}  {name}" for name, digest in found.items() if name not in released]
    assert not new, f"new prompts; add to {TABLE.relative_to(ROOT)}:\n" + "\n".join(new)
