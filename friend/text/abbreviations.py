"""Owns the words, English and French, that tell whether a full stop ends a sentence."""

from __future__ import annotations

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Written with a capital, and a name follows.
TITLES: Final = _words("""
    M MM Mr Mrs Ms Mx Dr Drs Prof Pr St Ste Sts Stes Mme Mmes Mlle Mlles Mgr Rev Hon Gen Col Capt Lt Sgt Sen Rep Gov
    Messrs Fr Bros Mt Ft
""")

# They point to what follows, so that no sentence ends with them.
POINTERS: Final = _words("e.g eg i.e ie cf viz vs p.ex c.-à-d c-à-d ca approx env av bd")

# Abbreviations only where a number or an initial follows.
BEFORE_A_NUMBER: Final = _words("""
    no nos n nr nn art arts p pp vol vols fig figs ch chap sec sect par paragr al éd ed eq éq tab t tél tel ext ref
    réf coll pl alin app
""")

SHORT_MONTHS: Final = _words("jan feb mar apr jun jul aug sep sept oct nov dec janv févr fév avr juil déc")

MONTHS: Final = SHORT_MONTHS | _words("""
    january february march april may june july august september october november december
    janvier février mars avril mai juin juillet août septembre octobre novembre décembre
""")

# Words that begin a sentence far more often than they are the name after an initial.
STARTERS: Final = _words("""
    a an the this that these those it he she we they you there here in on at as if when while after before but and or
    so then yet my our your his her its their what who why how where not no yes for to is are was were do does did
    le la les un une des ce cet cette ces il elle on nous vous ils elles je tu mais et ou donc ni car puis alors
    dans en au aux pour par sur si quand que qui quoi comment pourquoi où mon ma mes ton ta tes son sa ses notre nos
    votre vos leur leurs c'est j'ai c’est j’ai non oui
""")
