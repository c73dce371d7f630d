"""Lists without a person in them: institutions, and recommendations with the state of each. For the office.

Rows are read as values, many at once and none kept.
"""

from collections.abc import Iterator

from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.rights import programmes_where
from common.sheets.writing import Column
from participants.models import Institution
from recommendations.models import Addressee, Recommendation
from reports.figures.asks import state_names

_AT_ONCE = 1_000


def institution_values(_user):
    """Of each body: code, names, kind, the body it is part of, place, whether it is archived. No contact.

    The directory of bodies is one for all programmes; that one is in it tells nothing of who met whom.
    """
    return Institution.objects.order_by("code").values_list(
        *("code", "name_ar", "name_en", "kind", "parent__code", "place__code", "place__name_ar"),
        "archived_at",
    )


def institutions(user) -> tuple[list[Column], Iterator[tuple]]:
    """The directory of institutions."""
    columns = [
        Column(_("Code"), "#org+code", 14),
        Column(_("Arabic name"), "#org+name+i_ar", 40),
        Column(_("English name"), "#org+name+i_en", 40),
        Column(_("Kind"), "#org+type", 20),
        Column(_("Part of"), "#org+parent+code", 14),
        Column(_("Place code"), "#loc+code", 10),
        Column(_("Place"), "#loc+name", 18),
        Column(_("Archived"), "#status+archived", 12),
    ]
    return columns, _institutions(user)


def _institutions(user):
    kinds = {kind.value: str(kind.label) for kind in Institution.Kind}
    for *names, kind, parent, code, place, archived in institution_values(user).iterator(_AT_ONCE):
        yield (*names, kinds.get(kind, kind), parent, code, place, archived and timezone.localdate(archived))


def recommendation_values(user):
    """Of the recommendations of the reader's programmes: wording, how each stands, its lead addressee."""
    lead = Addressee.objects.leading().filter(recommendation=OuterRef("pk")).order_by("pk")
    return (
        Recommendation.objects.visible_to(user)
        .filter(programme_id__in=programmes_where(user, "export aggregates", "r"))
        .annotate(
            lead_ar=Subquery(lead.values("institution__name_ar")[:1]),
            lead_en=Subquery(lead.values("institution__name_en")[:1]),
            lead_state=Subquery(lead.values("state")[:1]),
            lead_sent=Subquery(lead.values("sent_at")[:1]),
            lead_due=Subquery(lead.values("answer_due_on")[:1]),
        )
        .order_by("programme__code", "number", "pk")
        .values_list(
            *("programme__code", "number", "kind", "text", "translation"),
            *("standing", "lead_state", "lead_ar", "lead_en", "lead_sent", "lead_due", "due_on"),
        )
    )


def recommendations(user) -> tuple[list[Column], Iterator[tuple]]:
    """The recommendations of the reader's programmes, drafts too."""
    columns = [
        Column(_("Programme"), "#activity+programme+code", 12),
        Column(_("Reference"), "#activity+code", 16),
        Column(_("Kind"), "#activity+type", 14),
        Column(_("Wording"), "#description", 80),
        Column(_("Translation"), "#description+translation", 60),
        Column(_("Addressee"), "#org+name", 34),
        Column(_("State"), "#status", 24),
        Column(_("Sent on"), "#date+sent", 12),
        Column(_("Answer due"), "#date+answer+due", 12),
        Column(_("To be done by"), "#date+due", 12),
    ]
    return columns, _recommendations(user)


def _recommendations(user):
    kinds = dict(Recommendation._meta.get_field("kind").flatchoices)
    states, arabic = state_names(get_language() or "ar"), (get_language() or "ar").startswith("ar")
    for row in recommendation_values(user).iterator(_AT_ONCE):
        code, number, kind, text, translation, standing, state, lead_ar, lead_en, sent, due, by = row
        shown = (state or "general") if standing == Recommendation.Standing.OPEN else standing
        yield (
            *(code, f"{code}-R-{number:04d}" if number else "", str(kinds[kind]), text, translation),
            lead_ar if arabic else lead_en or lead_ar,
            *(states[shown], sent and timezone.localdate(sent), due, by),
        )


#: what can be asked for → (columns, rows) for a reader
LISTS = {"institutions": institutions, "recommendations": recommendations}
