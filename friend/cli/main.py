"""Owns the table of commands. Each is imported only when it is called, so that `friend --help` is quick."""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path
from typing import Final

import click

import friend
from friend.cli.exits import NOTHING_SENT, USAGE, Stop, in_the_way
from friend.page_ports import LogError
from friend.text.visible import visible

# name: (module, line of help)
_COMMANDS: Final = {
    "try": ("try_", "Ask the offline model about an example draft."),
    "ask": ("ask", "Ask a friend one question about one passage."),
    "review": ("review", "Ask for a review of the whole text, the weakest point first."),
    "notes": ("notes", "Show the open notes on a draft, at their places in it now."),
    "log": ("log", "List, show, search, export, verify and forget what was asked and answered."),
    "quote": ("quote", "Quote a friend's words, verbatim and with attribution."),
    "check": ("check", "Find words in a draft that a friend said first."),
    "cite": ("cite", "Cite friends' answers: APA, MLA, Chicago, BibTeX, CSL."),
    "export": ("export", "Export a draft with the friends' notes: a page, CriticMarkup and others."),
    "disclose": ("disclose", "State, from the log alone, what help a draft had."),
    "verify": ("verify", "List what friends named that you have not looked up, and tick it."),
    "vote": ("vote", "Say which blind answer helped, and see who was who."),
    "models": ("models", "List, add, try and remove friends; get offline models."),
    "goto": ("goto", "Tell the desk beside your editor where you are."),
    "manners": ("manners", "Measure how a friend behaves, over texts made for it."),
    "config": ("config", "Show and change the configuration file."),
    "doctor": ("doctor", "Say what was found where, and what is missing."),
}
_DESK: Final = "desk"
_BESIDE: Final = "--beside"


class _Commands(click.Group):
    """Commands by name; any other first word is a draft to open at the desk."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the names in the order of the table."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of a command."""
        if cmd_name == _DESK:
            return _the_desk()
        return _imported(_COMMANDS[cmd_name][0]) if cmd_name in _COMMANDS else None

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Let the desk's own option stand before the draft: `friend --beside letter.md`."""
        if args[:1] == [_BESIDE]:
            if not args[1:]:
                raise click.UsageError("which draft? Try: friend --beside letter.md", ctx)
            args = [*args[1:], _BESIDE]
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Take a file's name for a draft; a single bare word that is neither is refused with advice."""
        word = args[0]
        if word in _COMMANDS:
            return super().resolve_command(ctx, args)
        path = Path(word)
        if not (path.suffix or "/" in word or path.exists()):
            raise click.UsageError(
                f"there is no command or file named “{word}”; to begin a new draft, give it an ending ({word}.md)"
            )
        return _DESK, self.get_command(ctx, _DESK), args

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table without importing any command."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, told) for name, (_, told) in _COMMANDS.items()])


def _the_desk() -> click.Command:
    from friend.tui import collector  # noqa: PLC0415 - only where the desk opens

    collector.hold()
    return _imported(_DESK)


def _imported(module: str) -> click.Command:
    command = importlib.import_module(f"friend.cli.{module}").command
    if not isinstance(command, click.Command):
        raise TypeError(f"friend.cli.{module}.command is no command")
    return command


@click.group(
    cls=_Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="""\b
Examples:
  friend try
  friend letter.md
  friend --beside letter.md
  friend ask letter.md --at 2 "Is it clear?"

\b
friend COMMAND --help says more.""",
    subcommand_metavar="[DRAFT | COMMAND …]",
)
@click.version_option(friend.__version__, prog_name="friend")
@click.pass_context
def command(ctx: click.Context) -> None:
    """Ask a friend who knows the subject about a text that you wrote.

    friend DRAFT opens the desk: write, and ask when you want to. friend answers and never changes your text.
    friend --beside DRAFT shows it next to your own editor, as that saves it.
    """
    if ctx.invoked_subcommand is None:
        ctx.invoke(_the_desk())


def run(args: list[str]) -> int:
    """Run and give the exit code. click's own errors count as wrong usage (2)."""
    try:
        code = command.main(args, prog_name="friend", standalone_mode=False)
    except click.exceptions.Exit as left:
        return left.exit_code
    except (click.Abort, click.ClickException, LogError, OSError) as error:
        return _told(error)
    return code if isinstance(code, int) else 0


def _told(error: Exception) -> int:
    """Say in a line why it ended, and give the exit code."""
    if isinstance(error, click.UsageError):
        if error.ctx:
            click.echo(f"{error.ctx.get_usage()}\nTry “{error.ctx.command_path} --help”.\n", err=True)
        # It may name a file or repeat an argument, which come from elsewhere.
        click.echo(f"friend: {visible(error.format_message(), keep_lines=False)}", err=True)
        return USAGE
    if isinstance(error, click.ClickException):
        click.echo(f"friend: {error.format_message()}", err=True)
        return error.code if isinstance(error, Stop) else USAGE
    if isinstance(error, LogError):
        click.echo(f"friend: {visible(str(error), keep_lines=False)}", err=True)
        return NOTHING_SENT
    if isinstance(error, click.Abort):
        click.echo("friend: stopped; nothing was sent", err=True)
        return NOTHING_SENT
    if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):
        return _told(in_the_way(error))
    # Whoever read our output has read enough; Python must not complain again when it flushes.
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - closed with the process
    return 0
