"""Whose words: 80 planted runs in 100,000 words against 5 million, what it costs, and texts that no reply knew.

`python -m tests.benchmarks.check` prints tables as Markdown; see corpus.py for the texts. The draft, and the texts that
nobody knew, are of the Debian Administrator's Handbook. The replies are of other hands, the Debian Reference and the
Developer's Reference: what a draft and a reply of one source share, they share honestly, and a check that finds it is
right. A chain of words (Markov, order 1) writes them: their short runs are those of the language, their long ones are
new. Choices are seeded; the quality is that of three seeds together.
"""
# ruff: noqa: T201, S311 - a script that prints, and chance that must be the same each time

from __future__ import annotations

import gc
import random
import shutil
import statistics
import sys
import tempfile
import time
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import islice, pairwise
from pathlib import Path

from friend.adapters.log.store import SqliteLog
from friend.adapters.words.catching_up import LoggedReplies, catch_up
from friend.adapters.words.index import WordFile
from friend.adapters.words.layout import SAID, Entry, Reached
from friend.record.borrowing import Borrowed, Borrowing
from friend.record.checking import check
from friend.text.draft import Draft
from friend.text.shingles import hashes
from friend.text.span import Span
from friend.text.words import WORD
from tests.benchmarks.corpus import of_other_hands, paragraphs
from tests.terminal import Terminal

_REPLIES = 10_000
_WORDS = 500
_SEEDS = (7, 8, 9)
_HALF_A_DRAFT = 50_000
_PLANTS = 40
_UNKNOWN = 20


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
    chains = [_chain(of_other_hands(language), rng) for language in ("en", "fr")]
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


@dataclass
class Quality:
    """What was found of what was planted, by kind, and what was found besides."""

    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    all: int = 0
    besides: int = 0
    unknown: int = 0
    unknown_words: int = 0

    def measure(self, borrowing: Borrowing, text: str, places: dict[Span, str], unknown: list[str]) -> None:
        """Look at one draft, and at texts that no reply knew."""
        found = borrowing.in_text(text)
        for place, kind in places.items():
            self.planted[kind] += 1
            self.found[kind] += _finds(found, place)
        self.all += len(found)
        self.besides += sum(not any(each.span.overlaps(place) for place in places) for each in found)
        self.unknown += sum(len(borrowing.in_text(each)) for each in unknown)
        self.unknown_words += sum(len(each.split()) for each in unknown)

    def rows(self) -> list[str]:
        """Tell it."""
        near = [kind for kind in self.planted if kind != "exact"]
        rate = self.unknown / self.unknown_words * 10_000
        kinds = [(kind, self.found[kind], self.planted[kind]) for kind in self.planted]
        kinds.append(
            ("all near ones", sum(self.found[kind] for kind in near), sum(self.planted[kind] for kind in near))
        )
        return [
            "| planted | found | of | recall |",
            "|---|---|---|---|",
            *(f"| {kind} | {found} | {planted} | {found / planted:.3f} |" for kind, found, planted in kinds),
            "",
            f"Not planted: {self.besides} of {self.all} findings ({self.besides / self.all:.1%}; ≤ 5 %).",
            f"Texts that nobody knew, {self.unknown_words:,} words: {self.unknown}, {rate:.2f} per 10,000 words (≤ 1).",
        ]


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
    entries = iter(Entry(Reached(1, "x"), 1, SAID, (hashes(reply),)) for _ in range(100_000))
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


