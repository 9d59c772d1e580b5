"""Real text for the benchmarks: The Debian Administrator's Handbook, in several languages, from Debian's own package.

`python -m tests.benchmarks.corpus FOLDER` fetches the package with apt-get and writes FOLDER/en.txt, fr.txt and so on;
nothing of it is kept in the repository. The benchmarks read the folder that $FRIEND_CORPUS names. What one text must
not share with another by its source is of other hands: FOLDER/other-en.txt and other-fr.txt are of the Debian Reference
and the Debian Developer's Reference.
"""

from __future__ import annotations

import html
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

_LANGUAGES = ("en-US", "fr-FR", "de-DE", "es-ES", "it-IT", "pt-BR")
_PARAGRAPH = re.compile(r'<(?:p|div class="para")>(.*?)</(?:p|div)>', re.DOTALL)
_OTHERS = {
    "en": ("debian-reference-en", "developers-reference"),
    "fr": ("debian-reference-fr", "developers-reference-fr"),
}
_SHORTEST = 80
# A paragraph is kept if so much of its runs of four words stands nowhere before: a quote must mean one place.
_RUN = 4
_NEW = 0.85


def _paragraphs(page: str) -> list[str]:
    found = []
    for match in _PARAGRAPH.finditer(page):
        text = re.sub(r"[ \t\r\n]+", " ", html.unescape(re.sub(r"<[^>]+>", "", match[1]))).strip()
        if len(text) > _SHORTEST:
            found.append(text)
    return found


def _is_new(paragraph: str, seen: set[tuple[str, ...]]) -> bool:
    """Tell whether a paragraph is no near copy of one before, such as a page that was not translated."""
    words = re.findall(r"\w+", paragraph.casefold())
    runs = set(zip(*(words[shift:] for shift in range(_RUN)), strict=False))
    is_new = len(runs - seen) > _NEW * len(runs)
    seen |= runs
    return is_new


def fetch(folder: Path) -> None:
    """Download the handbook's package and write one file of paragraphs for each language."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        subprocess.run(["apt-get", "download", "debian-handbook"], cwd=place, check=True)
        package = next(Path(place).glob("*.deb"))
        subprocess.run(["dpkg-deb", "-x", package, "."], cwd=place, check=True)
        pages = Path(place, "usr/share/doc/debian-handbook/html")
        seen: set[tuple[str, ...]] = set()
        for language in _LANGUAGES:
            found: list[str] = []
            for page in sorted((pages / language).glob("*.html")):
                found += [each for each in _paragraphs(page.read_text("utf-8", "replace")) if _is_new(each, seen)]
            (folder / f"{language[:2]}.txt").write_text("\n\n".join(found) + "\n", "utf-8")
    for language, packages in _OTHERS.items():
        _fetch_others(folder, language, packages)


def _fetch_others(folder: Path, language: str, packages: tuple[str, ...]) -> None:
    """Write the paragraphs of the other hands in one language."""
    seen: set[tuple[str, ...]] = set()
    found: list[str] = []
    with tempfile.TemporaryDirectory() as place:
        subprocess.run(["apt-get", "download", *packages], cwd=place, check=True)
        for package in sorted(Path(place).glob("*.deb")):
            subprocess.run(["dpkg-deb", "-x", package, "."], cwd=place, check=True)
        for page in sorted(Path(place, "usr/share").rglob("*.html")):
            found += [each for each in _paragraphs(page.read_text("utf-8", "replace")) if _is_new(each, seen)]
    (folder / f"other-{language}.txt").write_text("\n\n".join(found) + "\n", "utf-8")


def paragraphs(language: str) -> list[str]:
    """Give the paragraphs of the corpus in one language ("en"). Exits with what to do where there is no corpus."""
    return _read(f"{language}.txt")


def of_other_hands(language: str) -> list[str]:
    """Give paragraphs of other writers in one language ("en" or "fr"). Exits as `paragraphs` does."""
    return _read(f"other-{language}.txt")


def _read(name: str) -> list[str]:
    folder = os.environ.get("FRIEND_CORPUS")
    if not folder or not Path(folder, name).exists():
        sys.exit("Set FRIEND_CORPUS to a folder made by: python -m tests.benchmarks.corpus FOLDER")
    return Path(folder, name).read_text("utf-8").strip().split("\n\n")


def draft(language: str, words: int, *, held_out: int = 0) -> str:
    """Give a draft of about so many words in one language; where it has too few, other languages follow.

    The last `held_out` paragraphs of the language are left out.
    """
    chosen: list[str] = []
    count = 0
    own = paragraphs(language)
    for source in (
        own[: len(own) - held_out],
        *(paragraphs(other[:2]) for other in _LANGUAGES if other[:2] != language),
    ):
        for paragraph in source:
            if count >= words:
                return "\n\n".join(chosen) + "\n"
            chosen.append(paragraph)
            count += len(paragraph.split())
    return "\n\n".join(chosen) + "\n"


if __name__ == "__main__":
    fetch(Path(sys.argv[1]).resolve())
