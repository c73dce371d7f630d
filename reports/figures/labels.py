"""Names of lines in both languages at once: figures are frozen without knowing who will read them."""

from django.utils.translation import override, pgettext_lazy

from participants.models.persons import AgeBand, Sex

NOT_RECORDED_LABEL = pgettext_lazy("figures", "not recorded")
NO_THEME_LABEL = pgettext_lazy("figures", "no theme")
#: The group of people, not the sex of one.
SEX_LABELS = {
    Sex.FEMALE.value: pgettext_lazy("figures", "women"),
    Sex.MALE.value: pgettext_lazy("figures", "men"),
}
AGE_LABELS = {band.value: band.label for band in AgeBand}
GENERAL_LABEL = pgettext_lazy("state of a recommendation", "general, to no institution")


def both(label) -> tuple[str, str]:
    """(Arabic, English) of a lazy label."""
    with override("ar"):
        arabic = str(label)
    with override("en"):
        return arabic, str(label)


def names(row) -> tuple[str, str]:
    """(Arabic, English) of a row of a reference list; of a category, the group's name."""
    if hasattr(row, "plural_in"):
        return row.plural_in("ar"), row.plural_in("en")
    return row.name_in("ar"), row.name_in("en")
