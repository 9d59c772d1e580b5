"""Owns how Amazon's credentials are found and carried: a Bedrock key, or an access key with its secret, as one word.

`ID:SECRET` or `ID:SECRET:SESSION` signs each request; anything else is a Bedrock key, which is sent as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

_SIGNING: Final = re.compile(r"(?P<id>[A-Z0-9]{16,128}):(?P<secret>[^:]+)(?::(?P<session>[^:]+))?")
_BEARER: Final = "AWS_BEARER_TOKEN_BEDROCK"
_ID, _SECRET, _SESSION = "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"


def from_environment(environ: Mapping[str, str]) -> str | None:
    """Give the credentials that stand in Amazon's usual variables, as one word; None where there are none."""
    if bearer := environ.get(_BEARER):
        return bearer
    if not (environ.get(_ID) and environ.get(_SECRET)):
        return None
    return ":".join(environ[name] for name in (_ID, _SECRET, _SESSION) if environ.get(name))


def options(key: str, region: str | None) -> dict[str, Any]:
    """Give the library's options for credentials; whatever is not said here it would look for by itself."""
    signing = _SIGNING.fullmatch(key)
    if signing is None:
        return {"api_key": key, "aws_region_name": region}
    return {
        "api_key": None,
        "aws_access_key_id": signing["id"],
        "aws_secret_access_key": signing["secret"],
        "aws_session_token": signing["session"],
        "aws_region_name": region,
    }


def secret_of(key: str) -> str:
    """Give the part of the credentials that must never be seen, to be looked for in a host's words."""
    signing = _SIGNING.fullmatch(key)
    return signing["secret"] if signing else key
