"""Owns what a disclosure says in English: one sentence, or all that the log shows and does not show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from friend.record.citation import how_we_know, short_date, spoken_by
from friend.record.disclosure import Account, Voice
from friend.record.findings import Findings
from friend.record.makers import maker
from friend.text.visible import visible

LONGEST_SENTENCE: Final = 40
"""Words, as spaces part them."""


def sentence(account: Account) -> str:
    """Give one sentence of at most 40 words."""
    if not account.asked:
        shared = max((kin.common for kin in account.kin), default=0)
        more = f"; another text that it knows shares {_count(shared, 'word')} with it" if shared else ""
        gone = f"; {_removed_elsewhere(account)}" if account.untold else ""
        return f"friend’s log holds no question about this text{more}{gone}."
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
    asked = f"{_count(account.asked, 'question')} about this text"
    when = f"{_when(account)}{_gone(account)}"
    if not account.voices:
        yield f"I put {asked} to AI models, {when}; no answer came."
        return
    silent = f"; {account.unanswered} brought no answer" if account.unanswered else ""
    said = [spoken_by(voice.speaker, "en") for voice in account.voices]
    for names in (_listed(said), f"{said[0]} and {_count(len(said) - 1, 'other model')}" if len(said) > 1 else said[0]):
        for rest in (silent + _what_became(account), silent):
            yield f"I asked {names} {asked}, {when}{rest}."
    yield f"I asked {_count(len(said), 'AI model')} {asked}, {when}{silent}."


def _when(account: Account) -> str:
    return _between(account.first.when, account.last) if account.first and account.last else ""


def _between(first: datetime, last: datetime) -> str:
    begin, end = short_date(first, "en"), short_date(last, "en")
    return f"on {begin}" if begin == end else f"from {begin} to {end}"


def _gone(account: Account) -> str:
    if not account.forgotten:
        return ""
    return f" ({account.forgotten} of them since removed from the log)"


def _what_became(account: Account) -> str:
    advice = account.advice
    if not advice.made:
        return ""
    became = [
        f"{number} {_was(number)} {verb}"
        for verb, number in (("dealt with", advice.dealt_with), ("dismissed", advice.dismissed))
        if number
    ]
    made = _count(advice.made, "suggestion")
    return f"; of {made}, {_listed(became)}" if became else f"; {made} came back"


def _before(account: Account) -> Iterator[str]:
    first = account.first
    if first is None:
        return
    known = " that the log knows" if account.untold else ""
    yield (
        f"Before the first question{known} was asked, on {short_date(first.when, 'en')}, this text had "
        f"{_count(first.words, 'word')}; how they were written is not in the log. "
        f"It has {_count(account.draft.words, 'word')} now."
    )


def _voice(voice: Voice) -> str:
    speaker = voice.speaker
    if speaker.is_veiled:
        who = spoken_by(speaker, "en")
        answers = f"{_count(voice.answers, 'question')} {_between(voice.first, voice.last)}"
        return f"{who[:1].upper()}{who[1:]} answered {answers}. {how_we_know(speaker, 'en')}"
    made_by = maker(speaker)
    by = f", a model by {made_by.name}," if made_by else ""
    host = f" through {visible(speaker.host, keep_lines=False)}" if speaker.host and speaker.evidence != "file" else ""
    requested = visible(speaker.requested, keep_lines=False)
    return (
        f"{spoken_by(speaker, 'en')}{by} answered {_count(voice.answers, 'question')} "
        f"{_between(voice.first, voice.last)}{host}; it was asked for as {requested}. {how_we_know(speaker, 'en')}"
    )


def _kinds(account: Account, titles: Mapping[str, str]) -> str:
    named = [f"“{titles.get(name, name)}” ({count})" for name, count in account.kinds if name]
    free = sum(count for name, count in account.kinds if name is None)
    if free:
        named.append(f"{free} in words of my own")
    lent = f" {_count(account.excerpts, 'question')} lent an excerpt only." if account.excerpts else ""
    return f"I asked: {_listed(named)}.{lent}"


def _advice(account: Account) -> Iterator[str]:
    advice = account.advice
    if not advice.made:
        if account.voices and not account.forgotten:
            yield "No change of wording was suggested."
        return
    became = (
        (advice.dealt_with, "dealt with"),
        (advice.dismissed, "dismissed"),
        (advice.quoted, "quoted"),
        (advice.undecided, "left open"),
    )
    said = _listed([f"{number} {_was(number)} {verb}" for number, verb in became if number])
    yield f"The answers made {_count(advice.made, 'suggestion')}, of which {said}. friend itself applies none."


def _looked_up(account: Account) -> Iterator[str]:
    lookups = account.lookups
    if not lookups.named:
        return
    named = f"The answers named {_things(lookups.named)}"
    if not lookups.to_verify:
        yield f"{named}; all of it was looked up."
    else:
        yield f"{named}; {lookups.to_verify} of them {_was(lookups.to_verify)} not looked up."


def _things(number: int) -> str:
    return "one author, work, concept or figure" if number == 1 else f"{number:,} authors, works, concepts or figures"


def _of_the_text(account: Account) -> Iterator[str]:
    if account.check is None:
        return
    true, false = account.check.true_quotations, account.check.false_quotations
    if true:
        yield f"The text quotes what was answered {_times(true)}, word for word and by name."
    if false:
        yield f"{_count(false, 'quotation')} of a model {_does(false)} not agree with friend’s log."
    yield _checked(account.check)


def _checked(check: Findings) -> str:
    borrowed = check.passages
    if not borrowed:
        return "friend check, run on this very text, found no words of an answer outside a quotation."
    helped = sum(each.reason == "accepted help" for each in borrowed)
    undecided = sum(each.decision is None for each in borrowed)
    others = len(borrowed) - helped - undecided
    parts = [f"{helped} accepted as help"] * bool(helped) + [f"{others} owned for another reason"] * bool(others)
    parts += [f"{undecided} not decided about"] * bool(undecided)
    of_them = f" ({', '.join(parts)})" if parts else ""
    found = _count(len(borrowed), "passage")
    return f"friend check, run on this very text, found {found} in the words of an answer outside a quotation{of_them}."


def _gaps(account: Account) -> Iterator[str]:
    if account.unanswered:
        yield f"{_count(account.unanswered, 'question')} brought no answer."
    if account.forgotten:
        yield (
            f"The texts of {_count(account.forgotten, 'question')} were removed from the log; what was asked and "
            "answered there can no longer be said."
        )
    if account.untold and account.asked:
        yield f"{_removed_elsewhere(account)}."
    if account.unread:
        yield (
            f"{_count(account.unread, 'word')} stand on lines written or changed since the last question: "
            "no friend has read them."
        )
    for kin in account.kin:
        path = visible(kin.path.rpartition("/")[2], keep_lines=False) or "standard input"
        common = f"{_count(kin.common, 'word')} stand{'s' * (kin.common == 1)}"
        yield f"{common} in the same paragraphs of {path}, about which the log holds questions."
    if account.clock_went_back:
        yield "This machine’s clock was set back meanwhile, so the dates may be off."
    if account.check is None:
        yield "Whether words of the answers stand in the text was not checked."
    yield "All this is from friend’s log alone, which knows nothing of other programs or other people."


def _removed_elsewhere(account: Account) -> str:
    number = account.untold
    return f"{_count(number, 'question')} {_was(number)} removed from the log, about texts that it no longer knows"


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def _was(number: int) -> str:
    return "was" if number == 1 else "were"


def _does(number: int) -> str:
    return "does" if number == 1 else "do"


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
