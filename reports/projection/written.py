"""What people write into a report before it is frozen: title, introduction and annexes, of a forum's or of a period's."""

from dataclasses import dataclass, replace
from itertools import zip_longest

from django.utils.translation import gettext as _

from reports.models import Report

_NO_ANNEX = ("", "")


@dataclass(frozen=True)
class ReportTexts:
    """Written for the report's audience and frozen with the figures. Annexes: (heading, text).

    Of a document in both languages these are the Arabic ones, and `english` those of its other part; annexes of both
    belong together by their place, so that one that is missing in a language is a pair of empty texts.
    """

    title: str = ""
    introduction: str = ""
    annexes: tuple[tuple[str, str], ...] = ()
    english: "ReportTexts | None" = None

    @classmethod
    def of(cls, content: dict) -> "ReportTexts":
        """Those of a frozen content; none where its kind, its audience or its time knew none."""
        if parts := content.get("parts"):
            arabic, english = (cls.of(parts[language]) for language in ("ar", "en"))
            return cls(arabic.title, arabic.introduction, arabic.annexes, english)
        texts = content.get("texts")
        if texts is None:
            return cls()
        annexes = tuple((_own(row["title"]), _own(row["text"])) for row in texts["annexes"])
        return cls(_own(texts["title"]), _own(texts["introduction"]), annexes)

    def __bool__(self):
        """Whether anything was written."""
        return bool(self.title or self.introduction or any(map(any, self.annexes)) or self.english)

    def in_document(self, language: str) -> "ReportTexts":
        """For a document in this language: of one language the texts alone, of both those of each part."""
        other = self.english or NOTHING_WRITTEN
        return replace(self, english=other if language == Report.Language.BOTH else None)

    def beside(self, language: str) -> tuple["ReportTexts", "ReportTexts"]:
        """(those of a part in this language, those of the other part)."""
        if self.english is None:
            return self, NOTHING_WRITTEN
        return (self.english, self) if language == "en" else (self, self.english)


NOTHING_WRITTEN = ReportTexts()


def project_written(written: ReportTexts, texts) -> dict:
    """As JSON, each listed where it is not in the language of the document.

    A text that was written for the other part alone is borrowed from it, or left out where such texts are. One that was
    written for this part stays, whatever its language.
    """
    own, other = written.beside(texts.language)
    annexes = []
    for mine, theirs in zip_longest(own.annexes, other.annexes, fillvalue=_NO_ANNEX):
        where = _("Annex: %(title)s") % {"title": mine[0] or theirs[0]}
        # Its heading stays, so that a reader knows that there is such an annex.
        title = _text(mine[0], theirs[0], texts, "")
        annexes.append({"title": title, "text": _text(mine[1], theirs[1], texts, where)})
    return {
        "title": _text(own.title, other.title, texts, _("Title of the report")),
        "introduction": _text(own.introduction, other.introduction, texts, _("Introduction of the report")),
        "annexes": annexes,
    }


def _text(own, other, texts, where) -> dict:
    if own or not other:
        return texts.typed(own, where)
    return texts.plain(other, where) | {"is_borrowed": True}


def _own(text: dict) -> str:
    return "" if text.get("is_borrowed") else text["text"]
