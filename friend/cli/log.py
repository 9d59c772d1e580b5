"""`friend log`: what was asked and answered, kept on this machine. One module a verb, imported when it is called."""

from __future__ import annotations

import importlib
from typing import Final

import click

# name: (module, line of help)
_VERBS: Final = {
    "list": ("log_list", "List the newest exchanges, newest first."),
    "show": ("log_show", "Show one exchange: who spoke, what was asked, what was answered."),
    "search": ("log_search", "Find exchanges by words in question, answer and draft."),
    "export": ("log_export", "Write exchanges as JSON lines or Markdown."),
    "verify": ("log_verify", "Compare texts, digests, index and chain."),
    "forget": ("log_forget", "Remove the texts of exchanges for good."),
}


class _Verbs(click.Group):
    """Verbs by name."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's own signature
        """Give the names in the order of the table."""
        return list(_VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's own
        """Import the module of a verb."""
        if cmd_name not in _VERBS:
            return None
        verb = importlib.import_module(f"friend.cli.{_VERBS[cmd_name][0]}").command
        return verb if isinstance(verb, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's own
        """Write the table without importing any verb."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, told) for name, (_, told) in _VERBS.items()])


_EPILOG: Final = """\b
Examples:
  friend log list
  friend log show last
  friend log search "parking council" --file letter.md

An exchange is named by its id, the start of one, last, last~1, or its number in the log."""


@click.group(cls=_Verbs, epilog=_EPILOG)
def command() -> None:
    """List, show, search, export, verify and forget what was asked and answered."""
