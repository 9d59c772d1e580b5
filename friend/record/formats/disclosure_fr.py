"""Owns what a disclosure says in French: one sentence, or all that the log shows and does not show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from friend.record.citation import how_we_know, short_date, spoken_by
from friend.record.disclosure import Account, Voice
from friend.record.findings import Findings
from friend.record.makers import maker
from friend.text.visible import visible

_VOWELS: Final = "AEIOUY"
LONGEST_SENTENCE: Final = 40
"""Words, as ordinary spaces part them."""


def sentence(account: Account) -> str:
    """Give one sentence of at most 40 words."""
    if not account.asked:
        shared = max((kin.common for kin in account.kin), default=0)
        more = f"\u202f; un autre texte qu’il connaît partage {_count(shared, 'mot')} avec lui" if shared else ""
        gone = f"\u202f; {_removed_elsewhere(account)}" if account.untold else ""
        return f"Le journal de friend ne contient aucune question sur ce texte{more}{gone}."
    return next(said for said in _sentences(account) if len(said.split()) <= LONGEST_SENTENCE)


def prose(account: Account, titles: Mapping[str, str]) -> str:
    """Give paragraphs; `titles` are the ready questions' by name."""
    if not account.asked:
        said = [sentence(account), *_of_the_text(account), *_gaps(account)]
        return " ".join(said)
    paragraphs = [
        [*_before(account), *map(_voice, account.voices), _kinds(account, titles)],
        [*_advice(account), *_looked_up(account), *_of_the_text(account)],
        [*_gaps(account)],
    ]
    return "\n\n".join(" ".join(part) for part in paragraphs if part)


def _sentences(account: Account) -> Iterator[str]:
    """Give the sentence in full, then with less and less of what is not needed to be true."""
    asked = f"{_count(account.asked, 'question')} sur ce texte"
    when = f"{_when(account)}{_gone(account)}"
    if not account.voices:
        yield f"J’ai posé {asked} à des modèles d’IA, {when}\u202f; aucune réponse n’est venue."
        return
    silent = f"\u202f; {account.unanswered} sans réponse" if account.unanswered else ""
    said = [spoken_by(voice.speaker, "fr") for voice in account.voices]
    for names in (
        _listed([f"à {each}" for each in said]),
        f"à {said[0]} et à {_count(len(said) - 1, 'autre modèle')}" if len(said) > 1 else f"à {said[0]}",
    ):
        for rest in (silent + _what_became(account), silent):
            yield f"J’ai posé {asked} {names}, {when}{rest}."
    yield f"J’ai posé {asked} à {_count(len(said), 'modèle')} d’IA, {when}{silent}."


def _when(account: Account) -> str:
    return _between(account.first.when, account.last) if account.first and account.last else ""


def _between(first: datetime, last: datetime) -> str:
    begin, end = short_date(first, "fr"), short_date(last, "fr")
    return f"le {begin}" if begin == end else f"du {begin} au {end}"


def _gone(account: Account) -> str:
    if not account.forgotten:
        return ""
    what = "effacée" if account.forgotten == 1 else "effacées"
    return f" (dont {account.forgotten} {what} du journal depuis)"


def _what_became(account: Account) -> str:
    advice = account.advice
    if not advice.made:
        return ""
    became = [
        f"{number} {_agreed(number, verb)}"
        for verb, number in (("traitée", advice.dealt_with), ("écartée", advice.dismissed))
        if number
    ]
    what = f", dont {_listed(became)}" if became else ""
    return f"\u202f; {_count(advice.made, 'suggestion')} en réponse{what}"


def _before(account: Account) -> Iterator[str]:
    first = account.first
    if first is None:
        return
    known = " connue du journal" if account.untold else ""
    yield (
        f"Avant la première question{known}, posée le {short_date(first.when, 'fr')}, ce texte comptait "
        f"{_count(first.words, 'mot')}\u202f; le journal ne dit pas comment ils ont été écrits. "
        f"Il en compte {_number(account.draft.words)} aujourd’hui."
    )


def _voice(voice: Voice) -> str:
    speaker = voice.speaker
    if speaker.is_veiled:
        who = spoken_by(speaker, "fr")
        answers = f"{_count(voice.answers, 'question')} {_between(voice.first, voice.last)}"
        return f"{who[:1].upper()}{who[1:]} a répondu à {answers}. {how_we_know(speaker, 'fr')}"
    made_by = maker(speaker)
    by = ""
    if made_by:
        of = "d’" if made_by.name[0] in _VOWELS else "de "
        by = f", modèle {of}{made_by.name},"
    host = f", par {visible(speaker.host, keep_lines=False)}" if speaker.host and speaker.evidence != "file" else ""
    requested = visible(speaker.requested, keep_lines=False)
    return (
        f"{spoken_by(speaker, 'fr')}{by} a répondu à {_count(voice.answers, 'question')} "
        f"{_between(voice.first, voice.last)}{host}\u202f; nom demandé\u00a0: {requested}. {how_we_know(speaker, 'fr')}"
    )


