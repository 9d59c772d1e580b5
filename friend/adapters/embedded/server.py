"""Owns the life of the process that holds the model: load, say where it answers, stay while it is wanted, leave.

`python -m friend.adapters.embedded.server`; `host.py` starts it. It forks once, so that its parent owes it nothing,
and tells its fate in one line of JSON on the descriptor it was given: `{"ready": true}` or `{"fault": …, "detail": …}`.
The answering itself is llama.cpp's own HTTP server, in threads that Python does not hold up.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import secrets
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from friend.adapters.embedded import running
from friend.adapters.embedded.cores import physical_cores
from friend.adapters.embedded.locks import try_lock
from friend.adapters.embedded.running import Running

ALIAS = "embedded"
IDLE_S = 300.0

_LOOK_S = 1.0
# Seconds that a client gets between asking for the server and its first request, when another took the place.
_FAREWELL_S = 5.0
_MOST_LOG_BYTES = 1_000_000
_PROMPT_CACHE_MIB = 512


class Fault(Exception):  # noqa: N818 - it is said to the person in host.py's words
    """The server cannot start: `word` says why, for the host."""

    def __init__(self, word: str, detail: str) -> None:
        super().__init__(detail)
        self.word = word


def main() -> None:
    """Serve one model until nobody wants it any more."""
    arguments = _arguments()
    if os.fork():
        os._exit(0)
    os.nice(5)
    try:
        _server, held = _start(arguments)
    except Fault as fault:
        _tell(arguments.tell, {"fault": fault.word, "detail": str(fault)})
        os._exit(1)
    _tell(arguments.tell, {"ready": True})
    # From now on another friend may ask for this server, or for another one.
    os.close(arguments.lock)
    _stay(arguments, held)
    # Idle, so that nothing is lost; and nothing of the model's is worth tidying up in memory.
    os._exit(0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="The offline model's process; friend starts it.")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--served", required=True)
    parser.add_argument("--context", type=int, required=True)
    parser.add_argument("--batch", type=int, required=True, help="tokens to read at a time; a cancel is heard between")
    parser.add_argument("--tell", type=int, required=True, help="descriptor for the one line that says how it went")
    parser.add_argument("--lock", type=int, required=True, help="descriptor that holds the start lock")
    parser.add_argument("--idle", type=float, default=IDLE_S)
    return parser.parse_args()


def _start(arguments: argparse.Namespace) -> tuple[Any, int]:
    os.environ["OMP_WAIT_POLICY"] = "PASSIVE"
    try:
        import xllamacpp  # noqa: PLC0415 - the model's runtime, loaded in this process alone
    except ModuleNotFoundError as error:
        raise Fault("no runtime", str(error)) from None
    except ImportError as error:
        raise Fault("no libgomp" if "gomp" in str(error) else "broken runtime", str(error)) from None
    key = secrets.token_urlsafe(32)
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(arguments.model)
    parameters.model_alias = {ALIAS}
    parameters.n_ctx = arguments.context
    parameters.n_parallel = 1
    parameters.n_batch = parameters.n_ubatch = arguments.batch
    parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = physical_cores()
    parameters.cache_ram_mib = _PROMPT_CACHE_MIB
    parameters.hostnames = ["127.0.0.1"]
    parameters.port = 0
    parameters.api_keys = [key]
    parameters.ui = False
    try:
        server = xllamacpp.Server(parameters)
    except (RuntimeError, MemoryError) as error:
        raise Fault("not loaded", str(error)) from None
    written = Running(server.listening_address, key, arguments.served, arguments.context, os.getpid())
    try:
        return server, running.write(arguments.data, written)
    except OSError as error:
        raise Fault("not written", str(error)) from None


def _tell(descriptor: int, line: dict[str, Any]) -> None:
    # Whoever asked may have gone meanwhile; the next one finds the server by its file.
    with contextlib.suppress(BrokenPipeError):
        os.write(descriptor, json.dumps(line).encode() + b"\n")
    os.close(descriptor)


def _stay(arguments: argparse.Namespace, held: int) -> None:
    written = json.loads(os.pread(held, 65_536, 0))
    last = time.time()
    while True:
        time.sleep(_LOOK_S)
        _keep_log_small(arguments.data)
        asked_for = running.lease(arguments.data, held)
        if _is_busy(written["url"], written["key"]):
            last = time.time()
        last = max(last, asked_for or 0.0)
        idle = time.time() - last
        if asked_for is None and idle > _FAREWELL_S:
            return
        if asked_for is not None and idle > arguments.idle and _leave(arguments.data, held, asked_for):
            return


def _leave(data_dir: Path, held: int, asked_for: float) -> bool:
    """Strike this server out, unless somebody is asking for it at this moment."""
    lock = try_lock(running.start_lock(data_dir))
    if lock is None:
        return False
    try:
        if running.lease(data_dir, held) != asked_for:
            return False
        running.retire(data_dir)
        return True
    finally:
        os.close(lock)


def _is_busy(url: str, key: str) -> bool:
    """Ask llama.cpp's server whether it is answering somebody; one too busy to say so is busy."""
    request = urllib.request.Request(f"{url}/slots", headers={"Authorization": f"Bearer {key}"})  # noqa: S310 - our own loopback address
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=10) as answer:
            return any(slot["is_processing"] for slot in json.load(answer))
    except (OSError, ValueError):
        return True


def _keep_log_small(data_dir: Path) -> None:
    with contextlib.suppress(OSError):
        if running.log_file(data_dir).stat().st_size > _MOST_LOG_BYTES:
            os.truncate(running.log_file(data_dir), 0)


if __name__ == "__main__":
    main()
