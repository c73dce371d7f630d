"""What was withheld from the donor and why, in words; the codes are frozen with the report."""

from django.utils.translation import gettext_lazy as _

WITHHELD = {
    "persons": _(
        "Names, ranks, posts and institutions of participants, the attendance list and the thanks: what is said in a forum leaves it without the people who said it."
    ),
    "speakers": _("Who said what: it is kept apart and sealed."),
    "closed": _("What was said: the forum was closed. Only recommendations that were sent are shown."),
    "small_groups": _("From which group a statement came, where that group is too small to be named."),
    "narrower": _("Lines of the minutes that were kept for a narrower audience."),
    "place_and_hour": _("Venue, hour and agenda of the meeting."),
    "answers": _(
        "Details, reasons and conditions that institutions gave to the programme, and answers that an institution has not confirmed."
    ),
    "not_approved": _(
        "Forums whose minutes are not approved as they stand: what was said there is not told before."
    ),
    "closed_forums": _("What was said in closed forums: only recommendations that were sent are shown."),
    "groups": _("From which group a statement came: the tables of single forums do not stand here."),
    "overlapping": _(
        "Figures of participants: another period that shares days with this one was reported, and the difference would tell about a few people."
    ),
    "persons_once": _(
        "Persons counted once each: beside the attendances they would tell about a few people."
    ),
    "persons_unknown": _(
        "Persons counted once each: some were counted without a name, so that it is not known who came again."
    ),
    "statements": _("What was said and what was asked of institutions: the number by theme is shown."),
    "answers_of_all": _("Answers of institutions: how many answered is shown."),
    "small_public": _("Figures of participants that are smaller than ten, or would be by comparison."),
    "small_lines": _(
        "Groups that are too small to be shown alone: they are counted with others as “other categories”."
    ),
    "small_table": _("The table of groups: nearly all of them are too small to be shown."),
    "small_total": _("The number of participants: it is too small to be shown."),
    "compared": _(
        "Figures of participants that are too small, or that would tell about a few people if they were compared with a report released before."
    ),
    "sex_and_age": _(
        "Totals by sex and by youth and adults: the programme did not decide to show them for this forum."
    ),
}

#: those that are about figures
_OF_FIGURES = frozenset(
    {
        "overlapping",
        "persons_once",
        "persons_unknown",
        "small_public",
        "small_lines",
        "small_table",
        "small_total",
        "compared",
    }
    | {"sex_and_age"}
)

#: What the document says of a share instead of a table: (dimension, code) → words.
SHARES = {
    ("sex", "met"): _("The share of women that the programme aimed at was reached."),
    ("sex", "missed"): _("The share of women that the programme aimed at was not reached."),
    ("sex", "withheld"): _("The share of women is withheld."),
    ("sex", "not_recorded"): _(
        "The sex of the participants was not recorded; it is never inferred from a name or a title."
    ),
    ("age_band", "met"): _("The share of youth that the programme aimed at was reached."),
    ("age_band", "missed"): _("The share of youth that the programme aimed at was not reached."),
    ("age_band", "withheld"): _("The share of youth is withheld."),
    ("age_band", "not_recorded"): _("The age of the participants was not recorded."),
}


def withheld_in_words(content: dict) -> list[str]:
    """A sentence for each thing that was withheld, in the active language."""
    return [str(WITHHELD[code]) for code in content["withheld"]]


def withheld_figures(content: dict) -> list[str]:
    """The same of figures alone."""
    return [str(WITHHELD[code]) for code in content["withheld"] if code in _OF_FIGURES]


def shares_in_words(content: dict) -> list[str]:
    """What is said of shares whose table is not shown, in the active language."""
    pairs = content["shares"].items()
    return [str(SHARES[pair]) for pair in pairs if pair in SHARES]
