"""What a draft is."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from friend.text.draft import Draft, NotADraftError


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_bytes_come_back(text: str) -> None:
    """What was read is written back byte for byte: line ends, BOM, odd separators (fault 55)."""
    data = text.encode()
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        assert Draft.from_bytes(data).to_bytes() == data


@pytest.mark.parametrize(
    "data", [b"", b"x", b"a\r\nb\nc\rd", b"\xef\xbb\xbfa", b"no end", "a\u2028b\x0cc\x85".encode()], ids=repr
)
def test_odd_files_come_back(data: bytes) -> None:
    """No bytes, one byte, CRLF, mixed ends, BOM, no last line end, U+2028: all are kept (faults 55, 61)."""
    assert Draft.from_bytes(data).to_bytes() == data


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xff\xfea\0", "UTF-16 (little endian)"),
        (b"\xfe\xff\0a", "UTF-16 (big endian)"),
        ("un été".encode("utf-32-le").join([b"\xff\xfe\0\0", b""]), "UTF-32 (little endian)"),
        (b"\0\0\xfe\xff\0\0\0a", "UTF-32 (big endian)"),
        ("Un été, à Paris.\r\n".encode("utf-16-le"), "UTF-16 (little endian) without its mark"),
        ("Un été, à Paris.\r\n".encode("utf-16-be"), "UTF-16 (big endian) without its mark"),
        (b"ab\0c", "NUL at byte 2"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a NUL at byte 8"),
        (b"caf\xe9", "byte 3 is 0xe9"),
        (b"\xed\xa0\x80", "not UTF-8"),
    ],
)
def test_other_bytes_are_refused_by_name(data: bytes, said: str) -> None:
    """UTF-16, binary and invalid UTF-8 are refused with the encoding or the position (faults 25, 56)."""
    with pytest.raises(NotADraftError) as caught:
        Draft.from_bytes(data)
    assert said in str(caught.value)


def test_a_lone_surrogate_is_refused_with_its_place() -> None:
    """Half a character cannot be kept, and so cannot be sent (fault 25)."""
    with pytest.raises(NotADraftError, match="character 2"):
        Draft("ab\ud800").to_bytes()
    with pytest.raises(NotADraftError):
        _ = Draft("ab\ud800").digest


def test_the_digest_names_the_bytes() -> None:
    """The digest is that of the file, BOM and line ends included."""
    data = "\ufeffa\r\n".encode()
    assert Draft.from_bytes(data).digest == "sha256:" + hashlib.sha256(data).hexdigest()


def test_words_are_counted() -> None:
    """A draft knows how many words it has."""
    assert Draft("I'm not here, am I?").words == 5
