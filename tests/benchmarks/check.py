"""Whose words: 80 planted runs in 100,000 words against 5 million, what it costs, and texts that no reply knew.

`python -m tests.benchmarks.check` prints tables as Markdown; see corpus.py for the text. The replies are written by a
chain of words (Markov, order 1) over three fifths of the corpus, so that their short runs are those of the
language and their long ones are new; the draft and the texts that nobody knew are of the rest. Choices are seeded.
"""
# ruff: noqa: T201, S311 - a script that prints, and chance that must be the same each time

from __future__ import annotations

import gc
import random
import tempfile
import time
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

from friend.adapters.log.store import SqliteLog
from friend.adapters.words.catching_up import LoggedReplies, catch_up
from friend.adapters.words.index import WordFile
from friend.adapters.words.layout import SAID, Entry, Reached
from friend.record.borrowing import Borrowed, Borrowing
from friend.text.shingles import hashes, pattern
from friend.text.span import Span
from friend.text.words import WORD
from tests.benchmarks.corpus import paragraphs

_REPLIES = 10_000
_WORDS = 500
_TRAINED = 0.6
_HALF_A_DRAFT = 50_000
_PLANTS = 40
_UNKNOWN = 20


def _trained(language: str) -> tuple[list[str], list[str]]:
    """Give the paragraphs for the replies, and the rest."""
    every = paragraphs(language)
    cut = int(len(every) * _TRAINED)
    return every[:cut], every[cut:]


def _chain(texts: list[str], rng: random.Random) -> Iterator[str]:
    """Give words for ever, each after one that it follows somewhere in the texts."""
    follows: dict[str, list[str]] = defaultdict(list)
    words = " ".join(texts).split()
    for first, second in pairwise(words):
        follows[first].append(second)
    word = rng.choice(words)
    while True:
        yield word
        after = follows.get(word)
        word = rng.choice(after or words)


def _replies(rng: random.Random) -> list[str]:
    chains = [_chain(_trained(language)[0], rng) for language in ("en", "fr")]
    return [" ".join(next(chains[number % 2]) for _ in range(_WORDS)) for number in range(_REPLIES)]


def _logged(folder: Path, replies: list[str], sent: list[str]) -> SqliteLog:
    """Write a log with these replies in one go; each hundredth question sent a text of the person's."""
    log = SqliteLog(folder / "log.sqlite3")
    with log.writing() as connection:
        connection.execute("INSERT INTO snapshot (digest, words, paragraphs) VALUES ('', 0, '[]')")
        connection.execute("INSERT INTO draft (first_at, first_snapshot) VALUES ('', 1)")
        for sequence, reply in enumerate(replies, start=1):
            connection.execute(
                "INSERT INTO exchange (sequence, id, asked_at, draft, snapshot, draft_digest, draft_words, friend, "
                "requested, prompt, prompt_digest, passage_start, passage_end, whole, question, wants, asked_notes) "
                "VALUES (?, ?, '2026-11-21T10:00:00Z', 1, 1, '', 0, 'a', 'b', '', '', 0, 0, 1, 'So?', '', '[]')",
                (sequence, f"id{sequence}"),
            )
            connection.execute(
                "INSERT INTO answer (sequence, status, served, evidence, answer, raw, price_source, notes) "
                "VALUES (?, 'complete', '[]', 'wire', ?, '', 'unknown', '[]')",
                (sequence, reply),
            )
            for number, kind in ((2 * sequence - 1, "asked"), (2 * sequence, "answered")):
                connection.execute(
                    "INSERT INTO event (number, kind, exchange, at, hash) VALUES (?, ?, ?, '', ?)",
                    (number, kind, f"id{sequence}", f"{number:064}"),
                )
        for number, text in enumerate(sent):
            connection.execute(
                "INSERT INTO paragraph (digest, text, since) VALUES (?, ?, ?)", (str(number), text, 1 + 100 * number)
            )
    return log


