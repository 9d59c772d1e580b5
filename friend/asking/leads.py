"""Owns which authors, works, concepts and figures an answer names: its leads, each to be verified by the person.

A friend that is asked to explore an idea is asked to end with a list, which is ordinary prose and stays in the answer:

    To verify:
    - author: Gaston Bachelard — on houses that we dream of
    - work: *La Poétique de l'espace* (1957)

The list is read as it comes: any text parses, a kind may be missing, and who writes no list is read all the same, by a
recogniser that would rather miss a name than take a common word for one. What the person named first, in the draft or
in the question, is no lead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from friend.asking.lead import LeadKind, Named
from friend.text.normalise import fold

_MOST: Final = 40
_LONGEST: Final = 50_000
_LONGEST_NAME: Final = 160
_LONGEST_TITLE: Final = 12
_LONGEST_CONCEPT: Final = 5


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# The list under "To verify:".
_HEADING: Final = re.compile(
    r"^[ \t#>*_]*(?:to verify|to be verified|to check|à vérifier)[ \t\u00a0\u202f*_]*(?P<colon>[:：])?[*_ \t]*"
    r"(?P<rest>[^\n]*)$",
    re.IGNORECASE | re.MULTILINE,
)
_ITEM: Final = re.compile(r"^\s*(?:[-*+•–]|\d{1,2}[.)])\s+(?:\[[ xX]\]\s+)?(?P<words>\S.*)$")
_KINDS: Final[dict[LeadKind, str]] = {
    "author": "authors? auteurs? autrices? persons? people personnes? writers? thinkers? écrivaine?s? philosopher",
    "work": "works? œuvres? oeuvres? ouvrages? books? livres? essays? essais? articles? films? poems? poèmes?",
    "concept": "concepts? notions? ideas? idées? terms? termes? words? mots? theory théorie theories théories",
    "figure": "figures? chiffres? numbers? nombres? dates? facts? faits? years? années? events? événements?",
}
_KIND: Final = re.compile(
    r"[*_]*(?:" + "|".join(f"(?P<{kind}>{'|'.join(words.split())})" for kind, words in _KINDS.items())
    + r")[*_]*\s*[:：]\s*[*_]*\s*",
    re.IGNORECASE,
)  # fmt: skip
_SAID: Final = re.compile(r"\s+[—–-]{1,2}\s+|\s*[:：]\s+")
_MARKS: Final = re.compile(r"[*_`]+|[“«][ \u00a0\u202f]?|[ \u00a0\u202f]?[”»]|\"")
_BARE: Final = re.compile(r"[\s\-*+•–.)\d]*")
_NOTHING: Final = re.compile(r"\W*(?:none|nothing|n/a|no names?|rien|aucune?|néant)\b[^\n]{0,20}", re.IGNORECASE)

# The recogniser. A name: capitalised words, with the small ones that stand in names.
_UPPER: Final = r"[A-ZÀ-ÖØ-Þ]"
_WORD: Final = rf"{_UPPER}(?:[^\W\d_]|['’-](?=[^\W\d_]))*[^\W\d_]"
_PARTICLE: Final = r"(?:de\ la|de|du|des|von|van|der|den|di|da|della|al|bin|ben|la|le|d['’])"
_FULL_NAME: Final = (
    rf"(?:{_WORD}|{_UPPER}\.)(?:[ ]?(?:{_UPPER}\.|{_WORD})|[ ]{_PARTICLE}[ ]?(?={_UPPER}))*[ ]?{_WORD}".replace(
        r"\ ", " "
    )
)
_YEAR: Final = r"(?:1[0-9]\d\d|20\d\d)"
_YEARS: Final = rf"[ ]?\((?:[^()\n]{{0,40}}\b)?{_YEAR}(?:\s?[-–]\s?{_YEAR})?\)"
_ITALIC: Final = r"(?<![*_\w])(?P<i>[*_])(?![*_\s])(?P<italic>[^*_\n]{3,100})(?<!\s)(?P=i)(?![*_\w])"
_QUOTED: Final = r"[“«\"]\s?(?P<quoted>[^”»\"\n]{3,100}?)\s?[”»\"]"
_WORK: Final = re.compile(rf"(?:{_ITALIC}|{_QUOTED})(?P<year>{_YEARS})?")
_BY_BEFORE: Final = re.compile(
    rf"(?P<name>{_FULL_NAME}|{_WORD})(?:['’]s[ ]|,?[ ](?:in|dans|with|avec)[ ]|,[ ]|[ ]\(|[ ]:[ ])"
    r"(?:his[ ]|her[ ]|the[ ]|les?[ ]|la[ ])?\Z"
)
_BY_AFTER: Final = re.compile(rf"(?:{_YEARS})?,?[ ](?:by|de|d['’]|du|from|chez)[ ]?(?P<name>{_FULL_NAME}|{_WORD})")
_PERSON: Final = re.compile(rf"(?<![\w’'-])(?P<name>{_FULL_NAME})(?![\w])(?P<after>['’]s\b|{_YEARS}|,? \w+)?")
_SAYS: Final = re.compile(
    r"""['’]s\b|[ ]?\(|,?[ ](?:(?:le|la|en|y|lui)[ ]|l['’])?(?:wrote|writes|argues?|argued|says?|said|calls?|called
    |coined|speaks?|spoke|describes?
    |described|shows?|showed|thought|thinks?|asks?|asked|defined?|distinguishes|distinguished|famously|who|makes?|saw
    |écrit|écrivait|parle|parlait|appelle|appelait|nomme|dit|disait|décrit|décrivait|montre|explique|raconte|pense
    |distingue|distinguait|dont|qui|évoque|oppose|voit|a)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_CUE: Final = re.compile(
    r"(?:\b(?:by|see|like|and|with|read|after|chez|voir|selon|par|comme|et|lire|avec|d['’]après)"
    r"|d['’])\s?\Z",
    re.IGNORECASE,
)
_OPENERS: Final = _words("""
    the a an in on at as if it its this that these those when where while what who why how but and or so for from to
    by of with your you my our their his her see like read no yes not one two both here there then now also dear well
    perhaps maybe since after before because although though even only just le la les un une des du de en dans à au aux
    ce cet cette ces il elle on nous vous tu je mais et ou donc or ni car si quand comme chez selon voir lire pour par
    avec sans sur sous mon ton son notre votre leur oui non ici là puis aussi ainsi d’ l’ cher chère monsieur madame
    mr mrs ms dr saint
""")
_DAYS: Final = re.compile(
    r"(?i:mon|tues|wednes|thurs|fri|satur|sun)day|(?i:january|february|march|april|may|june|july|august|september"
    r"|october|november|december|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
)
_CONCEPT: Final = re.compile(
    rf"""(?:\b(?:concepts?|notions?|ideas?|terms?|idées?|termes?|theory|théorie|principle|principe|phenomenon|phénomène
    |metaphor|métaphore)\s(?:of\s|de\s(?:la\s)?|d['’]|du\s|called\s|:\s?)?(?:the\s|la\s|le\s|l['’])?
    |\b(?:calls?|called|calling|coined|named|names|appelle|appelait|nomme|nommait|appelé|appelée|dit)\s
    (?:this\s|it\s|them\s|that\s|such\s\w+\s|cela\s|ça\s|the\s|la\s|le\s|l['’])?)
    (?:{_ITALIC}|{_QUOTED})""",
    re.VERBOSE | re.IGNORECASE,
)
_FIGURE: Final = re.compile(
    rf"""\b(?:in|since|around|about|until|of|en|depuis|vers|jusqu['’]en)\s(?P<year>{_YEAR})\b(?!\s?[-–]\s?\d)
    |(?<![\w.,])(?P<share>\d+(?:[.,]\d+)?[\s\u00a0\u202f]?(?:%|per\ cent|percent|pour\ cent))
    |(?<![\w.,])(?P<large>\d+(?:[.,]\d+)?[\s\u00a0\u202f](?:million|billion|milliard|thousand|mille)s?\b)""",
    re.VERBOSE,
)


