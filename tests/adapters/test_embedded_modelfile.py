"""A model's name means one file; a damaged one, or one that is no model, is refused in a line."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
import os
import stat
import struct
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from friend.adapters.embedded import catalogue, modelfile
from friend.adapters.embedded.catalogue import TINY, available
from friend.adapters.embedded.digests import digest
from friend.adapters.embedded.gguf import NotGgufError, window_of
from friend.ports import Unsendable


def gguf(*pairs: bytes) -> bytes:
    """Make the beginning of a model file."""
    return b"GGUF" + struct.pack("<IQQ", 3, 0, len(pairs)) + b"".join(pairs)


def string(value: bytes) -> bytes:
    """Write a string as the format does."""
    return struct.pack("<Q", len(value)) + value


def pair(name: bytes, kind: int, value: bytes) -> bytes:
    """Write one key with its value."""
    return string(name) + struct.pack("<I", kind) + value


HEADER = gguf(
    pair(b"general.architecture", 8, string(b"qwen2")),
    pair(b"general.languages", 9, struct.pack("<IQ", 8, 2) + string(b"en") + string(b"fr")),
    pair(b"some.numbers", 9, struct.pack("<IQ", 5, 3) + bytes(12)),
    pair(b"some.flag", 7, b"\1"),
    pair(b"qwen2.context_length", 4, struct.pack("<I", 8192)),
)


@pytest.fixture
def small_catalogue(monkeypatch: pytest.MonkeyPatch) -> bytes:
    """Put a few bytes in the place of a gigabyte: the model `tiny` of this catalogue is a header."""
    entry = dataclasses.replace(TINY, size=len(HEADER), sha256=hashlib.sha256(HEADER).hexdigest())
    monkeypatch.setitem(catalogue.CATALOGUE, "tiny", entry)
    return HEADER


def put(data_dir: Path, content: bytes) -> Path:
    """Put the file of `tiny` in its place."""
    path = catalogue.models_dir(data_dir) / TINY.file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def test_a_whole_model_is_named_by_file_and_digest(small_catalogue: bytes, tmp_path: Path) -> None:
    """What is served is FILENAME@sha256:HEX, computed from the bytes on disk."""
    put(tmp_path, small_catalogue)
    file = modelfile.locate("embedded/tiny", tmp_path)
    served = modelfile.served_version(file, tmp_path / "digests.json")
    assert served == f"{TINY.file}@sha256:{hashlib.sha256(small_catalogue).hexdigest()}"
    assert [entry.name for entry in available(tmp_path)] == ["tiny"]


def test_a_damaged_model_is_refused_with_what_to_do(small_catalogue: bytes, tmp_path: Path) -> None:
    """A catalogue model with other bytes is never used; the line says how to get it again."""
    path = put(tmp_path, small_catalogue)
    memory = tmp_path / "digests.json"
    file = modelfile.locate("tiny", tmp_path)
    modelfile.served_version(file, memory)
    path.write_bytes(small_catalogue[:-1] + b"!")
    with pytest.raises(Unsendable, match=r"damaged.*friend models get tiny") as refused:
        modelfile.served_version(file, memory)
    assert refused.value.failure.kind == "embedded"


def test_a_model_that_is_not_there_is_said(tmp_path: Path) -> None:
    """The line says how to get it."""
    with pytest.raises(Unsendable, match=r"not on this machine yet.*friend models get small"):
        modelfile.locate("embedded/small", tmp_path)
    with pytest.raises(Unsendable, match="none of small, tiny, and no such file"):
        modelfile.locate("embedded/large", tmp_path)
    assert available(tmp_path) == []


def test_any_gguf_can_be_named_by_its_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path, with ~ for the home, is a model; its window is what its header says."""
    (tmp_path / "mine.gguf").write_bytes(HEADER)
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in (f"embedded/{tmp_path}/mine.gguf", "embedded/~/mine.gguf"):
        file = modelfile.locate(name, tmp_path)
        assert (file.path, file.window, file.entry) == (tmp_path / "mine.gguf", 8192, None)


def test_a_file_that_is_no_model_is_refused(tmp_path: Path) -> None:
    """A letter is no model, and its name does not reach the terminal as it is (fault 41)."""
    letter = tmp_path / "letter\x1b]52;c;eA==\x07.gguf"
    letter.write_text("Dear neighbours,")
    with pytest.raises(Unsendable, match="does not begin with GGUF") as refused:
        modelfile.locate(f"embedded/{letter}", tmp_path)
    assert "\x1b" not in str(refused.value)


def test_a_header_without_a_window_gets_the_smallest(tmp_path: Path) -> None:
    """Where nothing is known, only what every model reads is promised."""
    (tmp_path / "mine.gguf").write_bytes(gguf())
    assert modelfile.locate(f"{tmp_path}/mine.gguf", tmp_path).window == 4096


@given(
    st.one_of(
        st.binary(),
        st.binary().map(b"GGUF".__add__),
        st.integers(0, len(HEADER)).map(lambda end: HEADER[:end]),
        st.tuples(st.integers(4, len(HEADER) - 1), st.integers(0, 255)).map(
            lambda change: HEADER[: change[0]] + bytes([change[1]]) + HEADER[change[0] + 1 :]
        ),
    )
)
def test_any_bytes_are_a_model_or_said_to_be_none(data: bytes) -> None:
    """Whatever a file holds, its header gives a window or one kind of error, and is not read past its end."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        with contextlib.suppress(NotGgufError):
            window_of(Path(file.name))


def test_a_digest_is_remembered_only_for_the_same_file(tmp_path: Path) -> None:
    """The memory is believed while size, times and inode agree, is for its owner alone, and may be lost (fault 68)."""
    path, memory = tmp_path / "model.gguf", tmp_path / "digests.json"
    path.write_bytes(b"one")
    assert digest(path, memory) == hashlib.sha256(b"one").hexdigest()
    assert stat.S_IMODE(memory.stat().st_mode) == 0o600
    known = json.loads(memory.read_text())
    known[str(path)]["sha256"] = "remembered"
    memory.write_text(json.dumps(known))
    assert digest(path, memory) == "remembered"
    status = path.stat()
    path.write_bytes(b"two")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert digest(path, memory) == hashlib.sha256(b"two").hexdigest()
    memory.write_text("not JSON")
    assert digest(path, memory) == hashlib.sha256(b"two").hexdigest()
