"""Reading lines of a pasted list, one person a line, with rank, form of address, post and body glued on before or after.

What comes out is a guess about each line until a person confirms it; none of it ever tells a sex.
"""

import re
from dataclasses import dataclass

from common.arabic import fold, strip_bidi, tokens
from participants.models import Category, Honorific, Institution, InstitutionName, Rank, RankQualifier
from participants.services.names import name_parser

#: Numbers and dots of a list at the beginning of a line.
_NUMBERING = re.compile(r"^\s*(?:[\d٠-٩۰-۹]{1,3}\s*[-–—.):/]?(?=[\s-]|\D)|[•*▪◦·–—-])\s*")
#: What stands between name and post; a slash only with room around it or after a whole word («د/ علي» is a title).
_BETWEEN = re.compile(r"\s*(?:[\t|;؛،,()\[\]:–—]|\s-\s|\s/\s)\s*|(?<=\w{4})\s*[-/](?=\s)\s*")
_NUMBERS = re.compile(r"\+?[\d٠-٩۰-۹][\d٠-٩۰-۹\s-]{5,}[\d٠-٩۰-۹]")
#: Words that begin a post; the name stands before one of them, or after the post that it begins.
_HEADS = set(
    tokens(
        "مدير مديرة رئيس رئيسة نائب نائبة عضو عضوة ممثل ممثلة مستشار مستشارة وكيل وكيلة مسؤول مسئول مسؤولة أمين أمينة"
        " منسق منسقة قائد قائدة مشرف مشرفة مندوب مندوبة مأمور عاقل وزير محافظ"
    )
)
#: Stands for a name where a piece is tried for being rank and form of address alone.
_SOMEBODY = "فلان"


@dataclass(frozen=True)
class LineReading:
    """One line: `written` as it was, and what is taken for its parts. `institution` and `category` are guesses by words."""

    written: str
    name: str
    rank: Rank | None = None
    rank_qualifier: RankQualifier | None = None
    honorific: Honorific | None = None
    post: str = ""
    institution: Institution | None = None
    category: Category | None = None
    #: a telephone number was left out: contacts are entered on the person's page and nowhere else
    had_number: bool = False


class LineReader:
    """The lists, read once (seven queries), for any number of lines."""

    def __init__(self):
        self.parser = name_parser()
        self.rows = {
            model: {row.name_ar: row for row in model.objects.filter(archived_at__isnull=True)}
            for model in (Rank, RankQualifier, Honorific)
        }
        self.categories = {}
        for row in Category.objects.filter(archived_at__isnull=True):
            for text in (row.name_ar, row.name_ar_feminine, row.plural_ar, row.name_en):
                if text:
                    self.categories.setdefault(fold(text), row)
        bodies = {row.pk: row for row in Institution.objects.filter(archived_at__isnull=True)}
        self.bodies = {fold(text): row for row in bodies.values() for text in _spellings(row)}
        for pk, folded in InstitutionName.objects.values_list("institution_id", "folded"):
            if pk in bodies and folded:
                self.bodies.setdefault(folded, bodies[pk])

    def read(self, line: str) -> LineReading | None:
        """The parts of a line; None where no letter is left in it."""
        written = " ".join(strip_bidi(line).replace("\x00", "").split(" ")).strip()
        text, numbers = _NUMBERS.subn(" ", _NUMBERING.sub("", written, count=1))
        pieces = [piece.strip(" .-–/\\") for piece in _BETWEEN.split(text)]
        pieces = [piece for piece in pieces if any(char.isalpha() for char in piece)]
        if not pieces:
            return None
        # «ناشط» alone is a category; with the article it is a form of address.
        apart = [
            piece
            for piece in pieces
            if self._is_title_alone(piece) and (piece is pieces[0] or fold(piece) not in self.categories)
        ]
        rest = [piece for piece in pieces if piece not in apart] or [pieces[0]]
        category = next(
            (self.categories[fold(one)] for one in rest[1:] if fold(one) in self.categories), None
        )
        if category is not None:
            rest = [one for one in rest if self.categories.get(fold(one)) != category] or rest[:1]
        # The first with a rank or a form of address before it is the name; else what stands first.
        named = next((piece for piece in rest if self._is_titled(piece)), rest[0])
        beside = [piece for piece in rest if piece is not named]
        before, named, after, glued = self._unglued(named)
        category = category or glued
        parsed = self.parser.parse(" ".join([*apart, named]) if named not in apart else named)
        post = "، ".join(piece for piece in (before, *beside, after) if piece)
        return LineReading(
            written=written,
            name=" ".join(parsed.name.split())[:200],
            rank=self._row(Rank, parsed.rank),
            rank_qualifier=self._row(RankQualifier, parsed.qualifier),
            honorific=self._row(Honorific, parsed.title),
            post=post[:300],
            institution=self.body_in(post),
            category=category,
            had_number=bool(numbers),
        )

    def _unglued(self, piece):
        """(post before, name with rank, post after, category after) of a piece without anything between them."""
        words = re.sub("[-–]", " ", piece).split()
        folded = [fold(word) for word in words]
        if folded[0] in _HEADS:
            for place in range(2, len(words)):
                rest = " ".join(words[place:])
                if words[place].startswith("ال") and self._is_titled(rest):
                    return " ".join(words[:place]), rest, "", None
            return "", piece, "", None
        for place in range(1 if self._is_titled(piece) else 2, len(words)):
            category = self.categories.get(" ".join(folded[place:]))
            if category is not None and place < len(words) - 1:
                return "", " ".join(words[:place]), "", category
            if folded[place] in _HEADS and not self._is_title_alone(" ".join(words[:place])):
                return "", " ".join(words[:place]), " ".join(words[place:]), None
        return "", piece, "", None

    def _is_titled(self, piece):
        parsed = self.parser.parse(piece)
        return bool(parsed.rank or parsed.title)

    def _is_title_alone(self, piece):
        return self.parser.parse(f"{piece} {_SOMEBODY}").name == _SOMEBODY

    def _row(self, model, words):
        """The row of these words; of several together the one that stands first."""
        fitting = [row for name, row in self.rows[model].items() if words and words.startswith(name)]
        return max(fitting, key=lambda row: len(row.name_ar), default=None)

    def body_in(self, post: str) -> Institution | None:
        """The body whose longest spelling stands in the post, whole words only."""
        words = f" {fold(post)} "
        found = [
            key for key in self.bodies if f" {key} " in words or f" ب{key} " in words or f" ل{key} " in words
        ]
        return self.bodies[max(found, key=len)] if found else None


def _spellings(body):
    return [text for text in (body.name_ar, *body.spellings.splitlines()) if fold(text)]
