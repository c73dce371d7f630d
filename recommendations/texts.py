"""Which texts of a programme its reports show, and a person may therefore put into the other language.

What an institution said cannot be written in two languages by the institution; what was minuted stays as it was approved.
So a translation comes beside them later, from the office (`services/translating.py`).
"""

from dataclasses import dataclass, field
from operator import attrgetter

from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.models import WrittenText
from forums.models import Minutes, Output
from recommendations.models import Commitment, Recommendation, Response, Update, Wording

WAITING, UNCHECKED, DONE = "waiting", "unchecked", "done"
#: state of a translation → what the page calls it
SHOWN = {
    WAITING: pgettext_lazy("texts", "not translated yet"),
    UNCHECKED: pgettext_lazy("texts", "translated, not checked"),
    DONE: pgettext_lazy("texts", "translated"),
}


@dataclass(frozen=True)
class TextKind:
    """One kind of them: where they lie, and by which ways one comes from them to programme and recommendation."""

    key: str
    label: Promise
    model: type[Model]
    #: lookups, "" for the row itself
    programme: str
    recommendation: str
    #: which of them are out of their writers' hands
    settled: Q = field(default_factory=Q)
    #: what a row shows besides
    beside: tuple[str, ...] = ()

    def of(self, programmes) -> QuerySet:
        """Those of these programmes (keys), the newest first."""
        rows = self.model.objects.filter(self.settled, **{f"{self.programme}__in": programmes})
        return rows.order_by("-pk")

    def for_page(self, programmes) -> QuerySet:
        """The same with what a page shows of them."""
        return self.of(programmes).select_related(*self.beside, "translated_by", "translation_checked_by")

    def showing(self, programmes, shown: str) -> QuerySet:
        """Of `for_page` those that are in one of the states `SHOWN`."""
        return self.for_page(programmes).filter(
            {
                WAITING: Q(translation=""),
                UNCHECKED: ~Q(translation="") & Q(translation_checked_by=None),
                DONE: ~Q(translation=""),
            }[shown]
        )

    def of_forum(self, rows, forum) -> QuerySet:
        """Those that were said there, or stem from what was."""
        if self.model is Output:
            return rows.filter(minutes__forum=forum)
        return self.within(rows, Recommendation.objects.stemming_from([forum.pk]).values("pk"))

    def within(self, rows, recommendations) -> QuerySet:
        """Those that belong to some of the recommendations (rows or keys)."""
        if self.model is Output:
            said = Recommendation.sources.through.objects.filter(recommendation__in=recommendations)
            return rows.filter(pk__in=said.values("output"))
        return rows.filter(**{f"{self.recommendation or 'pk'}__in": recommendations})

    def programme_of(self, row):
        """The programme of one of them."""
        return attrgetter(self.programme.replace("__", "."))(row)

    def recommendation_of(self, row) -> Recommendation | None:
        """The recommendation that it is about; None for what was said, which may have led to several."""
        if self.model in (Output, Recommendation):
            return row if self.model is Recommendation else None
        return attrgetter(self.recommendation.replace("__", "."))(row)


_STANDING = Q(sent_at__isnull=False, withdrawn_at__isnull=True)
# A manager who reads minutes for approval reads their asks too: those must not change under his eyes.
_BEING_MINUTED = Q(
    sources__minutes__state__in=[state for state in Minutes.State if state != Minutes.State.APPROVED]
)
_FORUM = "minutes__forum__programme"

#: As the page of translations offers them, what institutions said first: only there can it be translated.
KINDS = (
    TextKind(
        "answers",
        _("Answers"),
        Response,
        "addressee__recommendation__programme",
        "addressee__recommendation",
        _STANDING,
        ("addressee__recommendation__programme", "addressee__institution"),
    ),
    TextKind(
        "promises",
        _("Commitments"),
        Commitment,
        "response__addressee__recommendation__programme",
        "response__addressee__recommendation",
        Q(response__sent_at__isnull=False, response__withdrawn_at__isnull=True),
        ("response__addressee__recommendation__programme", "response__addressee__institution"),
    ),
    TextKind(
        "updates",
        _("Updates"),
        Update,
        "addressee__recommendation__programme",
        "addressee__recommendation",
        beside=("addressee__recommendation__programme", "addressee__institution"),
    ),
    TextKind(
        "asks",
        _("Recommendations"),
        Recommendation,
        "programme",
        "",
        Q(number__isnull=False) | ~_BEING_MINUTED,
        ("programme",),
    ),
    TextKind(
        "statements",
        _("Outputs"),
        Output,
        _FORUM,
        "",
        # What is still being written is translated where it is written.
        Q(removed_at__isnull=True, minutes__state=Minutes.State.APPROVED),
        (_FORUM,),
    ),
)

#: Not offered: each has the words of an output or of its recommendation, and gets their translation with them.
WORDINGS = TextKind(
    "wordings",
    _("Wordings"),
    Wording,
    "recommendation__programme",
    "recommendation",
    beside=("recommendation",),
)


def kind_of(row: WrittenText) -> TextKind:
    """The kind of a row. Raises KeyError for what is of none."""
    return {kind.model: kind for kind in (*KINDS, WORDINGS)}[type(row)]