def _changed(words: list[str], rng: random.Random, others: list[str]) -> list[str]:
    """Change one word in each seven, at a place of its own."""
    words = list(words)
    for start in range(0, len(words), 7):
        if start + 7 <= len(words):
            words[start + rng.randrange(7)] = rng.choice(others)
    return words


def _reordered(words: list[str], rng: random.Random) -> list[str]:
    """Put the second part first."""
    cut = rng.randrange(len(words) // 3, 2 * len(words) // 3)
    return words[cut:] + words[:cut]


def _respelt(words: list[str]) -> list[str]:
    """Take away accents and punctuation, and change the case."""
    bare = unicodedata.normalize("NFKD", " ".join(words).replace("'", "’").replace(",", " –").replace(".", ";"))
    return "".join(each for each in bare if not unicodedata.combining(each)).title().split()


def _damages(others: list[str], rng: random.Random) -> list[tuple[str, Callable[[list[str]], list[str]]]]:
    return [
        ("a word in seven changed", lambda words: _changed(words, rng, others)),
        ("reordered", lambda words: _reordered(words, rng)),
        ("case, accents, punctuation", _respelt),
        ("a word in seven, and respelt", lambda words: _respelt(_changed(words, rng, others))),
    ]


def _planted(draft: list[str], replies: list[str], rng: random.Random) -> tuple[str, dict[Span, str]]:
    """Put exact and near runs into the middles of paragraphs; give the text, and where which kind stands."""
    others = " ".join(draft).split()
    damages = _damages(others, rng)
    hosts = set(rng.sample(range(len(draft)), 2 * _PLANTS))
    parts: list[str] = []
    places: dict[Span, str] = {}
    length = number = 0
    for index, paragraph in enumerate(draft):
        text = paragraph
        if index in hosts:
            exact = number % 2 == 0
            size = rng.randrange(6, 31) if exact else rng.randrange(12, 41)
            source = rng.choice(replies).split()
            at = rng.randrange(len(source) - size)
            kind, damage = ("exact", list) if exact else damages[number // 2 % len(damages)]
            run = damage(source[at : at + size])
            words = paragraph.split()
            cut = len(words) // 2
            before = " ".join(words[:cut])
            text = f"{before} {' '.join(run)} {' '.join(words[cut:])}"
            start = length + len(before) + 1
            places[Span(start, start + len(" ".join(run)))] = kind
            number += 1
        parts.append(text)
        length += len(text) + 2
    return "\n\n".join(parts), places


def _finds(found: list[Borrowed], place: Span) -> bool:
    common = sum(max(0, min(each.span.end, place.end) - max(each.span.start, place.start)) for each in found)
    return common >= 0.6 * len(place)


def _take(texts: list[str], words: int) -> tuple[list[str], list[str]]:
    count = 0
    for number, text in enumerate(texts):
        count += len(text.split())
        if count >= words:
            return texts[: number + 1], texts[number + 1 :]
    return texts, []


def _timed(work: Callable[[], object], times: int = 5) -> float:
    best = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best * 1e3


def quality(borrowing: Borrowing, text: str, places: dict[Span, str], unknown: list[str]) -> list[str]:
    """Count what was found of what was planted, and what was found besides."""
    found = borrowing.in_text(text)
    rows = ["| planted | found | of |", "|---|---|---|"]
    for kind in dict.fromkeys(places.values()):
        spans = [span for span, each in places.items() if each == kind]
        rows.append(f"| {kind} | {sum(_finds(found, span) for span in spans)} | {len(spans)} |")
    besides = [each for each in found if not any(each.span.overlaps(span) for span in places)]
    rows += ["", f"Not planted: {len(besides)} of {len(found)} findings ({len(besides) / len(found):.1%})."]
    alone = [len(borrowing.in_text(each)) for each in unknown]
    words = sum(len(each.split()) for each in unknown)
    rows.append(
        f"{len(unknown)} texts that no reply knew, {words:,} words: {sum(alone)} findings, "
        f"{sum(alone) / words * 10_000:.2f} per 10,000 words."
    )
    return rows


def costs(index: WordFile, log: SqliteLog, text: str, reply: str) -> list[str]:
    """Compare with the splitting of the same texts into words, in the same run."""

    def split(of: str) -> list[str]:
        return [match.group() for match in WORD.finditer(of)]

    borrowing = Borrowing(index, LoggedReplies(log))
    known = Borrowing(index, LoggedReplies(log))
    known.in_text(text)
    paragraph = max(text[:100_000].split("\n\n"), key=lambda each: len(each) if len(each) < 800 else 0)
    edits = iter(f"{paragraph} x{number}" for number in range(100_000))
    whole_split = _timed(lambda: split(text))
    whole = _timed(lambda: Borrowing(index, LoggedReplies(log)).in_text(text))
    again = _timed(lambda: borrowing.in_text(text))
    edit = _timed(lambda: [known.in_paragraph(next(edits)) for _ in range(100)]) / 100
    reply_split = _timed(lambda: [split(reply) for _ in range(100)]) / 100
    entries = iter(Entry(Reached(1, "x"), 1, SAID, (hashes(pattern(reply).findall(reply)),)) for _ in range(100_000))
    with index.held():
        added = _timed(lambda: [index.add([next(entries)]) for _ in range(100)]) / 100
    return [
        "| work | time | compared with |",
        "|---|---|---|",
        f"| split the draft into words | {whole_split:.1f} ms | |",
        f"| check the whole draft | {whole:.1f} ms | {whole / whole_split:.2f} of splitting it |",
        f"| check it again, unchanged | {again:.1f} ms | |",
        f"| check one edited paragraph | {edit:.3f} ms | {edit / whole:.5f} of the whole |",
        f"| split a reply of {len(reply.split())} words | {reply_split:.3f} ms | |",
        f"| add it to the index | {added:.3f} ms | {added / reply_split:.2f} of splitting it |",
    ]


def main() -> None:
    """Print the tables."""
    rng = random.Random(7)
    replies = _replies(rng)
    rests = [_trained(language)[1] for language in ("en", "fr")]
    drafts, beyond = zip(*(_take(rest, _HALF_A_DRAFT) for rest in rests), strict=True)
    sent_by = _chain([*_trained("en")[0]], rng)
    sent = [" ".join(next(sent_by) for _ in range(150)) for _ in range(_REPLIES // 100)]
    text, places = _planted([*drafts[0], *drafts[1]], replies, rng)
    unknown: list[str] = []
    for rest in beyond:
        step = max(1, len(rest) // (_UNKNOWN // 2))
        unknown += ["\n\n".join(rest[start : start + step]) for start in range(0, step * (_UNKNOWN // 2), step)]
    with tempfile.TemporaryDirectory() as place:
        log = _logged(Path(place), replies, sent)
        index = WordFile(Path(place))
        begun = time.perf_counter()
        catch_up(index, log)
        built = time.perf_counter() - begun
        begun = time.perf_counter()
        catch_up(WordFile(Path(place)), log)
        opened = time.perf_counter() - begun
        # What the benchmark itself holds in memory is not looked at again and again.
        gc.collect()
        gc.freeze()
        size = Path(place, "words.index").stat().st_size
        print(
            f"{_REPLIES:,} replies of {_WORDS} words; a draft of {len(text.split()):,} words. The index was made in "
            f"{built:.1f} s, has {size / 1e6:.0f} MB, and opens in {opened * 1e3:.0f} ms.\n"
        )
        print("\n".join(quality(Borrowing(index, LoggedReplies(log)), text, places, unknown)), end="\n\n")
        print("\n".join(costs(index, log, text, replies[0])), end="\n\n")
        log.close()


if __name__ == "__main__":
    main()
