"""Owns the sheet that a person agrees to before a text first goes to a host, or with what looks like a secret in it."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from friend.asking.friend import Friend
from friend.before_sending import Preview, data_policy, price, tokens, who, words_lent
from friend.text.interface import retold, tr
from friend.text.visible import visible

_LABEL = 9
_POLICIES = {
    "deny": "collection denied: no host that keeps texts gets it",
    "allow": "collection allowed: hosts that keep texts may get it",
    "not set": "collection not set: your OpenRouter account decides",
}


class Agree(ModalScreen[bool]):
    """Give True for Enter, False for Esc. `first` says that the host is new, else it is the warnings that ask."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "dismiss(True)", "send", show=False),
        Binding("escape", "dismiss(False)", "stay", show=False),
    ]

    def __init__(self, friend: Friend, preview: Preview, *, first: bool) -> None:
        super().__init__()
        self._friend = friend
        self._preview = preview
        self._first = first

    def compose(self) -> ComposeResult:
        """Give what goes where, what speaks against it, and the two keys."""
        again = tr("Enter send, and do not ask again for this host") if self._first else tr("Enter send all the same")
        with Vertical(classes="sheet"):
            yield Static(self._said(), markup=False)
            yield Static(Text(f"\n{again} · {tr('Esc stay')}"), markup=False, classes="dim")

    def _said(self) -> Text:
        preview = self._preview
        host = visible(preview.destination.host, keep_lines=False)
        text = Text()
        if self._first:
            text.append(tr("The first question to {host}", host=host), "bold").append("\n")
        else:
            text.append(tr("Send this to {host}?", host=host), "bold").append("\n")
        for label, said in self._facts():
            text.append(f"\n{label:<{_LABEL}}", "dim").append(visible(said, keep_lines=False))
        for warning in preview.warnings:
            text.append("\n\n! ").append(visible(retold(warning), keep_lines=False))
        return text

    def _facts(self) -> list[tuple[str, str]]:
        preview = self._preview
        lent = retold(words_lent(preview))
        whole = lent if preview.part else tr("your whole text, {words}", words=lent)
        along = tr("with your question and what was said before") if preview.goes_on else tr("with your question")
        policy = data_policy(preview)
        source = preview.destination.price_source
        return [
            (tr("friend"), who(self._friend)),
            (tr("goes"), f"{whole}, {along}"),
            (tr("size"), retold(tokens(preview.destination))),
            (
                tr("price"),
                retold(price(preview.destination)) + (f" ({retold(source)})" if preview.destination.price_usd else ""),
            ),
            (
                tr("data"),
                tr(_POLICIES[policy]) if policy else tr("what the host's own policy says; friend cannot change it"),
            ),
        ]
