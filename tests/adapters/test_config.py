"""The configuration file."""

from __future__ import annotations

import stat
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from friend.adapters import config as config_module
from friend.adapters import config_edit
from friend.adapters.config import Config, ConfigError, allowed, load
from friend.adapters.config_edit import add_friend
from friend.asking.friend import Friend, KeySource

WHOLE = """# mine
default = "gpt"   # the usual one
language = "fr"

[models.gpt]
model = "openai/gpt-4o"
api_base = "https://example.org/v1"
key_env = "OPENAI_API_KEY"
reasoning = "low"
window = 128000
input_price = 2.5
output_price = 10

# the one that never leaves the house
[models.small]
model = "embedded/small"

[[places]]
path = "~/mail"
only = ["small"]   # private
"""


def write(folder: Path, text: str) -> Path:
    """Write a configuration."""
    path = folder / "config.toml"
    path.write_text(text, "utf-8")
    return path


def test_a_whole_configuration_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every field of DESIGN 4.2 arrives with its type."""
    monkeypatch.setenv("HOME", str(tmp_path))
    config = load(write(tmp_path, WHOLE))
    assert (config.default, config.language) == ("gpt", "fr")
    assert config.friends["gpt"] == Friend(
        "gpt",
        "openai/gpt-4o",
        "https://example.org/v1",
        KeySource("env", "OPENAI_API_KEY"),
        "low",
        128000,
        (2.5, 10.0),
    )
    assert config.friends["small"].is_embedded
    assert config.places[0].folder == tmp_path / "mail"
    assert config.places[0].only == ("small",)


def test_openrouters_setting_comes_back_as_it_was_added(tmp_path: Path) -> None:
    """`data_collection` is written and read."""
    path = tmp_path / "config.toml"
    friend = Friend("router", "openrouter/a/b", data_collection="deny")
    add_friend(path, friend)
    assert load(path).friends["router"] == friend


def test_no_file_is_no_friends_yet(tmp_path: Path) -> None:
    """Nothing is configured, and nothing is made on disk."""
    assert load(tmp_path / "none/config.toml") == Config(tmp_path / "none/config.toml")
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("field", "source"),
    [
        ('key_keyring = "friend/me"', KeySource("keyring", "friend/me")),
        ('key_command = "pass show openai"', KeySource("command", "pass show openai")),
        ("", None),
    ],
)
def test_a_key_is_found_in_one_of_three_ways_or_none_is_needed(
    field: str, source: KeySource | None, tmp_path: Path
) -> None:
    """Only where it is stands in the file."""
    config = load(write(tmp_path, f'[models.a]\nmodel = "openai/x"\n{field}\n'))
    assert config.friends["a"].key == source


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("default = ", "not TOML"),
        ('colour = "red"', "colour: no such field; there are check_live, default"),
        ("default = 3", "default: must be text"),
        ('language = ""', "language: must be text"),
        ('models = "gpt"', "models: must be a table"),
        ('[models]\ngpt = "openai/gpt-4o"', "models.gpt: must be a table"),
        ('[models."Big One"]\nmodel = "a/b"', "models.Big One: a name has small letters"),
        ("[models.a]\n", "[models.a] model: is missing"),
        ("[models.a]\nmodel = 4", "[models.a] model: must be text"),
        ('[models.a]\nmodel = "a/b"\ntemperature = 1', "[models.a] temperature: no such field"),
        ('[models.a]\nmodel = "openrouter/a/b"\ndata_collection = "no"', "data_collection: must be one of deny, allow"),
        ('[models.a]\nmodel = "openai/b"\ndata_collection = "deny"', "data_collection: is a setting of OpenRouter's"),
        ('[models.a]\nmodel = "a/b"\nreasoning = "much"', "[models.a] reasoning: must be one of none, low"),
        ('[models.a]\nmodel = "a/b"\nwindow = 1.5', "[models.a] window: must be a whole number"),
        ('[models.a]\nmodel = "a/b"\nwindow = true', "[models.a] window: must be a number"),
        ('[models.a]\nmodel = "a/b"\nwindow = 0', "[models.a] window: must be a whole number"),
        ('[models.a]\nmodel = "a/b"\ninput_price = -1', "[models.a] input_price: must be a number, 0 or more"),
        ('[models.a]\nmodel = "a/b"\ninput_price = nan\noutput_price = 1', "[models.a] input_price: must be a number"),
        ('[models.a]\nmodel = "a/b"\ninput_price = inf\noutput_price = 1', "[models.a] input_price: must be a number"),
        ('[models.a]\nmodel = "a/b"\ninput_price = 1', "[models.a]: input_price and output_price go together"),
        ('[models.a]\nmodel = "a/b"\napi_base = "example.org"', "[models.a] api_base: must be an address"),
        ('[models.a]\nmodel = "a/b"\napi_base = "http://[x"', "[models.a] api_base: is no address"),
        ('[models.a]\nmodel = "a/b"\nkey_keyring = "me"', '[models.a] key_keyring: must be "service/user"'),
        ('[models.a]\nmodel = "a/b"\nkey_env = "A"\nkey_command = "b"', "[models.a]: give one of key_env"),
        ('try_first = "yes"', "try_first: must be true or false"),
        ('places = "mail"', "places: must be written [[places]]"),
        ("places = [1]", "places: must be written [[places]]"),
        ('[[places]]\nonly = ["a"]', "[[places]] path: is missing"),
        ('[[places]]\npath = "mail"\nonly = []', "[[places]] path: must begin with / or ~"),
        ('[[places]]\npath = "/mail"', "[[places]] only: must be a list"),
        ('[[places]]\npath = "/mail"\nonly = "a"', "[[places]] only: must be a list"),
        ('[[places]]\npath = "/mail"\nonly = []\nexcept = []', "[[places]] except: no such field"),
    ],
)
def test_what_is_wrong_is_one_line_with_file_table_and_field(text: str, said: str, tmp_path: Path) -> None:
    """The person is led to the place."""
    path = write(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        load(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "line",
    [
        'key = "sk-CANARY"',
        'api_key = "sk-CANARY"',
        'API_KEY = "sk-CANARY"',
        'token = "sk-CANARY"',
        'key_env = "sk-CANARY"',
        'key_keyring = "sk-CANARY"',
        'api_base = "https://me:sk-CANARY@example.org"',
    ],
)
def test_a_key_in_the_file_is_refused_with_advice_and_never_repeated(line: str, tmp_path: Path) -> None:
    """Fault 74: a key that somebody wrote into the file does not reach the screen through our message."""
    for text in (f'[models.a]\nmodel = "a/b"\n{line}\n', f"{line}\n"):
        with pytest.raises(ConfigError) as caught:
            load(write(tmp_path, text))
        assert "CANARY" not in str(caught.value)
    with pytest.raises(ConfigError, match=r"key_env = \"VARIABLE\""):
        load(write(tmp_path, 'api_key = "sk-CANARY"'))


def test_a_friend_is_added_and_everything_else_stays(tmp_path: Path) -> None:
    """Comments, order and odd spaces are kept; the file is readable for its owner only."""
    path = write(tmp_path, WHOLE)
    friend = Friend("claude", "anthropic/claude-sonnet-4-0", key=KeySource("keyring", "friend/me"), price=(3.0, 15.0))
    add_friend(path, friend)
    text = path.read_text("utf-8")
    for line in WHOLE.splitlines():
        assert line in text
    config = load(path)
    assert config.friends["claude"] == friend
    assert config.default == "gpt"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("name", ["gpt", "gpt-4.1", "4o", "a_b"])
def test_the_first_friend_begins_the_file(name: str, tmp_path: Path) -> None:
    """The folder and the file are made for their owner alone; a name with a dot is one name."""
    path = tmp_path / "config/friend/config.toml"
    add_friend(path, Friend(name, "openai/gpt-4o", key=KeySource("env", "OPENAI_API_KEY")), make_default=True)
    config = load(path)
    assert config.default == name
    assert list(config.friends) == [name]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_new_default_takes_the_place_of_the_old(tmp_path: Path) -> None:
    """Its comment stays, and it does not slip into a table."""
    path = write(tmp_path, WHOLE)
    add_friend(path, Friend("new", "embedded/tiny"), make_default=True)
    assert load(path).default == "new"
    assert "# the usual one" in path.read_text("utf-8")
    bare = write(tmp_path, '[models.a]\nmodel = "a/b"\n')
    add_friend(bare, Friend("new", "embedded/tiny"), make_default=True)
    assert load(bare).default == "new"


def test_a_name_that_is_taken_is_refused(tmp_path: Path) -> None:
    """The file is as it was."""
    path = write(tmp_path, WHOLE)
    with pytest.raises(ConfigError, match="there is a friend called gpt already"):
        add_friend(path, Friend("gpt", "openai/gpt-5"))
    assert path.read_text("utf-8") == WHOLE


@pytest.mark.parametrize("name", ["", "Gpt", "-a", "a b", "a/b", "é", "a\nb"])
def test_a_name_that_cannot_be_one_is_refused(name: str, tmp_path: Path) -> None:
    """The file is as it was."""
    path = write(tmp_path, WHOLE)
    with pytest.raises(ConfigError):
        add_friend(path, Friend(name, "openai/gpt-5"))
    assert path.read_text("utf-8") == WHOLE


def test_models_written_in_one_line_can_be_added_to(tmp_path: Path) -> None:
    """Other ways of writing the same tables are taken, or refused with the file as it was."""
    for text in ('models = { a = { model = "a/b" } }\n', 'models.a.model = "a/b"\n', '[models]\na = {model = "a/b"}\n'):
        path = write(tmp_path, text)
        try:
            add_friend(path, Friend("new", "embedded/tiny"))
        except ConfigError:
            assert path.read_text("utf-8") == text
        else:
            assert set(load(path).friends) == {"a", "new"}


def test_an_edit_that_says_something_else_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the editing library wrote is read again and compared before it replaces anything."""
    path = write(tmp_path, WHOLE)
    for wrong in ('[models.new]\nmodel = "embedded/tiny"\n', WHOLE, WHOLE + '[models.new]\nmodel = "embedded/small"\n'):
        monkeypatch.setattr(config_edit, "_in_words", lambda *_, text=wrong, **__: text)
        with pytest.raises(ConfigError, match="without changing the rest"):
            add_friend(path, Friend("new", "embedded/tiny"))
        assert path.read_text("utf-8") == WHOLE


