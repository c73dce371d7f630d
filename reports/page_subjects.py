"""With which object a page is shown: subject → the public id of the first row that a reader may open; beside `reports/pages.py`."""

from collections.abc import Callable

from accounts.models import Role, User
from accounts.rights import institutions_where
from forums.models import Forum, MinutesRevision, Output, Programme
from participants.models import Institution, Person, SheetImport
from recommendations.models import Addressee, OutboxMessage, Recommendation, Response, WordsReview
from reports import back_office_pages
from reports.models import Rendering, Report


def _forum(**wanted) -> Callable:
    return lambda user: _id(Forum.objects.visible_to(user).filter(**wanted).order_by("pk"))


def _recommendation(**wanted) -> Callable:
    return lambda user: _id(Recommendation.objects.visible_to(user).filter(**wanted).order_by("-pk"))


def _ask(user):
    return _id(Output.objects.visible_to(user).kept().asks().order_by("-pk"))


def _programme(user):
    return _id(Programme.objects.with_right(user, "archive", "w").order_by("pk"))


def _counted_programme(user):
    rows = [Programme.objects.with_right(user, "export aggregates", letter) for letter in "ra"]
    return _id((rows[0] | rows[1]).order_by("pk"))


def _sealed(user):
    return _id(Output.objects.visible_to(user).filter(speaker__sealed_at__isnull=False).order_by("pk"))


def _person(user):
    return _id(Person.objects.visible_to(user).current().order_by("folded", "pk"))


def _institution(user):
    """One of which recommendations ask something."""
    asked = Addressee.objects.filter(recommendation__in=Recommendation.objects.visible_to(user))
    return _id(Institution.objects.filter(pk__in=asked.values("institution")).order_by("-is_demo", "pk"))


def with_another(user) -> str:
    """Names a second person, with whom the first one is compared."""
    people = Person.objects.visible_to(user).current().order_by("folded", "pk")
    return f"?with={people.values_list('public_id', flat=True)[1]}"


def _addressee(*states) -> Callable:
    """One in such a state; to a representative, of his own institution."""

    def find(user):
        rows = Addressee.objects.asked().filter(
            state__in=states, recommendation__in=Recommendation.objects.visible_to(user)
        )
        own = institutions_where(user, "response", "w")
        return _id(rows.filter(institution_id__in=own) if own else rows)

    return find


def _given(user):
    return _id(Response.objects.visible_to(user).standing().order_by("pk"))


def _message(user):
    return _id(OutboxMessage.objects.visible_to(user).order_by("pk"))


def _rendering(user):
    return _id(Rendering.objects.visible_to(user).order_by("pk"))


def _sheet(**wanted) -> Callable:
    return lambda user: _id(SheetImport.objects.visible_to(user).filter(**wanted).order_by("pk"))


def _code(user):
    """Of a report that was released, where one was."""
    codes = Report.objects.order_by("released_at", "pk").values_list("verification_code", flat=True)
    return codes.once_released().first() or codes.first()


def _handed_over(user):
    own = institutions_where(user, "response", "s")
    ready = Response.objects.ready().filter(addressee__institution__in=own)
    return _id(Addressee.objects.filter(pk__in=ready.values("addressee")).order_by("pk"))


def _colleague(user):
    rows = User.objects.visible_to(user).filter(memberships__role=Role.STAFF)
    return _id(rows.exclude(pk=user.pk).order_by("pk"))


def _donor_report(**wanted) -> Callable:
    reports = Report.objects.for_donors
    return lambda user: _id(reports().visible_to(user).filter(**wanted).order_by("pk"))


def period_draft(user) -> str:
    """Names the draft of a period's report that is written anew."""
    draft = _donor_report(state="draft", kind="period")(user)
    return f"?draft={draft}" if draft else ""


def _id(rows):
    return rows.values_list("public_id", flat=True).first()


FINDERS: dict[str, Callable] = {
    "draft": _forum(minutes__state="draft"),
    "coming": _forum(invitations__isnull=False),
    "submitted": _forum(minutes__state="submitted"),
    "approved": _forum(minutes__state="approved"),
    "reviewing": _forum(reviews__isnull=False),
    "amended": _forum(minutes__revision__gt=0),
    "frozen": lambda user: _id(MinutesRevision.objects.visible_to(user).order_by("pk")),
    "shown words": lambda user: _id(WordsReview.objects.visible_to(user).order_by("pk")),
    "ask": _ask,
    "programme": _programme,
    "counted": _counted_programme,
    "sealed": _sealed,
    "person": _person,
    "pair": _person,
    "institution": _institution,
    "unsent": _recommendation(number=None),
    "sent": _recommendation(addressees__state="sent"),
    "raised before": _recommendation(similar__isnull=False),
    "answered": _recommendation(addressees__responses__isnull=False),
    "verified": _recommendation(addressees__state="verified"),
    "awaited": _addressee("sent"),
    "handed over": _handed_over,
    "begun": _addressee("in_progress", "accepted"),
    "reported": _addressee("reported_done"),
    "given": _given,
    "prepared": _donor_report(state="draft", kind="forum_outcomes"),
    "released": _donor_report(state="released", kind="forum_outcomes"),
    "released in both": _donor_report(state="released", language="both"),
    "period prepared": _donor_report(state="draft", kind="period"),
    "period released": _donor_report(state="released", kind="period"),
    "code": _code,
    "colleague": _colleague,
    **back_office_pages.finders(),
    "sheet to decide": _sheet(looked_at__isnull=False, asked_at=None),
    "sheet taken in": _sheet(applied_at__isnull=False, undone_at=None),
    "sheet taken back": _sheet(undone_at__isnull=False),
    "message": _message,
    "rendering": _rendering,
}
