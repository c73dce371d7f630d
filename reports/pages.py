"""Every page of the portal, who sees it and with which object: for pictures and for the tests of all pages.

An address that answers GET with HTML stands in PAGES, every other one in NO_PAGES with the reason; a test holds
the two against the resolver. Roles are the user names of the demo's sign-ins; "" is a reader who is not signed in.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from accounts.rights import institutions_where
from forums.models import Forum, Output
from recommendations.models import Addressee, OutboxMessage, Recommendation, Response
from reports import back_office_pages
from reports.models import Rendering, Report

OFFICE = ("staff", "manager")
SIGNED_IN = ("staff",)
ANYBODY = ("",)


@dataclass(frozen=True)
class Page:
    """One page in one state of its object; `subject` names a finder below, `query` is put behind the path."""

    url: str
    roles: tuple[str, ...]
    subject: str = ""
    query: str = ""

    def path_for(self, user) -> str | None:
        """The path with an object that this reader may open; None where the data has none such."""
        if not self.subject:
            return reverse(self.url) + self.query
        key = FINDERS[self.subject](user)
        return reverse(self.url, args=[key]) + self.query if key else None

    def name_for(self, role: str) -> str:
        """A file name without ending, e.g. «forums-detail.draft.staff»."""
        words = [self.url.replace(":", "-"), self.subject.replace(" ", "-"), role or "nobody"]
        return ".".join(word for word in words if word)


def _forum(**wanted) -> Callable:
    return lambda user: _id(Forum.objects.visible_to(user).filter(**wanted).order_by("pk"))


def _recommendation(**wanted) -> Callable:
    return lambda user: _id(Recommendation.objects.visible_to(user).filter(**wanted).order_by("-pk"))


def _ask(user):
    return _id(Output.objects.visible_to(user).kept().asks().order_by("-pk"))


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


def _code(user):
    return Report.objects.order_by("pk").values_list("verification_code", flat=True).first()


def _donor_report(**wanted) -> Callable:
    reports = Report.objects.for_donors
    return lambda user: _id(reports().visible_to(user).filter(**wanted).order_by("pk"))


def _id(rows):
    return rows.values_list("public_id", flat=True).first()


FINDERS: dict[str, Callable] = {
    "draft": _forum(minutes__state="draft"),
    "submitted": _forum(minutes__state="submitted"),
    "approved": _forum(minutes__state="approved"),
    "ask": _ask,
    "unsent": _recommendation(number=None),
    "sent": _recommendation(addressees__state="sent"),
    "answered": _recommendation(addressees__responses__isnull=False),
    "verified": _recommendation(addressees__state="verified"),
    "awaited": _addressee("sent"),
    "begun": _addressee("in_progress", "accepted"),
    "reported": _addressee("reported_done"),
    "given": _given,
    "prepared": _donor_report(state="draft"),
    "released": _donor_report(state="released"),
    "code": _code,
    **back_office_pages.finders(),
    "message": _message,
    "rendering": _rendering,
}

PAGES: tuple[Page, ...] = (
    Page("home", ("staff", "manager", "reviewer", "donor", "auditor", "administrator")),
    Page("forums:list", OFFICE),
    Page("forums:add", ("staff",)),
    Page("forums:detail", OFFICE, "draft"),
    Page("forums:detail", OFFICE, "approved"),
    Page("forums:meeting", ("staff",), "draft"),
    Page("forums:attendance", ("staff",), "draft"),
    Page("forums:outputs", ("staff",), "draft"),
    Page("forums:check", ("staff",), "draft"),
    Page("forums:decide_date", ("staff",), "draft"),
    Page("forums:approval", ("manager",), "submitted"),
    Page("recommendations:list", ("staff", "manager", "reviewer", "auditor")),
    Page("recommendations:detail", OFFICE, "unsent"),
    Page("recommendations:detail", ("staff", "manager", "reviewer", "auditor"), "answered"),
    Page("recommendations:detail", ("staff", "reviewer"), "sent"),
    Page("recommendations:detail", ("manager", "reviewer"), "verified"),
    Page("recommendations:answer", ("staff", "reviewer"), "awaited"),
    Page("recommendations:update", ("staff", "reviewer"), "begun"),
    Page("recommendations:verify", ("manager",), "reported"),
    Page("recommendations:response", ("staff", "reviewer"), "given"),
    Page("recommendations:edit", ("staff",), "unsent"),
    Page("recommendations:editor", ("staff",), "draft"),
    Page("recommendations:promote", ("staff",), "ask"),
    Page("recommendations:outbox", OFFICE),
    Page("recommendations:outbox_message", OFFICE, "message"),
    Page("reports:rendering", ("staff",), "rendering"),
    Page("reports:library", ("manager", "donor")),
    Page("reports:prepare_donor", ("manager",), "approved"),
    Page("reports:report", ("manager",), "prepared"),
    Page("reports:report", ("manager", "donor"), "released"),
    Page("reports:check", ANYBODY, "code"),
    Page("account_login", ANYBODY),
    Page("account_logout", SIGNED_IN),
    Page("account_inactive", ANYBODY),
    Page("account_signup", ANYBODY),
    Page("account_email", SIGNED_IN),
    Page("account_change_password", SIGNED_IN),
    Page("account_reset_password", ANYBODY),
    Page("account_reset_password_done", ANYBODY),
    Page("account_reset_password_from_key_done", ANYBODY),
    Page("mfa_index", SIGNED_IN),
    Page("mfa_activate_totp", SIGNED_IN),
    Page("mfa_list_webauthn", SIGNED_IN),
    Page("mfa_add_webauthn", SIGNED_IN),
    Page("usersessions_list", SIGNED_IN),
    *(Page(url, ("administrator",), subject) for url, subject in back_office_pages.pages()),
)

#: Address → why it has no picture in the demo. Those that are pages are looked at by the browser tests.
NO_PAGES: dict[str, str] = {
    "participants:pick": "a fragment of the attendance page",
    "forums:read_date": "a fragment of the meeting's page",
    **dict.fromkeys(
        [
            *(
                "forums:add_thanks",
                "forums:record_total",
                "forums:submit",
                "forums:take_back",
                "forums:reopen",
            ),
            *("forums:remove_attendance", "forums:restore_attendance", "forums:withdraw_thanks"),
            *("forums:move_up", "forums:move_down", "forums:remove_output", "forums:restore_output"),
            *("recommendations:send", "recommendations:withdraw", "recommendations:confirm_guess"),
            *("recommendations:clarify", "recommendations:withdraw_answer", "recommendations:confirm_answer"),
            *("recommendations:hand_over", "recommendations:send_again", "reports:rendering_file"),
        ],
        "answers POST alone",
    ),
    "reports:download": "answers POST with a file",
    "recommendations:attachment": "answers with a file",
    **dict.fromkeys(["reports:release", "reports:withdraw", "reports:discard"], "answers POST alone"),
    "reports:forum_pdf": "answers POST with a file",
    "set_language": "answers POST with a way back",
    **dict(back_office_pages.no_pages()),
    "invitation": "needs a link of one use",
    "first_administrator": "exists only while there is no administrator",
    "account_reauthenticate": "asked for again only some minutes after signing in",
    "account_email_verification_sent": "mail addresses are not verified by mail",
    "account_confirm_email": "mail addresses are not verified by mail",
    "account_set_password": "leads on where a password is set",
    "account_confirm_login_code": "signing in by code is off",
    "account_reset_password_from_key": "needs the link of a mail",
    "mfa_authenticate": "stands between password and portal; demo accounts have no second factor",
    "mfa_reauthenticate": "needs a second factor",
    "mfa_deactivate_totp": "needs a second factor",
    "mfa_view_recovery_codes": "needs a second factor",
    "mfa_generate_recovery_codes": "needs a second factor",
    "mfa_download_recovery_codes": "needs a second factor, and answers with a file",
    "mfa_reauthenticate_webauthn": "needs a passkey",
    "mfa_remove_webauthn": "needs a passkey",
    "mfa_edit_webauthn": "needs a passkey",
}