def leads(answer: str, known: str) -> list[Named]:
    """Give what an answer's prose names, in its order, each once; `known` is the draft with the question.

    What the list under "To verify:" holds comes first.
    """
    answer = answer[:_LONGEST]
    listed, prose = _listed(answer)
    familiar = _Familiar(known)
    found: list[Named] = []
    met: list[str] = []
    for named in [*listed, *_recognised(prose, familiar)]:
        key = _key(named.name)
        if not key or familiar.has(named.name) or any(key in other or other in key for other in met):
            continue
        met.append(key)
        found.append(named)
    return found[:_MOST]


class _Familiar:
    """What the person named first."""

    def __init__(self, known: str) -> None:
        self._text = f" {_key(known)} "
        self._words = set(self._text.split())

    def has(self, name: str) -> bool:
        """Tell whether the person has this name, or all the words of a person's name, already."""
        key = _key(name)
        return f" {key} " in self._text

    def has_surname(self, name: str) -> bool:
        """Tell whether the last word of a name is the person's own."""
        return _key(name).split()[-1:] != [] and _key(name).split()[-1] in self._words


def _listed(answer: str) -> tuple[list[Named], str]:
    """Read the lists under "To verify:", and give the rest of the prose."""
    found: list[Named] = []
    rest: list[str] = []
    at = 0
    while heading := _HEADING.search(answer, at):
        inline = heading["rest"].strip(" *_")
        if inline and not heading["colon"]:
            # A sentence that begins so.
            rest.append(answer[at : heading.end()])
            at = heading.end()
            continue
        rest.append(answer[at : heading.start()])
        at = heading.end()
        items = [part.strip() for part in inline.split(";") if part.strip()]
        for line in answer[at:].split("\n"):
            item = _ITEM.match(line)
            if item:
                items.append(item["words"])
            elif not _BARE.fullmatch(line) and not (items and line.startswith((" ", "\t"))):
                break
            elif not _BARE.fullmatch(line):
                items[-1] += f" {line.strip()}"
            at += len(line) + 1
        at = min(at, len(answer))
        found += [named for words in items if (named := _item(words))]
    rest.append(answer[at:])
    return found, "\n".join(rest)


