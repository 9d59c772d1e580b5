"""`python -m friend`, and the console script: importing this module runs nothing."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command that the arguments name, and leave with its exit code (DESIGN §4.3)."""
    from friend.cli.main import run  # noqa: PLC0415 - so that importing this module costs nothing

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
