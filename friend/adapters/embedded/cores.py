"""Owns how many threads the model gets: one for each physical core that this process may use, and at least one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

_TOPOLOGY = "/sys/devices/system/cpu/cpu{}/topology/thread_siblings_list"
_QUOTA = Path("/sys/fs/cgroup/cpu.max")


def physical_cores() -> int:
    """Count the physical cores at hand; threads that share a core, and what a container withholds, do not count."""
    if sys.platform == "darwin":
        return max(1, _of_a_mac())
    usable = os.sched_getaffinity(0)
    cores = {_siblings(number) for number in usable}
    return max(1, min(len(cores), _quota(len(cores))))


def _siblings(number: int) -> str:
    try:
        return Path(_TOPOLOGY.format(number)).read_text("ascii")
    except OSError:
        return str(number)


def _quota(otherwise: int) -> int:
    """Read the container's share, in whole cores."""
    try:
        share, period = _QUOTA.read_text("ascii").split()
        return int(share) // int(period)
    except (OSError, ValueError):
        return otherwise


def _of_a_mac() -> int:
    # The fast cores; the others make the fast ones wait.
    for name in ("hw.perflevel0.physicalcpu", "hw.physicalcpu"):
        command = ["/usr/sbin/sysctl", "-n", name]
        answer = subprocess.run(command, capture_output=True, text=True, check=False, env={})  # noqa: S603 - our own words
        if answer.returncode == 0 and answer.stdout.strip().isdigit():
            return int(answer.stdout)
    return (os.cpu_count() or 2) // 2