def _item(words: str) -> Named | None:
    """Read one line of the list; None where it says that there is nothing."""
    if _NOTHING.fullmatch(words):
        return None
    kind = _KIND.match(words)
    bare = words[kind.end() :] if kind else words
    parts = _SAID.split(bare, maxsplit=1)
    name = _clean(parts[0])[:_LONGEST_NAME]
    said = _clean(parts[1]) if len(parts) > 1 else ""
    if not name:
        return None
    return Named(_kind_of(kind) if kind else _guessed(parts[0]), name, said)


def _kind_of(match: re.Match[str]) -> LeadKind:
    return next(kind for kind in _KINDS if match[kind] is not None)


def _guessed(words: str) -> LeadKind:
    """Guess the kind of a name that comes without one."""
    if re.match(r"\W*[*_“«\"]", words) or re.search(rf"\({_YEAR}\)", words):
        return "work"
    if re.fullmatch(rf"\W*(?:{_FULL_NAME})\W*", words):
        return "author"
    return "figure" if re.search(r"\d", words) else "concept"


def _recognised(prose: str, familiar: _Familiar) -> Iterator[Named]:
    """Read the prose of a friend that wrote no list, or not all of it."""
    found: list[tuple[int, Named]] = []
    taken: list[tuple[int, int]] = []
    for match in _CONCEPT.finditer(prose):
        name = _clean(match["italic"] or match["quoted"] or "")
        if len(name.split()) <= _LONGEST_CONCEPT and not familiar.has(name) and not name.endswith((".", "?", "!")):
            found.append((match.start(), Named("concept", name)))
            taken.append(match.span())
    for match in _WORK.finditer(prose):
        if _within(match.start(), taken):
            continue
        by = _author_of(prose, match)
        if (
            not _is_label(prose, match)
            and _is_title(match, has_author=by is not None)
            and not familiar.has(match["italic"] or match["quoted"])
        ):
            taken.append(match.span())
            if by and not familiar.has_surname(by[1]):
                found.append((by[0], Named("author", by[1])))
            found.append((match.start(), Named("work", _clean(match.group()))))
    found += _persons(prose, familiar, taken)
    found += _figures(prose, familiar, taken)
    # A surname that is said again alone is the same person.
    full = [named.name for _, named in found if named.kind == "author" and " " in named.name]
    for _, named in sorted(found, key=lambda each: each[0]):
        if named.kind != "author" or " " in named.name or not any(name.endswith(named.name) for name in full):
            yield named