def test_a_linked_configuration_stays_linked(tmp_path: Path) -> None:
    """People keep their configuration in a repository and link to it."""
    (tmp_path / "dotfiles").mkdir()
    real = write(tmp_path / "dotfiles", WHOLE)
    link = tmp_path / "config.toml"
    link.symlink_to(real)
    add_friend(link, Friend("new", "embedded/tiny"))
    assert link.is_symlink()
    assert "new" in load(real).friends


@given(
    st.builds(
        Friend,
        st.from_regex(r"[a-z0-9][a-z0-9._-]*", fullmatch=True),
        st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1).filter(str.strip),
        st.none() | st.just("http://127.0.0.1:8000/v1"),
        st.none()
        | st.builds(KeySource, st.just("env"), st.from_regex(r"[A-Z_][A-Z0-9_]*", fullmatch=True))
        | st.builds(KeySource, st.just("command"), st.text(st.characters(codec="utf-8"), min_size=1).filter(str.strip)),
        st.none() | st.sampled_from(["none", "low", "medium", "high"]),
        st.none() | st.integers(1, 10**7),
        st.none() | st.tuples(st.floats(0, 1e6), st.floats(0, 1e6)),
    )
)
def test_any_friend_that_is_added_is_read_back_or_refused(friend: Friend) -> None:
    """What is written says what was meant, whatever the words are."""
    import tempfile  # noqa: PLC0415 - a property test cannot share pytest's folder

    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder), '[models.zz-first]\nmodel = "a/b"\n[[places]]\npath = "/x"\nonly = []\n')
        before = path.read_bytes()
        try:
            add_friend(path, friend, make_default=True)
        except ConfigError:
            assert path.read_bytes() == before
        else:
            assert load(path).friends[friend.name] == friend
            assert tomllib.loads(path.read_text("utf-8"))["default"] == friend.name


