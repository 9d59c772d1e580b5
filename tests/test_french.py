"""The catalogues of the interface are whole: each sentence that is shown has its French, and no French is left over."""

from __future__ import annotations

import ast
import errno
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import friend
from friend.text.interface import catalogue
from friend.tui.keymap import names
from friend.tui.screens.keys import sections, text_keys

_ROOT = Path(friend.__file__).parent
_DESK = "french.toml"
_TOLD = "french_told.toml"
_SLOT = re.compile(r"\{[^{}]*\}")
_CONSTANT = re.compile("(?:Your question|What came) is kept|about (?=[{])")
_WORDY = re.compile(r"[A-Za-z]{2,} |^[A-Z][a-z]+$")
_SYSTEM = {os.strerror(number) for number in errno.errorcode}
# Literals of friend/tui that hold words and are shown to nobody, or are names that no language changes.
_NOT_SHOWN = {
    "About your remark on “{}”: {}",  # sent to the friend, in the draft's language
    "APA",
    "MLA",
    "Chicago",
    "BibTeX",
    "CSL-JSON",
    "biblatex",
    "None",  # a parameter of an action
    "True",
    "LineEnd",  # a name of a type
    "not bold",  # a style
    "looking back",  # a group of workers
    "there is no editor to stand beside",  # an error of who calls, not of who writes
    "there is no line {}",
}


_A_PHRASE = 2
"""Words; more of them are a sentence, or a good part of one."""
# Modules whose sentences reach the desk as bare words, each with what it says to nobody there.
_TELLING: dict[str, set[str]] = {
    "before_sending.py": set(),
    "review.py": set(),
    "hearing.py": set(),
    "asking/placing.py": set(),
    "asking/reply_parts.py": set(),
    "record/telling.py": set(),
    "record/quotation.py": set(),
    "record/formats/place_words.py": set(),
    "record/formats/thinking.py": {"{} min {} s"},
    "record/retirement.py": set(),
    "text/draft.py": set(),
    "adapters/files.py": set(),
    "adapters/gateway/errors.py": {
        "{} {}. Ask again for the rest.",
        "{} {}. Ask again later.",
    },  # parts of one sentence
    "adapters/gateway/conversation.py": set(),
    "adapters/gateway/client.py": set(),
    "adapters/gateway/keys.py": set(),
    "adapters/gateway/route.py": set(),
    "adapters/gateway/service.py": set(),
    "adapters/embedded/host.py": set(),
    "adapters/log/held.py": set(),
    "adapters/exports.py": set(),
    "adapters/beside/neovim.py": {"win_execute({}, 'normal! m`') .. win_execute({}, 'call cursor({}, {})')"},
}


@cache
def _trees(folder: str = "") -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text("utf-8")) for path in sorted((_ROOT / folder).rglob("*.py"))}


def _shape(node: ast.expr) -> str | None:
    """Give a literal's words, with {} for what is put in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return _SLOT.sub("{}", node.value)
    if isinstance(node, ast.JoinedStr):
        pieces = [_literal(part) if isinstance(part, ast.Constant) else "{}" for part in node.values]
        return re.sub(r"(\{\})+", "{}", "".join(pieces))
    return None


def _literal(node: ast.Constant) -> str:
    return str(node.value)


def _said() -> Iterator[tuple[str, str]]:
    """Give every literal that is given to `tr`, `counted` or `naming`, or describes a key, and where."""
    for path, tree in _trees().items():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            words = {"tr": slice(0, 1), "naming": slice(0, 1), "counted": slice(1, 3), "Binding": slice(2, 3)}
            for given in node.args[words.get(node.func.id, slice(0, 0))]:
                for one in [given.body, given.orelse] if isinstance(given, ast.IfExp) else [given]:
                    if isinstance(one, ast.Constant) and isinstance(one.value, str):
                        yield one.value, f"{path.relative_to(_ROOT)}:{one.lineno}"


def test_each_sentence_that_is_translated_has_its_french() -> None:
    """What the code gives to be translated, and each key's description, stands in the catalogue."""
    missing = [f"{where}: {words}" for words, where in _said() if words not in catalogue(_DESK)]
    assert not missing


def test_the_keys_of_the_text_have_their_french() -> None:
    """Textual's own descriptions of what keys do in the text are translated as well."""
    sections()
    shown = {binding.description for binding in [*text_keys(), *names().values()] if binding.description}
    assert shown <= {*catalogue(_DESK)}