def typing(folder: Path, text: str) -> list[str]:
    """Type on the text with the live count and without, in turn: at once, and again and again just after a rest."""
    draft = folder / "draft.md"
    draft.write_text(text, "utf-8")
    seats: dict[str, Terminal] = {}
    for name in ("without", "live"):
        data = folder / name
        data.mkdir()
        for part in ("log.sqlite3", "words.index", "words.tail"):
            shutil.copy(folder / part, data / part)
        middle = text.rfind("\n", 0, len(text) // 2) + 1
        own = folder / f"{name}.md"
        shutil.copy(draft, own)
        command = [
            sys.executable,
            "-m",
            "tests.desk_program",
            str(own),
            str(data),
            str(middle),
            *([name] * (name == "live")),
        ]
        seats[name] = Terminal(command, columns=100, rows=30, echo=False)
    seats["live"].wait_for("not your own", 120)
    for seat in seats.values():
        seat.settle()
    rare = iter(chr(0x100 + index) for index in range(0x14F))
    rows = ["| key to echo | without the count | with it | ratio of medians |", "|---|---|---|---|"]
    for title, gap_s, keys in (("typing", 0.05, 120), ("half a second after the last key", 0.55, 40)):
        times: dict[str, list[float]] = {name: [] for name in seats}
        for number, letter in enumerate(islice(rare, keys)):
            time.sleep(gap_s)
            # In turn the first: what one does after its key is no burden on the other alone.
            for name, seat in sorted(seats.items(), reverse=number % 2 == 1):
                begun = time.perf_counter()
                seat.type(letter)
                seat.await_bytes(letter.encode())
                times[name].append(time.perf_counter() - begun)
        without, live = (statistics.median(found) * 1e3 for found in times.values())
        rows.append(f"| {title} | {without:.1f} ms | {live:.1f} ms | {live / without:.2f} (≤ 1.1) |")
    for seat in seats.values():
        seat.close()
    return rows


def bad_input(folder: Path) -> list[str]:
    """Compare what may be slow with what is not: 10,000 identical replies with 10, only quotations, an empty log."""
    said = "Nobody on the lane was told before the kerb was painted in one night, and that is what stings."
    line = "— Claude Sonnet 4 (claude-sonnet-4-20250514), 21 Nov. 2026"
    quotations = "\n\n".join(f"> {said}\n>\n> {line}" for _ in range(100))
    own = "\n\n".join(paragraphs("en"))[: len(quotations)]
    times: dict[tuple[str, str], float] = {}
    for name, replies in (("no", []), ("10", [said] * 10), ("10,000", [said] * 10_000)):
        place = folder / f"of{len(replies)}"
        place.mkdir()
        log = _logged(place, replies, [])
        index = WordFile(place)
        catch_up(index, log)
        at_hand = LoggedReplies(log)
        for kind, text in (
            ("own words", own),
            ("borrowed words", own + f"\n\n{said}"),
            ("only quotations", quotations),
        ):
            draft = Draft(text)
            times[name, kind] = _timed(partial(_checked, draft, index, at_hand))
        log.close()
    kinds = list(dict.fromkeys(kind for _, kind in times))
    rows = ["| replies | " + " | ".join(kinds) + " |", "|---|" + "---|" * len(kinds)]
    for name in ("no", "10", "10,000"):
        cells = [f"{times[name, kind]:.2f} ms, {times[name, kind] / times['10', kind]:.2f} of 10" for kind in kinds]
        rows.append(f"| {name}{' identical' * (name != 'no')} | {' | '.join(cells)} |")
    return rows


def _checked(draft: Draft, index: WordFile, replies: LoggedReplies) -> None:
    check(draft, Borrowing(index, replies), replies, [])


@dataclass
class Setting:
    """One seed's log, index, draft with what was planted in it, and texts that no reply knew."""

    log: SqliteLog
    index: WordFile
    text: str
    places: dict[Span, str]
    unknown: list[str]
    reply: str
    built_s: float


def setting(seed: int, place: Path) -> Setting:
    """Make all that one seed says, in a folder."""
    rng = random.Random(seed)
    replies = _replies(rng)
    every = [paragraphs(language) for language in ("en", "fr")]
    drafts, beyond = zip(*(_take(some, _HALF_A_DRAFT) for some in every), strict=True)
    sent_by = _chain(of_other_hands("en"), rng)
    sent = [" ".join(next(sent_by) for _ in range(150)) for _ in range(_REPLIES // 100)]
    text, places = _planted([*drafts[0], *drafts[1]], replies, rng)
    unknown: list[str] = []
    for rest in beyond:
        step = max(1, len(rest) // (_UNKNOWN // 2))
        unknown += ["\n\n".join(rest[start : start + step]) for start in range(0, step * (_UNKNOWN // 2), step)]
    log = _logged(place, replies, sent)
    index = WordFile(place)
    begun = time.perf_counter()
    catch_up(index, log)
    return Setting(log, index, text, places, unknown, replies[0], time.perf_counter() - begun)


def main() -> None:
    """Print the tables."""
    told = Quality()
    prices: list[str] = []
    for seed in _SEEDS:
        with tempfile.TemporaryDirectory() as place:
            made = setting(seed, Path(place))
            told.measure(Borrowing(made.index, LoggedReplies(made.log)), made.text, made.places, made.unknown)
            if not prices:
                begun = time.perf_counter()
                catch_up(WordFile(Path(place)), made.log)
                opened = time.perf_counter() - begun
                # What the benchmark itself holds in memory is not looked at again and again.
                gc.collect()
                gc.freeze()
                size = Path(place, "words.index").stat().st_size
                print(
                    f"{_REPLIES:,} replies of {_WORDS} words; a draft of {len(made.text.split()):,} words. The index "
                    f"was made in {made.built_s:.1f} s, has {size / 1e6:.0f} MB, and opens in {opened * 1e3:.0f} ms.\n"
                )
                prices = [*costs(made.index, made.log, made.text, made.reply), "", *bad_input(Path(place)), ""]
                made.log.close()
                prices += typing(Path(place), made.text)
            made.log.close()
    print("\n".join(told.rows()), end="\n\n")
    print("\n".join(prices), end="\n\n")


if __name__ == "__main__":
    main()