def _author_of(prose: str, work: re.Match[str]) -> tuple[int, str] | None:
    """Give who stands beside a work as its author, and where."""
    before = _BY_BEFORE.search(prose[max(0, work.start() - 80) : work.start()])
    if before:
        name = _without_opener(before["name"])
        if name:
            return max(0, work.start() - 80) + before.start("name"), name
    after = _BY_AFTER.match(prose, work.end())
    return (after.start("name"), after["name"]) if after else None


def _is_label(prose: str, work: re.Match[str]) -> bool:
    """Tell whether words only open a line or a sentence, before a colon: *Strong point*: …."""
    before = prose[: work.start()].rstrip(" ")
    opens = not before or before[-1] in "\n.!?-*"
    return opens and not work["year"] and prose.startswith((":", " :", "\u00a0:"), work.end())


def _is_title(work: re.Match[str], *, has_author: bool) -> bool:
    """Tell whether words in italics or in quotation marks are a title, and no emphasis or quotation of the draft."""
    words = (work["italic"] or work["quoted"]).strip()
    if not words[0].isupper() or words.endswith((".", "!", ",", ":", ";")) or len(words.split()) > _LONGEST_TITLE:
        return False
    if work["year"] or has_author:
        return True
    return work["italic"] is not None and len(words.split()) > 1


def _persons(prose: str, familiar: _Familiar, taken: Iterable[tuple[int, int]]) -> Iterator[tuple[int, Named]]:
    for match in _PERSON.finditer(prose):
        name = _without_opener(match["name"])
        if " " not in name or _DAYS.search(name) or familiar.has_surname(name) or _within(match.start(), taken):
            continue
        start = match.end("name") - len(name)
        if _SAYS.match(prose, match.end("name")) or _CUE.search(prose[max(0, start - 12) : start]):
            yield start, Named("author", name)


def _figures(prose: str, familiar: _Familiar, taken: Iterable[tuple[int, int]]) -> Iterator[tuple[int, Named]]:
    for match in _FIGURE.finditer(prose):
        name = next(group for group in match.groups() if group)
        if not familiar.has(name) and not _within(match.start(), taken):
            yield match.start(), Named("figure", _clean(name))


def _without_opener(name: str) -> str:
    """Take off the word that only opens a sentence, and what is no part of a name."""
    words = name.split(" ")
    while words and words[0].casefold() in _OPENERS:
        words = words[1:]
    return " ".join(words)


def _within(place: int, taken: Iterable[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in taken)


def _clean(words: str) -> str:
    """Give a name without Markdown's marks and the stop that may end it; a title keeps its year."""
    return re.sub(r"\s+", " ", _MARKS.sub("", words)).strip(" .,;:—–-")


def _key(words: str) -> str:
    """Give the words as they are compared, one space between."""
    return " ".join(re.findall(r"[^\W_]+", fold(words).text.casefold()))