def place(folder: Path, *rules: tuple[str, list[str]]) -> Config:
    """Write a configuration that has these places."""
    text = "".join(f'[[places]]\npath = "{path}"\nonly = {names}\n' for path, names in rules)
    return load(write(folder, text.replace("'", '"')))


def test_a_draft_under_a_place_goes_to_its_friends_only(tmp_path: Path) -> None:
    """The folder and all below it; a neighbour whose name begins alike is not under it."""
    mail = tmp_path / "mail"
    (mail / "2026").mkdir(parents=True)
    config = place(tmp_path, (str(mail), ["small"]))
    assert allowed(config, str(mail / "a.md")) == {"small"}
    assert allowed(config, str(mail / "2026/new.md")) == {"small"}
    assert allowed(config, str(tmp_path / "mailbox/a.md")) is None
    assert allowed(config, str(tmp_path / "a.md")) is None
    assert allowed(config, str(mail / "../a.md")) is None
    assert allowed(config, None) is None


def test_a_place_within_a_place_needs_both(tmp_path: Path) -> None:
    """Each place says "these only": a friend must be in every list."""
    config = place(tmp_path, (str(tmp_path), ["small", "gpt"]), (str(tmp_path / "mail"), ["small", "claude"]))
    assert allowed(config, str(tmp_path / "mail/a.md")) == {"small"}
    assert allowed(config, str(tmp_path / "a.md")) == {"small", "gpt"}


