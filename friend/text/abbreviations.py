"""Owns the words that tell whether a full stop ends a sentence, in the six languages of sentences.py."""

from __future__ import annotations

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Written with a capital, and a name follows.
TITLES: Final = _words("""
    M MM Mr Mrs Ms Mx Dr Drs Prof Pr St Ste Sts Stes Mme Mmes Mlle Mlles Mgr Rev Hon Gen Col Capt Lt Sgt Sen Rep Gov
    Messrs Fr Bros Mt Ft
    Hr Frl Dipl Ing Sr Sra Srta Sres Dn Dña Ud Uds Dra Profa Sig Sigg Dott Avv Arch Exmo Exma
""")

# They point to what follows, so that no sentence ends with them.
POINTERS: Final = _words("""
    e.g eg i.e ie cf viz vs p.ex c.-à-d c-à-d ca approx env av bd
    z.b z.t d.h u.a v.a i.d.r bzw vgl ggf evtl inkl exkl sog bspw zzgl p.ej v.gr p.es ovv cfr
""")

# Abbreviations written with a space in them: the first half goes on, and so does the whole.
SPACED: Final = _words("z.b z.t d.h u.a v.a o.ä p.ej p.es p.ex c.-à-d ee.uu a.c d.c")

# Abbreviations only where a number or an initial follows.
BEFORE_A_NUMBER: Final = _words("""
    no nos n nr nn art arts p pp vol vols fig figs ch chap sec sect par paragr al éd ed eq éq tab t tél tel ext ref
    réf coll pl alin app
""")

SHORT_MONTHS: Final = _words("jan feb mar apr jun jul aug sep sept oct nov dec janv févr fév avr juil déc")

MONTHS: Final = SHORT_MONTHS | _words("""
    january february march april may june july august september october november december
    januar jänner februar märz mai juni juli oktober dezember jahrhundert jahrhunderts
    enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
    gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre
    janeiro fevereiro março maio junho julho setembro outubro dezembro
    janvier février mars avril mai juin juillet août septembre octobre novembre décembre
""")

# Words that begin a sentence far more often than they are the name after an initial.
STARTERS: Final = _words("""
    a an the this that these those it he she we they you there here in on at as if when while after before but and or
    so then yet my our your his her its their what who why how where not no yes for to is are was were do does did
    le la les un une des ce cet cette ces il elle on nous vous ils elles je tu mais et ou donc ni car puis alors
    der die das ein eine er sie es wir ihr ich und oder aber doch dann da nun auch wenn als weil so dies diese dieser
    el los las uno una él ella ellos nosotros yo pero cuando si no sí también luego así esto esta este
    il lo gli i egli lei noi voi loro io ma quando anche poi così questo questa
    o os uma ele ela eles nós eu mas quando também depois assim isto isso
    dans en au aux pour par sur si quand que qui quoi comment pourquoi où mon ma mes ton ta tes son sa ses notre nos
    votre vos leur leurs c'est j'ai c’est j’ai non oui
""")
