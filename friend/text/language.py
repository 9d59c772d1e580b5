"""Owns which language a text is in, English or French: its small words vote, then elisions and accents."""

from __future__ import annotations

import re
import unicodedata
from typing import Final, Literal

from friend.text.passages import paragraphs

_READ: Final = 50_000


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ENGLISH: Final = _words("""
    the and of to is was were are be been have has had it its that this these those with for from by not but they he
    she we you i my your his her their our which who what when where there would could should will can do does did an
    at if so because about into than then them him been being
""")
_FRENCH: Final = _words("""
    le la les un une des du de et est sont était être avoir ont avait que qui quoi dont où dans pour par avec sans sous
    ce cet cette ces il elle ils elles nous vous je tu mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs
    ne pas plus mais ou donc car si en au aux sur se très tout tous toute cela comme été sera chez
""")
_WORD: Final = re.compile(r"[^\W\d_]+")
_FRENCH_ELISION: Final = re.compile(r"\b(?:[cdjlmnst]|qu|lorsqu|jusqu|puisqu)['’](?=[^\W\d_]{2})", re.IGNORECASE)
_ENGLISH_CONTRACTION: Final = re.compile(r"[^\W\d_](?:n['’]t|['’](?:s|re|ll|ve|m|d))\b", re.IGNORECASE)
_FRENCH_LETTERS: Final = re.compile(r"[àâçéèêëîïôùûœÀÂÇÉÈÊÎÔŒ]")


# Small words of languages that a friend may slip into. Each counts for all the languages that have it.
_SMALL_WORDS: Final = {
    "en": _ENGLISH | {"a", "i", "in"},
    "fr": _FRENCH | {"à", "y"},
    "de": _words("""
        der die das den dem des ein eine einen einem einer und oder aber nicht ist war sind waren wird werden hat haben
        ich du er sie es wir ihr mit von zu zum zur auf für im in an am bei nach aus dass wenn auch nur noch wie was so
    """),
    "es": _words("""
        el la los las un una unos unas y o pero no es son era fue han ha he de del en con por para que se su sus lo le
        les nos me te mi muy más como cuando donde este esta esto al sin sobre todo también ya hay
    """),
    "it": _words("""
        il lo la i gli le un uno una e o ma non è sono era erano ha hanno ho di del della dei delle in nel nella con per
        che si su sul sua suo ci mi ti vi molto più come quando dove questo questa al alla senza anche già
    """),
    "pt": _words("""
        o a os as um uma e ou mas não é são era foi tem têm de do da dos das em no na nos nas com por para que se seu
        sua ao à muito mais como quando onde este esta isso sem sobre todo também já há
    """),
}
SMALL_WORDS: Final = frozenset[str]().union(*_SMALL_WORDS.values())
"""The commonest words of all these languages."""
_LEAD: Final = 2


def _votes(text: str) -> dict[str, int]:
    words = [word.lower() for word in _WORD.findall(unicodedata.normalize("NFC", text))]
    votes = {name: sum(word in small for word in words) for name, small in _SMALL_WORDS.items()}
    votes["en"] += len(_ENGLISH_CONTRACTION.findall(text))
    votes["fr"] += len(_FRENCH_ELISION.findall(text))
    return votes


def changes_language(old: str, new: str) -> bool:
    """Tell whether `new` is in another language than `old`, each in one of six; False where that is not clear."""
    before, after = _votes(old), _votes(new)
    now = max(after, key=lambda name: after[name])
    was = max(before, key=lambda name: (before[name], after[name]))
    return was != now and before[was] > before[now] and after[now] >= after[was] + _LEAD


def _own_words(text: str) -> str:
    """Leave out quoted mail, code and front matter, which may be in another language."""
    own = [paragraph.span.of(text) for paragraph in paragraphs(text) if paragraph.kind != "quote"]
    return "\n".join(own) or text


def language(text: str) -> Literal["en", "fr"]:
    """Tell the language of the first 50,000 code points; English where nothing speaks for French."""
    own = unicodedata.normalize("NFC", _own_words(text[:_READ]))
    words = [word.lower() for word in _WORD.findall(own)]
    english = sum(word in _ENGLISH for word in words) + len(_ENGLISH_CONTRACTION.findall(own))
    french = sum(word in _FRENCH for word in words) + len(_FRENCH_ELISION.findall(own))
    if english == french:
        return "fr" if _FRENCH_LETTERS.search(own) else "en"
    return "fr" if french > english else "en"
