"""A key from the system's keyring: read by the library where it is installed, and said plainly where it is not."""

from __future__ import annotations

import sys
from pathlib import Path

import keyring
import keyring.backends.fail
import pytest

from friend.adapters.gateway.client import GatewayClient
from friend.adapters.gateway.keys import from_keyring
from friend.asking.friend import KeySource
from friend.ports import Unsendable
from tests.adapters.gateway_helpers import QUESTION, ask, friend_at, hear
from tests.conftest import CANARY, ENVIRONMENT
from tests.fakes.openai import OpenAIServer


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


async def test_the_real_library_is_asked_in_the_child(openai_server: OpenAIServer) -> None:
    """The key goes from the keyring's backend to the host, and never through the UI's process.

    A keyring that waits for somebody is left after 3 s; an entry that is not there is said. Nothing is sent then.
    """
    backend = {
        "PYTHON_KEYRING_BACKEND": "tests.fakes.keyring_backend.Kept",
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    gateway = GatewayClient(environ={**ENVIRONMENT, **backend})
    try:
        _, ended = await ask(gateway, friend_at(openai_server, key=KeySource("keyring", "friend/openai/me")))
        assert ended.status == "complete"
        assert openai_server.asked.headers["authorization"] == f"Bearer {CANARY}"
        for where, says in (("hangs/me", "did not answer within 3 s"), ("friend/other", "gave no key")):
            with pytest.raises(Unsendable, match=says) as caught:
                await hear(gateway.send(friend_at(openai_server, key=KeySource("keyring", where)), QUESTION))
            assert "Nothing was sent" in caught.value.failure.message
    finally:
        await gateway.close()
    assert len(openai_server.requests) == 1


def test_where_there_is_no_backend_the_other_two_ways_are_named() -> None:
    """The library's own "fail" backend is what a machine without a keyring has."""
    before = keyring.get_keyring()
    keyring.set_keyring(keyring.backends.fail.Keyring())
    try:
        with pytest.raises(Unsendable) as caught:
            from_keyring("friend/me")
    finally:
        keyring.set_keyring(before)
    assert "NoKeyringError" in caught.value.failure.message
    assert "key_env or key_command" in caught.value.failure.message
