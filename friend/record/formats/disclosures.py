"""Owns the forms of a disclosure: a sentence, prose, an AI Usage Card, a Git trailer, JSON.

The card is that of ai-cards.org in LaTeX; friend fills only the fields that its log can answer for.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, Literal

from friend.record.citation import short_date, title, unsaid_version
from friend.record.disclosure import Account, Voice
from friend.record.formats import disclosure_en, disclosure_fr, latex
from friend.record.makers import maker
from friend.text.visible import visible

Form = Literal["sentence", "prose", "card", "git-trailer", "json"]
Language = Literal["en", "fr"]

_SENTENCES: Final = {"en": disclosure_en.sentence, "fr": disclosure_fr.sentence}
_PROSE: Final = {"en": disclosure_en.prose, "fr": disclosure_fr.prose}
_CARD_WORDS: Final = {
    "en": {
        "unknown": "not known",
        "here": "on the writer's own machine",
        "yours": "Yours to fill in: who wrote, and how to reach you.",
        "rest": "friend's log says nothing of ideation, literature, methodology, experiments, presentation, coding, "
        "data or ethics.",
    },
    "fr": {
        "unknown": "inconnu",
        "here": "sur la machine de l'auteur",
        "yours": "À vous de compléter : qui a écrit, et comment vous joindre.",
        "rest": "Le journal de friend ne dit rien des idées, de la littérature, de la méthode, des expériences, de la "
        "présentation, du code, des données ni de l'éthique.",
    },
}


def disclosed(account: Account, form: Form, language: Language, titles: Mapping[str, str]) -> str:
    """Write a disclosure, with a line end after each line. `titles` are the ready questions' in that language.

    A Git trailer is empty where no model answered.
    """
    match form:
        case "sentence":
            return _SENTENCES[language](account) + "\n"
        case "prose":
            return _PROSE[language](account, titles) + "\n"
        case "card":
            return _card(account, language, titles)
        case "git-trailer":
            return "".join(f"{line}\n" for voice in account.voices for line in _trailers(voice))
        case "json":
            return json.dumps(_as_json(account, language), ensure_ascii=False) + "\n"


def _trailers(voice: Voice) -> list[str]:
    """Give `Assisted-by: NAME:VERSION` for each version that answered."""
    name = _one_line(title(voice.speaker)).replace(":", "-")
    unsaid = unsaid_version(voice.speaker)
    versions = [unsaid] if unsaid else [_one_line(served) for served in voice.speaker.served]
    return [f"Assisted-by: {name}:{version}" for version in versions]


def _card(account: Account, language: Language, titles: Mapping[str, str]) -> str:
    words = _CARD_WORDS[language]
    lines = [
        rf"\begin{{aicard}}{{{latex.escaped(_heading(account))}}}",
        rf"  \aicardauthors{{}} % {words['yours']}",
        r"  \aicardtools{",
        *(f"    {_tool(voice, language)}" for voice in account.voices),
        r"  }",
        rf"  \aicardwriting{{{_spaced(_PROSE[language](account, titles))}}}",
        f"  % {words['rest']}",
        r"\end{aicard}",
    ]
    return "\n".join(lines) + "\n"


def _tool(voice: Voice, language: Language) -> str:
    speaker, words = voice.speaker, _CARD_WORDS[language]
    made_by = maker(speaker)
    version = unsaid_version(speaker, language) or ", ".join(speaker.served)
    vendor = made_by.name if made_by else words["unknown"]
    access = words["here"] if speaker.evidence == "file" else speaker.host or words["unknown"]
    days = dict.fromkeys(short_date(when, language) for when in (voice.first, voice.last))
    fields = (title(speaker), f"{version}, {vendor}", access, " – ".join(days))
    return r"\aitool" + "".join(f"{{{latex.escaped(_one_line(field))}}}" for field in fields)


def _spaced(text: str) -> str:
    """Write text in LaTeX, with its own commands for the spaces of French."""
    return latex.escaped(text).replace("\u202f", r"\,").replace("\u00a0", "~")


def _heading(account: Account) -> str:
    """Give what the text calls itself: its first line, without the marks of a heading; else its file's name."""
    line = next((line.strip("# \t") for line in account.draft.text.splitlines() if line.strip("# \t")), "")
    named = line if account.draft.text.lstrip("\ufeff").lstrip().startswith("#") else ""
    return _one_line(named or (account.draft.path or "").replace("\\", "/").rpartition("/")[2])


def _as_json(account: Account, language: Language) -> dict[str, Any]:
    """Give all that is known as an object; what is not known is None."""
    draft, advice, check = account.draft, account.advice, account.check
    return {
        "schema": 1,
        "draft": {"path": draft.path, "digest": draft.digest, "words": draft.words},
        "language": language,
        "sentence": _SENTENCES[language](account),
        "first_draft": {"at": _time(account.first.when), "words": account.first.words} if account.first else None,
        "last_asked_at": _time(account.last) if account.last else None,
        "questions": {
            "asked": account.asked,
            "unanswered": account.unanswered,
            "forgotten": account.forgotten,
            "excerpts": account.excerpts,
            "kinds": [{"name": name, "count": count} for name, count in account.kinds],
        },
        "models": [_model(voice) for voice in account.voices],
        "suggestions": {
            "made": advice.made,
            "dealt_with": advice.dealt_with,
            "dismissed": advice.dismissed,
            "quoted": advice.quoted,
            "open": advice.undecided,
        },
        "named": {
            "to_verify": account.lookups.to_verify,
            "verified": account.lookups.verified,
            "wrong": account.lookups.wrong,
        },
        "quotations": {
            "verbatim": check.true_quotations if check else None,
            "differing": check.false_quotations if check else None,
        },
        "check": None
        if check is None
        else [
            {"kind": kind, "decision": decision, "reason": reason, "count": count}
            for (kind, decision, reason), count in check.counts().items()
        ],
        "unread_words": account.unread,
        "forgotten_elsewhere": account.untold,
        "shared_with": [{"path": kin.path, "words": kin.common} for kin in account.kin],
        "clock_went_back": account.clock_went_back,
    }


def _model(voice: Voice) -> dict[str, Any]:
    speaker = voice.speaker
    made_by = maker(speaker)
    return {
        "title": title(speaker),
        "requested": speaker.requested,
        "served": list(speaker.served),
        "evidence": speaker.evidence,
        "maker": made_by.name if made_by else None,
        "provider": speaker.provider,
        "host": speaker.host,
        "answers": voice.answers,
        "first": _time(voice.first),
        "last": _time(voice.last),
    }


def _time(when: datetime) -> str:
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")


def _one_line(text: str) -> str:
    return visible(text, keep_lines=False)
