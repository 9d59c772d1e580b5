"""Owns how the person takes something out of the desk for others: the text with its notes, a quotation, a reference.

The first is what `friend export` writes, the others what `friend quote` and `friend cite` do.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from rich.text import Text
from textual.app import App

from friend.ports import LogError
from friend.record.exchange import Exchange
from friend.record.fitting import form_of
from friend.record.formats.names import file_name
from friend.record.formats.quotations import Form, written
from friend.record.formats.review_forms import ENDINGS, Export, ReviewForm, exported
from friend.record.formats.styles import STYLES
from friend.record.page import review_page
from friend.record.work import works
from friend.text.draft import Draft
from friend.text.interface import retold, tr
from friend.text.language import language
from friend.text.visible import visible
from friend.tui.keeping import Keeping
from friend.tui.quoting import quotation_of
from friend.tui.screens.choice import Choice, OneLine
from friend.tui.services import Services

_FORMS: Final[dict[str, tuple[ReviewForm, str]]] = {
    "h": ("html", "a page to read (HTML)"),
    "m": ("markdown", "Markdown with the notes under it"),
    "c": ("criticmarkup", "CriticMarkup"),
    "w": ("webannotation", "Web Annotation"),
    "r": ("rdjsonl", "rdjsonl, for other programs"),
}
_QUOTATIONS: Final[dict[Form, str]] = {
    "markdown": ".quotation.md",
    "html": ".quotation.html",
    "latex": ".quotation.tex",
    "text": ".quotation.txt",
}
_STYLES: Final = {
    "a": ("apa", "APA"),
    "m": ("mla", "MLA"),
    "c": ("chicago", "Chicago"),
    "b": ("bibtex", "BibTeX"),
    "l": ("biblatex", "biblatex"),
    "j": ("csl-json", "CSL-JSON"),
}


class Exporting:
    """Asks what, in which form and where to, and says what was done. `text` gives the text as it is now."""

    def __init__(self, app: App[str], services: Services, keeping: Keeping, text: Callable[[], str]) -> None:
        self._app = app
        self._services = services
        self._keeping = keeping
        self._text = text

    async def export(self, exchange: Exchange, words: str | None = None) -> str | None:
        """Export the text with all its open notes or all those of one exchange, or `words` of it; give what to say."""
        answers = {"o": tr("with its open notes"), "a": tr("with this answer's notes")}
        if words is not None:
            answers["q"] = tr("or only the words you point at, as a quotation")
        what = await self._choose(tr("Export this text"), answers)
        if what == "q" and words is not None:
            return await self._quotation(exchange, words)
        form = (
            await self._choose(tr("In which form?"), {key: tr(said) for key, (_, said) in _FORMS.items()})
            if what
            else None
        )
        if form is None:
            return None
        to, path = _FORMS[form][0], self._keeping.absolute_path
        draft = Draft(self._text(), self._keeping.path)
        try:
            told = self._told(exchange, path) if what == "o" else [self._services.log.find(exchange.id or "")]
            with_sent = [(each, self._services.log.draft_as_sent(each.id or "")) for each in told]
        except (LogError, LookupError) as error:
            return retold(error.args[0])
        page = review_page(draft, with_sent, only_open=what == "o")
        made = exported(page, to, draft.path or self._keeping.name, self._services.clock.now())
        return await self._write(made, ENDINGS[to], path)

    async def _quotation(self, exchange: Exchange, words: str) -> str | None:
        """Export words of an answer with who said them, in the form and the language of the text."""
        form, path = form_of(self._keeping.path), self._keeping.absolute_path
        try:
            said = quotation_of(exchange, language(self._text()), words=words)
        except (ValueError, LookupError) as error:
            return retold(error)
        return await self._write(Export(written(said, form) + "\n", (), ()), _QUOTATIONS[form], path)

    async def cite(self, exchange: Exchange) -> str | None:
        """Copy a reference in a style; give what to say of it."""
        picked = await self._choose(tr("Copy as a reference in"), {key: said for key, (_, said) in _STYLES.items()})
        if picked is None:
            return None
        style, said = _STYLES[picked]
        self._app.copy_to_clipboard(STYLES[style](works([exchange], self._services.retired)))
        return tr("copied, as a reference in {style}", style=said)

    def _told(self, exchange: Exchange, path: str | None) -> list[Exchange]:
        if path is None:
            return [self._services.log.find(exchange.id or "")]
        return [each for each in self._services.log.about(path) if not each.forgotten]

    async def _write(self, made: Export, ending: str, path: str | None) -> str | None:
        """Ask for a name until there is a file, or the person leaves it; nothing is written over unasked."""
        folder = Path(path).parent if path else Path.cwd()
        name: str | None = str(folder / file_name(path, ending))
        why = ""
        while True:
            question = Text(tr("Export to")).append(f"\n{visible(why, keep_lines=False)}" if why else "")
            name = await self._app.push_screen_wait(OneLine(question, name or ""))
            if name is None:
                return tr("nothing was exported")
            try:
                target = self._services.exports.place(_at_home(name), ending, path)
                try:
                    self._services.exports.write(made.text, target, over=False)
                except FileExistsError:
                    why = tr("{target} is there already", target=target)
                    if ending == ENDINGS["criticmarkup"] or not await self._may_write_over(why):
                        continue
                    self._services.exports.write(made.text, target, over=True)
            except ValueError as error:
                why = retold(error)
                continue
            return " · ".join((tr("wrote {name}", name=Path(target).name), *map(retold, (*made.bent, *made.remarks))))

    async def _may_write_over(self, why: str) -> bool:
        return await self._choose(why, {"o": tr("write over it"), "n": tr("another name")}) == "o"

    async def _choose(self, question: str, answers: dict[str, str]) -> str | None:
        return await self._app.push_screen_wait(
            Choice(Text(visible(question, keep_lines=False)), answers, esc=tr("cancel"))
        )


def _at_home(name: str) -> str:
    return str(Path(name).expanduser())
