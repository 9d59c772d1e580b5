"""Owns what a child process of the embedded model may know of the environment: no key of any provider (fault 74)."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

_NEEDED = re.compile(
    r"PATH|HOME|USER|LOGNAME|LANG|LANGUAGE|TZ|TMPDIR|TEMP|TMP|NETRC|VIRTUAL_ENV"
    r"|(?:LC|XDG|PYTHON|PIP|LD|DYLD|OMP|GGML|LLAMA|SSL_CERT)_\w+|PYTHON\w+"
    r"|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE|(?:HTTPS?|ALL|NO)_PROXY|(?:https?|all|no)_proxy"
)


def child_environment(environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """Give what the children need: places, locale, certificates, and the settings of Python, pip, proxies, OpenMP."""
    known = os.environ if environment is None else environment
    return {name: value for name, value in known.items() if _NEEDED.fullmatch(name)}
