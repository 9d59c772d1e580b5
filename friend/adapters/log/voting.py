"""Owns how the blind rounds that the person voted on are read: who was heard, who helped, and what was asked."""

from __future__ import annotations

import sqlite3

from friend.adapters.log import rows
from friend.record.votes import Contender, Round


def rounds(connection: sqlite3.Connection) -> list[Round]:
    """Give them, oldest first; of two votes on one round the last counts."""
    votes = connection.execute(
        "SELECT voted.batch, own_word.choice, friend, requested, question_name, detail, words "
        "FROM own_word JOIN exchange AS voted ON voted.id = own_word.exchange WHERE kind = 'vote' ORDER BY own_word.id"
    ).fetchall()
    last = {str(batch): rest for batch, *rest in votes}
    made = []
    for batch, (choice, friend, requested, question, language, why) in last.items():
        heard = connection.execute(
            "SELECT DISTINCT friend, requested FROM exchange JOIN answer USING (sequence) "
            "WHERE batch = ? AND letter IS NOT NULL AND (answer.raw != '' OR forgotten_at IS NOT NULL)",
            (rows.stored(batch),),
        )
        contenders = tuple(Contender(str(name), str(model)) for name, model in heard)
        winner = Contender(str(friend), str(requested)) if choice == "won" else None
        said = None if question is None else str(question)
        made.append(Round(batch, contenders, winner, said, str(language), str(rows.loaded(why))))
    return made
