"""Texts in the language of the document, or in their own where nobody translated them, or left out by decision."""

from django.utils import timezone

from common.arabic import text_direction
from participants.models import Institution
from participants.services.naming import BodyNames


class Texts:
    """Hands out texts as {"text", "language"} and remembers which of them are not in the document's language.

    With `leaves_out` those are empty instead, and remembered as left out. With `bodies` institutions are called what they
    are called for the document's audience and on its day.
    """

    def __init__(self, language: str, *, leaves_out: bool = False, bodies: BodyNames | None = None):
        self.language = language
        self.leaves_out = leaves_out
        self.bodies = bodies
        #: where the untranslated ones stand, in words of the document, each once
        self.untranslated: list[str] = []
        #: the same for those that were left out
        self.left_out: list[str] = []

    def written(self, row, where: str) -> dict:
        """The text of a row that has a language and perhaps a translation (`WrittenText`)."""
        text, language = row.in_language(self.language)
        return self._given(text, language, where)

    def pair(self, arabic: str, english: str, where: str) -> dict:
        """A text that has a field a language; Arabic where there is no English one."""
        if self.language == "ar":
            return self._given(arabic, "ar", where)
        return self._given(english, "en", where) if english else self._given(arabic, "ar", where)

    def plain(self, text: str, where: str = "") -> dict:
        """A text that says nothing of its language (a post, a venue): its first strong letter tells.

        Without `where` it is not listed: names and ranks are shown as written in every document.
        """
        language = "ar" if text_direction(text, default=_default(self.language)) == "rtl" else "en"
        return self._given(text, language, where)

    def typed(self, text: str, where: str) -> dict:
        """A text that somebody wrote for this very document: listed where it is in another language, never left out."""
        language = "ar" if text_direction(text, default=_default(self.language)) == "rtl" else "en"
        if text and where and language != self.language and where not in self.untranslated:
            self.untranslated.append(where)
        return {"text": text, "language": language}

    def named(self, row, where: str = "") -> dict | None:
        """The name of a row of a reference list, None for no row."""
        if row is None:
            return None
        if self.bodies is not None and isinstance(row, Institution):
            return self.plain(self.bodies.of(row), where)
        return self.plain(row.name_in(self.language), where)

    def _given(self, text, language, where):
        if text and where and language != self.language:
            listed = self.left_out if self.leaves_out else self.untranslated
            if where not in listed:
                listed.append(where)
            if self.leaves_out:
                return {"text": "", "language": self.language}
        return {"text": text, "language": language}


def names_on(forum, *, audience: str, language: str) -> BodyNames:
    """What institutions were called on the forum's day; today, where it has none."""
    return BodyNames(audience=audience, language=language, on=forum.date or timezone.localdate())


def _default(language):
    return "rtl" if language == "ar" else "ltr"
