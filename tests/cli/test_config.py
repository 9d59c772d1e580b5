"""`friend config`: what one expects of such a command, with the file's comments kept and nothing bad written."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from friend.adapters.config import load
from friend.cli.main import run

CONFIG = '# mine\ndefault = "a.b"  # first\n\n[models."a.b"]\nmodel = "openai/gpt-4o"\nwindow = 9\n'


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a config file with one friend, whose name has a dot."""
    path = tmp_path / "config.toml"
    path.write_text(CONFIG)
    monkeypatch.setenv("FRIEND_CONFIG", str(path))
    monkeypatch.setenv("FRIEND_DATA", str(tmp_path / "data"))
    return path


def test_where_it_is_and_what_it_says(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`path` and `get`; what is not set has exit code 1, what is no field 2."""
    assert run(["config", "path"]) == 0
    assert run(["config", "get", "default"]) == 0
    assert run(["config", "get", "models.a.b.window"]) == 0
    assert capsys.readouterr().out.split() == [str(config), "a.b", "9"]
    assert run(["config", "get", "language"]) == 1
    assert run(["config", "get", "nonsense"]) == 2


def test_fields_are_set_together_and_comments_stay(config: Path) -> None:
    """Two prices belong together, so they can be set together; a number is written as one."""
    assert run(["config", "set", "models.a.b.input_price", "2.5", "models.a.b.output_price", "10"]) == 0
    assert run(["config", "set", "language", "fr"]) == 0
    after = load(config)
    assert after.friends["a.b"].price == (2.5, 10.0)
    assert after.language == "fr"
    assert "# mine" in config.read_text()
    assert "# first" in config.read_text()


@pytest.mark.parametrize("key", ["check_live", "try_first"])
def test_what_is_true_or_false(key: str, config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Such a setting is one of two words, and false where it is not set; no other word is taken."""
    assert getattr(load(config), key) is False
    assert run(["config", "set", key, "true"]) == 0
    assert getattr(load(config), key) is True
    assert run(["config", "get", key]) == 0
    assert capsys.readouterr().out == "true\n"
    assert run(["config", "set", key, "maybe"]) == 2
    config.write_text(CONFIG.replace("# mine", f'{key} = "yes"'))
    assert run(["config", "get", "default"]) == 3


def test_a_field_is_taken_out(config: Path) -> None:
    """And one that is not set is said."""
    assert run(["config", "unset", "models.a.b.window"]) == 0
    assert load(config).friends["a.b"].window is None
    assert run(["config", "unset", "models.a.b.window"]) == 2


def test_the_desk_is_set_as_one_likes_it(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Theme, plain words, stillness and keys: set, read back, taken out; the keys are listed as they are then."""
    assert run(["config", "set", "theme", "high-contrast", "plain", "true", "reduced_motion", "false"]) == 0
    assert run(["config", "set", "keys.ask_here", "ctrl+e", "keys.pane.quote", "y"]) == 0
    wishes = load(config).desk
    assert (wishes.theme, wishes.plain, wishes.reduced_motion) == ("high-contrast", True, False)
    assert wishes.keys == {"ask_here": "ctrl+e", "pane.quote": "y"}
    assert "# first" in config.read_text()
    assert run(["config", "get", "plain"]) == run(["config", "get", "keys.pane.quote"]) == 0
    assert capsys.readouterr().out.split() == ["true", "y"]
    assert run(["config", "keys"]) == 0
    assert "ask_here                            ctrl+e                              ask about this" in (
        capsys.readouterr().out
    )
    assert run(["config", "unset", "keys.pane.quote", "plain"]) == 0
    assert load(config).desk.keys == {"ask_here": "ctrl+e"}


def test_doctor_tells_of_keys_that_cannot_be(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A name that is no action, and a key that is taken, are told in one line."""
    config.write_text('[keys]\nfly = "f10"\nsave = "ctrl+r"\n')
    run(["doctor"])
    told = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("keys  "))
    assert "keys.fly: there is no such action" in told
    assert "keys.save: ctrl+r is the key of ask_here" in told


@pytest.mark.parametrize(
    "pair",
    [
        ("theme", "red"),
        ("plain", "yes"),
        ("keys", "ctrl+e"),
        ("keys.a.b.c", "ctrl+e"),
        ("keys..b", "ctrl+e"),
        ("keys.save", ""),
        ("models.a.b.window", "many"),
        ("models.a.b.window", "-3"),
        ("models.a.b.window", "0"),
        ("models.a.b.reasoning", "much"),
        ("models.a.b.colour", "red"),
        ("models.a.b.api_key", "sk-abc"),
        ("models.nobody.model", "openai/x"),
        ("models.a.b.input_price", "1"),
        ("places", "x"),
        ("default", ""),
    ],
)
def test_what_cannot_be_set_changes_nothing(
    pair: tuple[str, str], config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Wrong usage, one line, the file as it was; a literal key is refused and not repeated."""
    assert run(["config", "set", *pair]) == 2
    assert config.read_text() == CONFIG
    said = capsys.readouterr().err
    assert "Traceback" not in said
    assert "sk-abc" not in said


def test_the_editor_is_opened_and_its_work_is_looked_at(
    config: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """What can no longer be used is said at once (3); a file that is not there yet begins with a word on its fields."""
    script = tmp_path / "editor.py"
    script.write_text("import sys; open(sys.argv[1], 'a').write('nonsense = 1\\n')")
    monkeypatch.setenv("VISUAL", f"{sys.executable} {script}")
    config.unlink()
    assert run(["config", "edit"]) == 3
    assert "nonsense: no such field" in capsys.readouterr().err
    assert config.read_text().startswith("# Whom friend may ask")
    assert config.stat().st_mode & 0o777 == 0o600
