"""A key from the system's keyring: read by the library where it is installed, and said plainly where it is not."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from friend.adapters.gateway.keys import from_keyring
from friend.ports import Unsendable


@pytest.fixture
def backend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a file that is imported as the `keyring` library."""
    monkeypatch.delitem(sys.modules, "keyring", raising=False)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    return tmp_path / "keyring.py"


def test_service_and_user_are_looked_up(backend: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`service/user` names the entry; the service may hold a slash."""
    backend.write_text("def get_password(service, user): return f'{service}-of-{user}'")
    assert from_keyring("openai/me") == "openai-of-me"
    assert from_keyring("work/openai/me") == "work/openai-of-me"


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("def get_password(service, user): return None", "gave no key"),
        ("def get_password(service, user): raise RuntimeError('secret detail')", "did not open (RuntimeError)"),
        ("raise ImportError", "not installed"),
    ],
)
def test_a_keyring_without_the_key(backend: Path, code: str, says: str) -> None:
    """An empty entry, a locked keyring and a missing library are told apart, and nothing of theirs is repeated."""
    backend.write_text(code)
    with pytest.raises(Unsendable) as caught:
        from_keyring("openai/me")
    failure = caught.value.failure
    assert failure.kind == "key"
    assert says in failure.message
    assert "secret detail" not in failure.message