def _kinds(account: Account, titles: Mapping[str, str]) -> str:
    named = [f"«\u00a0{titles.get(name, name)}\u00a0» ({count})" for name, count in account.kinds if name]
    free = sum(count for name, count in account.kinds if name is None)
    if free:
        named.append(f"{free} avec mes propres mots")
    lent = ""
    if account.excerpts:
        lent = f" Un extrait seulement a été confié pour {_count(account.excerpts, 'question')}."
    return f"Ce que j’ai demandé\u00a0: {_listed(named)}.{lent}"


def _advice(account: Account) -> Iterator[str]:
    advice = account.advice
    if not advice.made:
        if account.voices and not account.forgotten:
            yield "Aucun changement de mots n’a été suggéré."
        return
    became = (
        (advice.dealt_with, "traitée"),
        (advice.dismissed, "écartée"),
        (advice.quoted, "citée"),
        (advice.undecided, "laissée ouverte"),
    )
    said = _listed([f"{number} {_agreed(number, verb)}" for number, verb in became if number])
    what = "une suggestion" if advice.made == 1 else _count(advice.made, "suggestion")
    yield f"Les réponses contenaient {what}, dont {said}. friend n’en applique aucune de lui-même."


def _looked_up(account: Account) -> Iterator[str]:
    lookups = account.lookups
    if not lookups.named:
        return
    several = f"{_number(lookups.named)} auteurs, œuvres, concepts ou chiffres"
    what = "un auteur, une œuvre, un concept ou un chiffre" if lookups.named == 1 else several
    if not lookups.to_verify:
        rest = "tout a été vérifié"
    elif lookups.to_verify == 1:
        rest = "un n’a pas été vérifié"
    else:
        rest = f"{_number(lookups.to_verify)} n’ont pas été vérifiés"
    yield f"Les réponses nommaient {what}\u202f; {rest}."


def _of_the_text(account: Account) -> Iterator[str]:
    if account.check is None:
        return
    true, false = account.check.true_quotations, account.check.false_quotations
    if true:
        yield f"Le texte cite des réponses {_number(true)} fois, mot pour mot et en les nommant."
    if false == 1:
        yield "Une citation d’un modèle ne correspond pas au journal de friend."
    elif false:
        yield f"{_number(false)} citations de modèles ne correspondent pas au journal de friend."
    yield _checked(account.check)


def _checked(check: Findings) -> str:
    borrowed = check.passages
    if not borrowed:
        return "friend check, lancé sur ce texte même, n’a trouvé hors citation aucun mot des réponses."
    helped = sum(each.reason == "accepted help" for each in borrowed)
    undecided = sum(each.decision is None for each in borrowed)
    parts = [f"{helped} {_agreed(helped, 'assumé')} comme aide"] * bool(helped)
    others = len(borrowed) - helped - undecided
    parts += [f"{others} {_agreed(others, 'assumé')} pour une autre raison"] * bool(others)
    parts += [f"{undecided} sans décision"] * bool(undecided)
    of_them = f" ({', '.join(parts)})" if parts else ""
    found = _count(len(borrowed), "passage")
    return (
        f"friend check, lancé sur ce texte même, a trouvé {found} dans les mots d’une réponse, hors citation{of_them}."
    )


def _gaps(account: Account) -> Iterator[str]:
    if account.unanswered == 1:
        yield "Une question est restée sans réponse."
    elif account.unanswered:
        yield f"{_number(account.unanswered)} questions sont restées sans réponse."
    if account.forgotten:
        yield (
            f"Les textes de {_count(account.forgotten, 'question')} ont été effacés du journal\u202f; ce qui y fut "
            "demandé et répondu ne peut plus être dit."
        )
    if account.untold and account.asked:
        yield f"Du journal, {_removed_elsewhere(account).replace(' en ', ' ')}."
    if account.unread:
        yield (
            f"Les lignes écrites ou changées depuis la dernière question font {_count(account.unread, 'mot')}\u202f; "
            "aucun modèle ne les a lues."
        )
    for kin in account.kin:
        path = visible(kin.path.rpartition("/")[2], keep_lines=False) or "l’entrée standard"
        common = f"{_count(kin.common, 'mot')} {'se trouve' if kin.common == 1 else 'se trouvent'}"
        yield f"{common} dans les mêmes paragraphes de {path}, sur lequel le journal contient des questions."
    if account.clock_went_back:
        yield "L’horloge de la machine a été reculée entre-temps\u00a0: les dates peuvent être fausses."
    if account.check is None:
        yield "La présence de mots des réponses dans le texte n’a pas été vérifiée."
    yield "Tout ceci vient du seul journal de friend, qui ne sait rien des autres programmes ni des autres personnes."


def _removed_elsewhere(account: Account) -> str:
    if account.untold == 1:
        return "1 question en a été effacée, sur un texte qu’il ne connaît plus"
    return f"{_number(account.untold)} questions en ont été effacées, sur des textes qu’il ne connaît plus"


def _count(number: int, what: str) -> str:
    """Give a number with its noun; in French, zero and one are singular."""
    last = what if number <= 1 else " ".join(f"{word}s" for word in what.split())
    return f"{_number(number)} {last}"


def _agreed(number: int, participle: str) -> str:
    return participle if number == 1 else " ".join(f"{word}s" for word in participle.split())


def _number(number: int) -> str:
    return f"{number:,}".replace(",", "\u202f")


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} et {words[-1]}"
