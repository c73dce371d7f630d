"""Every page of the portal, who sees it and with which object: for pictures and for the tests of all pages.

An address that answers GET with HTML stands in PAGES, every other one in NO_PAGES (`no_pages.py`) with the reason; a test holds
the two against the resolver. Roles are the user names of the demo's sign-ins; "" is a reader who is not signed in.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from reports import back_office_pages
from reports.page_subjects import FINDERS, period_draft, with_another

OFFICE = ("staff", "manager")
SIGNED_IN = ("staff",)
ANYBODY = ("",)


@dataclass(frozen=True)
class Page:
    """One page in one state of its object; `subject` names a finder of `page_subjects.py`, `query` is put behind the path.

    Where a query names a second object, it is a function of the reader.
    """

    url: str
    roles: tuple[str, ...]
    subject: str = ""
    query: str | Callable = ""

    def path_for(self, user) -> str | None:
        """The path with an object that this reader may open; None where the data has none such."""
        query = self.query(user) if callable(self.query) else self.query
        if not self.subject:
            return reverse(self.url) + query
        key = FINDERS[self.subject](user)
        return reverse(self.url, args=[key]) + query if key else None

    def name_for(self, role: str) -> str:
        """A file name without ending, e.g. «forums-detail.draft.staff»."""
        words = [self.url.replace(":", "-"), self.subject.replace(" ", "-"), role or "nobody"]
        return ".".join(word for word in words if word)


PAGES: tuple[Page, ...] = (
    Page("home", ("staff", "manager", "reviewer", "validator", "donor", "auditor", "administrator")),
    Page("rights", ("manager", "auditor", "administrator")),
    Page("team", ("manager", "auditor", "administrator")),
    Page("team_invite", ("manager", "administrator")),
    Page("team_account", ("manager", "auditor", "administrator"), "colleague"),
    Page("team_grant", ("manager",), "colleague"),
    Page("team_factor", ("administrator",), "colleague"),
    Page("second_person", ("manager", "administrator")),
    Page("audit", ("auditor", "manager", "staff", "administrator")),
    Page("audit_heads", ("auditor",)),
    Page("audit_refusals", ("auditor", "administrator")),
    Page("my_account", ("staff", "reviewer")),
    Page("device", ("staff",)),
    Page("offline", ANYBODY),
    Page("forums:programmes", ("manager",)),
    Page("forums:programme", ("manager",), "programme"),
    Page("reports:purge", ("manager",), "programme"),
    Page("reports:exports", ("staff", "reviewer")),
    Page("reports:programme_exports", ("manager", "donor"), "counted"),
    Page("forums:list", OFFICE),
    Page("forums:add", ("staff",)),
    Page("forums:detail", OFFICE, "draft"),
    Page("forums:detail", OFFICE, "approved"),
    Page("forums:plan", OFFICE, "coming"),
    Page("forums:invited", ("reviewer",)),
    Page("forums:calendar", ("staff", "reviewer")),
    Page("forums:calendar_feed", ("staff", "reviewer")),
    Page("forums:revision", OFFICE, "frozen"),
    Page("forums:compare", OFFICE, "amended"),
    Page("forums:meeting", ("staff",), "draft"),
    Page("forums:attendance", ("staff",), "draft"),
    Page("forums:paste", ("staff",), "draft"),
    Page("forums:import_list", ("staff",), "draft"),
    Page("forums:outputs", ("staff",), "draft"),
    Page("forums:check", ("staff",), "draft"),
    Page("forums:decide_date", ("staff",), "draft"),
    Page("forums:sheets", ("staff",), "draft"),
    Page("forums:photos", OFFICE, "draft"),
    Page("forums:call_list", OFFICE, "draft"),
    Page("forums:seal", ("manager",), "sealed"),
    Page("forums:approval", ("manager",), "submitted"),
    Page("participants:people", OFFICE),
    Page("participants:person", OFFICE, "person"),
    Page("participants:edit_person", ("staff",), "person"),
    Page("participants:contacts", ("staff",), "person"),
    Page("participants:duplicates", ("staff",)),
    Page("participants:import_people", ("staff",)),
    Page("participants:import", ("staff",), "sheet to decide"),
    Page("participants:import", ("staff",), "sheet taken in"),
    Page("participants:import", ("staff",), "sheet taken back"),
    Page("participants:import_institutions", ("staff", "administrator")),
    Page("participants:compare", ("staff",), "person"),
    Page("participants:compare", ("staff",), "pair", with_another),
    Page("forums:word_lists", (*OFFICE, "administrator")),
    Page("participants:institutions", OFFICE),
    Page("participants:institution", OFFICE, "institution"),
    Page("participants:edit_institution", ("staff",), "institution"),
    Page("participants:add_institution", ("staff",)),
    Page("reports:erase_person", ("manager",), "person"),
    Page("recommendations:list", ("staff", "manager", "reviewer", "auditor")),
    Page("recommendations:detail", OFFICE, "unsent"),
    Page("recommendations:detail", ("staff", "manager", "reviewer", "auditor"), "answered"),
    Page("recommendations:detail", ("staff", "reviewer"), "sent"),
    Page("recommendations:detail", ("manager", "reviewer"), "verified"),
    Page("recommendations:answer", ("staff", "reviewer"), "awaited"),
    Page("recommendations:answer", ("validator",), "handed over"),
    Page("recommendations:paper", ("staff",), "awaited"),
    Page("recommendations:extend", OFFICE, "awaited"),
    Page("answer:code", ANYBODY),
    Page("recommendations:update", ("staff", "reviewer"), "begun"),
    Page("recommendations:verify", ("manager",), "reported"),
    Page("recommendations:witnesses", OFFICE, "reported"),
    Page("voice:give", ANYBODY),
    Page("voice:received", ANYBODY),
    Page("recommendations:response", ("staff", "reviewer"), "given"),
    Page("recommendations:edit", ("staff",), "unsent"),
    Page("recommendations:alike", ("staff",), "raised before"),
    Page("recommendations:editor", ("staff",), "draft"),
    Page("recommendations:words", OFFICE, "draft"),
    Page("recommendations:own_words", ("reviewer",), "shown words"),
    Page("recommendations:promote", ("staff",), "ask"),
    Page("recommendations:invitations", ("staff",), "coming"),
    Page("recommendations:brief", OFFICE, "coming"),
    Page("recommendations:hearing", ("staff",), "reviewing"),
    Page("recommendations:merge", ("manager",), "sent"),
    Page("recommendations:owner", OFFICE, "sent"),
    Page("recommendations:send_several", ("manager",)),
    Page("recommendations:translations", OFFICE),
    Page("recommendations:translations", ("staff",), query="?show=done"),
    Page("recommendations:outbox", OFFICE),
    Page("recommendations:outbox_message", OFFICE, "message"),
    Page("reports:rendering", ("staff",), "rendering"),
    Page("recommendations:correspondence", OFFICE, "institution"),
    Page("reports:answering", OFFICE),
    Page("reports:indicators", OFFICE, "counted"),
    Page("reports:answering", ("staff",), query="?by=theme"),
    Page("reports:library", ("manager", "donor")),
    Page("reports:donor_figures", ("manager", "donor")),
    Page("reports:prepare_outcomes", OFFICE, "approved"),
    Page("reports:prepare_period", OFFICE),
    Page("reports:prepare_period", ("manager",), query=period_draft),
    Page("reports:report", ("manager",), "period prepared"),
    Page("reports:report", ("donor",), "period released"),
    Page("reports:report", ("manager",), "prepared"),
    Page("reports:report", ("manager", "donor"), "released"),
    Page("reports:report", ("donor",), "released in both"),
    Page("reports:check", ANYBODY, "code"),
    Page("reports:check_document", ANYBODY),
    Page("reports:press_releases", ANYBODY),
    Page("account_login", ANYBODY),
    Page("account_logout", SIGNED_IN),
    Page("account_inactive", ANYBODY),
    Page("account_signup", ANYBODY),
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
