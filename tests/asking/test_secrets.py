"""What looks like a secret in a text, and what only speaks of one."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from friend.asking.secrets import find_secrets

# Put together here, so that no scanner takes this file for a leak.
LETTERS = "aB3dE5gH7jK9mN1pQ2rS4tU6vW8xY0zA"
KEYS = [
    ("an Anthropic key", "sk-ant-api03-" + LETTERS),
    ("an OpenAI key", "sk-proj-" + LETTERS),
    ("an OpenAI key", "sk-" + LETTERS),
    ("an OpenRouter key", "sk-or-v1-" + "0123456789abcdef" * 4),
    ("a Stripe key", "sk_live_" + LETTERS),
    ("an AWS key", "AKIA" + "IOSFODNN7EXAMPLE"),
    ("a GitHub token", "ghp_" + LETTERS + "abcd"),
    ("a GitHub token", "github_pat_" + LETTERS),
    ("a GitLab token", "glpat-" + LETTERS),
    ("a Slack token", "xoxb-" + "123456789012-abcdef"),
    ("a Google key", "AIza" + LETTERS + "abc"),
    ("a Hugging Face token", "hf_" + LETTERS),
    ("a signed token (JWT)", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0." + LETTERS),
]


@pytest.mark.parametrize(("kind", "key"), KEYS)
@pytest.mark.parametrize("around", ["{}", "The key is {}.", "({})", "KEY={}\n", "« {} »", "`{}`", '"{}",'])
def test_the_shapes_of_keys_are_found_at_their_place(kind: str, key: str, around: str) -> None:
    """A published shape, wherever it stands in a sentence, is one secret of its kind."""
    text = "Dear neighbours,\n\n" + around.format(key)
    (found,) = find_secrets(text)
    assert found.kind == kind
    assert key in found.span.of(text) or found.span.of(text) in key
    assert found.span.of(text).startswith(key[:30])


@pytest.mark.parametrize("name", ["RSA PRIVATE KEY", "PRIVATE KEY", "OPENSSH PRIVATE KEY", "PGP PRIVATE KEY BLOCK"])
def test_a_private_key_is_found_whole_or_cut_off(name: str) -> None:
    """The block from its first to its last line; where the end is missing, its first line."""
    block = f"-----BEGIN {name}-----\nMIIEow{LETTERS}\n{LETTERS}\n-----END {name}-----"
    (found,) = find_secrets(f"See:\n{block}\nThat is all.")
    assert found.kind == "a private key"
    assert found.span.of(f"See:\n{block}\nThat is all.") == block
    assert [one.kind for one in find_secrets(block[:60])] == ["a private key"]
    assert not find_secrets(block.replace("PRIVATE", "PUBLIC"))


@pytest.mark.parametrize(
    "line",
    [
        "Password: hunter2",
        "password = hunter2",
        "  - Wifi password: hunter2  ",
        "**Password:** hunter2",
        "| Password: hunter2 |",
        "Mot de passe : hunter2",
        "Mot de passe\u00a0: hunter2",
        "mdp: hunter2",
        "Passwort: hunter2",
        "Contraseña: hunter2",
        "passphrase: hunter2",
        "Password: “hunter2”",
        "My new password: hunter2",
        "Password: swordfish",
    ],
)
def test_a_password_line_is_found(line: str) -> None:
    """A label and one word on a line of its own, in several languages; the place is the word's."""
    text = f"Dear Ada,\n{line}\nYours"
    (found,) = find_secrets(text)
    assert found.kind == "a password line"
    assert found.span.of(text) in {"hunter2", "swordfish"}


@pytest.mark.parametrize(
    "text",
    [
        "He had forgotten his password: it was written on the wall.",
        "The password is hunter2, as everybody knows.",
        "Choose a password; the longer the better.",
        "There is one thing to know about a good password: length",
        "Password: required",
        "Password: changed.",
        "Mot de passe : oublié",
        "Mot de passe : à changer",
        "Password: ********",
        "Password: <your password>",
        "Password: ${PASSWORD}",
        "Password: your-password",
        "Passwords: a short history",
        "sk-learn is a library, and sk-something-with-many-long-words-in-it is no key",
        "The AKIA of the north, AKIAKI and XOXO-xoxo",
        "a sha256: cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
        "eyJ is how it begins",
        "-----BEGIN CERTIFICATE-----",
        "",
    ],
)
def test_what_only_speaks_of_secrets_is_none(text: str) -> None:
    """Prose about passwords, placeholders, digests and words that begin as a key does raise no alarm."""
    assert find_secrets(text) == ()


PIECES = [*(key for _, key in KEYS), "Password: ", "\n", "x1y2", " ", "-----BEGIN PRIVATE KEY-----"]


@given(st.text() | st.lists(st.sampled_from(PIECES)).map("".join))
def test_places_are_in_order_within_the_text_and_apart(text: str) -> None:
    """Any text can be looked at; what is found has its words, and none lies over another."""
    found = find_secrets(text)
    for one in found:
        assert one.span.of(text)
    for one, following in pairwise(found):
        assert one.span.end <= following.span.start
