"""The built wheel carries what the program needs, and works from anywhere."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
ALL = """
import sys
sys.path.insert(0, sys.argv[1])
import friend
from friend.adapters.prompts import PromptShelf
from friend.adapters.examples import manners
from friend.cli.try_ import shipped_example
assert friend.__file__.startswith(sys.argv[1]), friend.__file__
shelf = PromptShelf()
print(shelf.rule("review").name, shelf.rule("review-small").name, shelf.rule("comment-small").name)
print(*sorted(question.name for question in shelf.questions()))
print(shipped_example().is_file(), len(manners()))
"""


def test_prompts_and_examples_come_with_the_wheel(tmp_path: Path) -> None:
    """Installed elsewhere, with no checkout near, every prompt, the example and the texts of `friend manners` load."""
    built = [sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", str(tmp_path / "dist"), str(ROOT)]
    subprocess.run(built, check=True, capture_output=True)
    wheel = next((tmp_path / "dist").glob("*.whl"))
    target = tmp_path / "site"
    installed = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(target), str(wheel)]
    subprocess.run(installed, check=True, capture_output=True)
    ran = subprocess.run(
        [sys.executable, "-I", "-c", ALL, str(target)], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    rules, questions, example = ran.stdout.splitlines()
    assert rules == "review.v2 review-small.v2 comment-small.v1"
    assert questions == (
        "clear evoke explicit missing name order other-side resolves review sense thought tone weakest wording"
    )
    assert example == "True 6"
