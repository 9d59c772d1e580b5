"""Owns the page's own words, in the languages in which a draft may be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_ENGLISH: Final = {
    "skip": "Skip to the text",
    "title": "Notes on {name}",
    "text": "The text, with notes",
    "words": "{count} words",
    "notes": "{count} notes",
    "one note": "1 note",
    "exported": "exported {day}",
    "by": "Notes by {who}",
    "note": "Note {number}",
    "back": "Note {number}, back to its place in the text",
    "deleted": "take out: ",
    "inserted": "put in: ",
    "changed": "The words have changed since.",
    "instead of": "Instead of “{quote}”: “{instead}”",
    "gone": "take it out",
    "answers": "What was asked and answered",
    "reflection": "What the writer thought before seeing the answer: {thought}",
    "leads": "What the answers name, and what the writer found of it",
    "lost": "Notes whose words are no longer there",
    "no prose": "No answer in prose.",
    "dealt-with": "dealt with",
    "dismissed": "dismissed",
    "quoted": "quoted",
    "footer": "The text is its writer’s. The notes are the models’, named as their hosts reported them.",
}
_FRENCH: Final = {
    "skip": "Aller au texte",
    "title": "Notes sur {name}",
    "text": "Le texte, annoté",
    "words": "{count} mots",
    "notes": "{count} notes",
    "one note": "1 note",
    "exported": "exporté le {day}",
    "by": "Notes de {who}",
    "note": "Note {number}",
    "back": "Note {number}, retour à sa place dans le texte",
    "deleted": "à enlever : ",
    "inserted": "à mettre : ",
    "changed": "Les mots ont changé depuis.",
    "instead of": "Au lieu de « {quote} » : « {instead} »",
    "gone": "à enlever",
    "answers": "Questions et réponses",
    "reflection": "Ce que l’auteur en pensait avant de voir la réponse\u00a0: {thought}",
    "leads": "Ce que les réponses nomment, et ce que l’auteur en a trouvé",
    "lost": "Notes dont les mots ne sont plus là",
    "no prose": "Pas de réponse en prose.",
    "dealt-with": "traitée",
    "dismissed": "écartée",
    "quoted": "citée",
    "footer": "Le texte est de son auteur. Les notes sont des modèles, nommés comme leurs hôtes les ont indiqués.",
}


def words_for(language: str) -> Mapping[str, str]:
    """Give the page's words; English where a language has none."""
    return _FRENCH if language == "fr" else _ENGLISH
