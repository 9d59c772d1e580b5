"""Owns what the worker inherits: what a program needs to run and to reach the network, and no key of anybody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_KEPT: Final = frozenset(
    {
        *("PATH", "HOME", "USER", "LOGNAME", "LANG", "LANGUAGE", "TZ", "TMPDIR", "LD_LIBRARY_PATH"),
        *("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "SSL_CERT_FILE", "SSL_CERT_DIR"),
        *("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "all_proxy", "no_proxy"),
        # The keyring speaks over the session's bus, or keeps its files there.
        "PYTHON_KEYRING_BACKEND",
        *("DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "DISPLAY"),
    }
)
_OFF: Final = frozenset({"0", "false", "no", "off"})
# What litellm reads when it is imported: no file is fetched, no .env is read, no cloud is asked who we are.
_LITELLM: Final = {
    "LITELLM_LOCAL_MODEL_COST_MAP": "True",
    "LITELLM_MODE": "PRODUCTION",
    "HF_HUB_OFFLINE": "1",
    "AWS_EC2_METADATA_DISABLED": "true",
}


def for_worker(environ: Mapping[str, str]) -> dict[str, str]:
    """Give the worker's environment."""
    kept = {name: value for name, value in environ.items() if name in _KEPT or name.startswith("LC_")}
    return kept | _LITELLM


def checks_are_off(environ: Mapping[str, str]) -> bool:
    """Tell whether the environment asks for certificates not to be checked."""
    return environ.get("SSL_VERIFY", "").strip().lower() in _OFF