def test_links_do_not_lead_round_a_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A link to a draft, to its folder, or in the place's own path, `..` and a relative path: all are under it."""
    mail = tmp_path / "real/mail"
    mail.mkdir(parents=True)
    (mail / "a.md").write_text("Dear.", "utf-8")
    (tmp_path / "link.md").symlink_to(mail / "a.md")
    (tmp_path / "folder").symlink_to(mail)
    (mail / "out.md").symlink_to(tmp_path / "elsewhere.md")
    monkeypatch.chdir(mail)
    for named in (mail, tmp_path / "folder"):
        config = place(tmp_path, (str(named), ["small"]))
        for draft in ("link.md", "folder/a.md", "folder/new.md", "real/mail/out.md", "real/../real/mail/a.md"):
            assert allowed(config, str(tmp_path / draft)) == {"small"}
        assert allowed(config, "a.md") == {"small"}


def test_another_spelling_of_the_same_folder_is_the_same_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where letter case does not count (macOS), or a folder is mounted twice, what counts is the folder itself."""
    mail = str(tmp_path / "mail")
    monkeypatch.setattr(config_module, "_mark", lambda path: (1, 2) if str(path).lower() == mail.lower() else None)
    assert allowed(place(tmp_path, (mail, ["small"])), str(tmp_path / "MAIL/a.md")) == {"small"}


def test_a_place_that_is_not_there_yet_counts(tmp_path: Path) -> None:
    """The rule holds from the first file on."""
    config = place(tmp_path, (str(tmp_path / "later"), ["small"]))
    assert allowed(config, str(tmp_path / "later/a.md")) == {"small"}


def test_an_unreadable_file_is_said(tmp_path: Path) -> None:
    """One line, with the reason."""
    (tmp_path / "config.toml").mkdir()
    with pytest.raises(ConfigError, match=r"config\.toml: cannot be read"):
        load(tmp_path / "config.toml")