@pytest.mark.parametrize("name", [_DESK, _TOLD])
def test_french_has_the_slots_of_the_english(name: str) -> None:
    """Nothing that is put into a sentence gets lost, and nothing else is asked for."""
    for english, french in catalogue(name).items():
        assert sorted(_SLOT.findall(english)) == sorted(_SLOT.findall(french)), english


@pytest.mark.parametrize("name", [_DESK, _TOLD])
def test_french_is_set_as_french(name: str) -> None:
    """Typographic apostrophes and guillemets, and a no-break space before every high sign."""
    for french in catalogue(name).values():
        words = re.sub(r"`[^`]*`|&[lg]t;|&amp;|sh -c '…'|pip install '[^']*'", "", french)
        assert "'" not in words, french
        assert not set("“”") & set(words), french
        assert not re.search(r"\w[;!?»]|« | [;:!?»]|«\w", _SLOT.sub("x", words)), french


def test_no_french_is_left_over() -> None:
    """Each entry belongs to words that stand somewhere in the code, or that the system says."""
    there = {shape for tree in _trees().values() for node in ast.walk(tree) if (shape := _shape_of(node))}
    textual = {binding.description for binding in text_keys()} | {"Select line", "Select all"}
    for name in (_DESK, _TOLD):
        left = [words for words in catalogue(name) if _SLOT.sub("{}", words) not in there | textual | _SYSTEM]
        assert not [words for words in left if not _is_part(words, there)], name


def _shape_of(node: ast.AST) -> str | None:
    return _shape(node) if isinstance(node, ast.expr) else None


def _is_part(words: str, there: set[str]) -> bool:
    """Tell whether the words are made of several literals, as `{kind} ({where})` is, or of one with a number in it."""
    pieces = [piece.strip(" ({):.,1") for piece in _SLOT.split(_CONSTANT.sub("{}", words))]
    return all(any(piece in one for one in there) for piece in pieces if piece)


def test_no_words_of_the_desk_go_round_the_catalogue() -> None:
    """Every literal of friend/tui with words in it is translated where it is shown, or is shown to nobody."""
    known = {_SLOT.sub("{}", words) for words in {**catalogue(_DESK), **catalogue(_TOLD)}} | _NOT_SHOWN
    loose = []
    for path, tree in _trees("tui").items():
        silent = _silent(tree)
        for node in ast.walk(tree):
            shape = _shape_of(node)
            if shape and id(node) not in silent and _WORDY.search(shape) and shape not in known:
                loose.append(f"{path.relative_to(_ROOT)}:{node.lineno}: {shape}")  # type: ignore[attr-defined]
    assert not loose


def _silent(tree: ast.Module) -> set[int]:
    """Give what is not shown: docstrings, styles, expressions to match, French, and what an error says to who calls."""
    silent: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            silent.add(id(node.value))
        hushed = (
            (isinstance(node, (ast.Assign, ast.AnnAssign)) and _is_style(node))
            or (isinstance(node, ast.Call) and ast.unparse(node.func) in {"re.compile", "Space"})
            or isinstance(node, ast.JoinedStr)
        )
        inner = {id(one) for one in ast.walk(node) if one is not node} if hushed else set()
        silent |= inner
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.search("[éèàêç«»]", node.value):
            silent.add(id(node))
    return silent


def _is_style(node: ast.Assign | ast.AnnAssign) -> bool:
    target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
    return ast.unparse(target) in {"DEFAULT_CSS", "COMPONENT_CLASSES", "CSS"}


@pytest.mark.parametrize("module", sorted(_TELLING))
def test_what_other_parts_tell_the_desk_is_known(module: str) -> None:
    """Every sentence of the modules that speak to a person at the desk is told in French."""
    known = {_SLOT.sub("{}", words) for words in catalogue(_TOLD)}
    # What is kept is said in the words of a constant, which is a part of each of its sentences here.
    known |= {_CONSTANT.sub("{}", words) for words in known}
    joined = {re.sub(r"(\{\})+", "{}", words) for words in known}
    tree = _trees()[_ROOT / module]
    silent = _silent(tree) - {id(one) for one in ast.walk(tree) if isinstance(one, ast.JoinedStr)}
    said = {
        shape
        for node in ast.walk(tree)
        if id(node) not in silent
        and (shape := _shape_of(node))
        and len(shape.split()) > _A_PHRASE
        and re.search("[a-z]{3} ", shape)
    }
    left = said - known - joined - _TELLING[module]
    assert sorted(words for words in left if not any(words in one for one in known)) == []
