"""Reading a typed name: rank and form of address are taken off it and kept apart."""

from dataclasses import dataclass
from functools import lru_cache

from django.db.models import CharField, Value

from common.arabic import NameParser, ParsedName, parser_of
from common.prepared import Prepared
from participants.models import Honorific, Rank, RankQualifier


@dataclass(frozen=True)
class NameReading:
    """A typed name in its parts. A reading is a guess until a person confirms it; none of it ever tells a sex."""

    name: str
    rank: Rank | None
    rank_qualifier: RankQualifier | None
    honorific: Honorific | None
    parsed: ParsedName

    @property
    def taken_off(self) -> list[str]:
        """The words that were taken off the name, as they were written."""
        return [
            words
            for words in (self.parsed.rank_written, self.parsed.qualifier, self.parsed.title_written)
            if words
        ]


def name_parser() -> NameParser:
    """The parser over the lists as they stand now, read in one query."""
    return _parser_of(tuple(_lists()))


@Prepared
def _lists():
    lists = [
        model.objects.filter(archived_at__isnull=True)
        .annotate(kind=Value(kind, output_field=CharField()))
        .order_by()
        .values_list("kind", "name_ar", "spellings")
        for kind, model in (("rank", Rank), ("qualifier", RankQualifier), ("title", Honorific))
    ]
    return lists[0].union(*lists[1:], all=True)


@lru_cache(maxsize=4)
def _parser_of(rows):
    forms = {"rank": [], "qualifier": [], "title": []}
    for kind, name, spellings in rows:
        forms[kind].append((name, spellings.splitlines()))
    return parser_of(forms["rank"], forms["qualifier"], forms["title"])


class NameReader:
    """The lists, read once (four queries), for any number of names."""

    def __init__(self):
        self.parser = name_parser()
        self.rows = {
            model: list(model.objects.filter(archived_at__isnull=True))
            for model in (Rank, RankQualifier, Honorific)
        }

    def read(self, text: str) -> NameReading | None:
        """As `read_name`; None without a text."""
        if not text:
            return None
        parsed = self.parser.parse(text)
        return NameReading(
            name=" ".join(parsed.name.split()),
            rank=_fitting(self.rows[Rank], parsed.rank),
            rank_qualifier=_fitting(self.rows[RankQualifier], parsed.qualifier),
            honorific=_fitting(self.rows[Honorific], parsed.title),
            parsed=parsed,
        )


def read_name(text: str) -> NameReading:
    """Rank, qualifier, form of address and name; what the lists do not know stays in the name."""
    parsed = name_parser().parse(" ".join(text.split()))
    return NameReading(
        name=parsed.name,
        rank=_row(Rank, parsed.rank),
        rank_qualifier=_row(RankQualifier, parsed.qualifier),
        honorific=_row(Honorific, parsed.title),
        parsed=parsed,
    )


def _row(model, words):
    """The row of these words; of several together («د. القاضي») the one that stands first."""
    if not words:
        return None
    return _fitting(model.objects.filter(archived_at__isnull=True), words)


def _fitting(rows, words):
    found = [row for row in rows if words and words.startswith(row.name_ar)]
    return max(found, key=lambda row: len(row.name_ar), default=None)
