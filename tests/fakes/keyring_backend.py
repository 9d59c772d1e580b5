"""A backend of the real keyring library that needs no desktop: named in PYTHON_KEYRING_BACKEND, it holds one key."""

from __future__ import annotations

import time

from keyring.backend import KeyringBackend

# The canary of tests.conftest, which is not imported here: the child process has 3 s for its keyring.
CANARY = "sk-canary-000000000000000000000000"


class Kept(KeyringBackend):
    """Holds the canary under service `friend/openai`, user `me`; what is asked of the service `hangs` hangs."""

    priority = 1

    def get_password(self, service: str, username: str) -> str | None:
        """Give the one key there is."""
        if service == "hangs":
            time.sleep(30)
        return CANARY if (service, username) == ("friend/openai", "me") else None

    def set_password(self, service: str, username: str, password: str) -> None:
        """Refuse: friend never writes one."""
        raise NotImplementedError

    def delete_password(self, service: str, username: str) -> None:
        """Refuse."""
        raise NotImplementedError
