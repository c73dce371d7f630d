"""Where sheets lead to and come from, how a workbook is handed out, and why one was not taken in."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from participants.models import SheetImport

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Why nothing was written.
WHY_NOT = {
    "overtaken": _(
        "The directory has changed since the sheet was looked through. Nothing was taken in; please look once more."
    ),
    "not_allowed": _("It may no longer be written there. Nothing was taken in."),
    "category": _(
        "Row %(number)s has no category, which a new entry needs. Nothing was taken in; please add it to the sheet, or leave the row out."
    ),
    "loop": _(
        "By row %(number)s an institution would be part of itself. Nothing was taken in; please mend it in the sheet."
    ),
    "twice": _(
        "Row %(number)s is the second for one and the same person. Nothing was taken in; please decide it anew."
    ),
}


def back_url(sheet) -> str:
    """Where sheets of this kind are handed in."""
    if sheet.kind == SheetImport.Kind.ATTENDANCE:
        return reverse("forums:import_list", args=[sheet.forum])
    if sheet.kind == SheetImport.Kind.INSTITUTIONS:
        return reverse("participants:import_institutions")
    return reverse("participants:import_people")


def target_url(sheet, user) -> str:
    """Where what was taken in is seen."""
    if sheet.kind == SheetImport.Kind.ATTENDANCE:
        return reverse("forums:attendance", args=[sheet.forum])
    if sheet.kind == SheetImport.Kind.INSTITUTIONS:
        return institutions_url(user)
    return reverse("participants:people")


def institutions_url(user) -> str:
    """The list of the office; an administrator's is in the back office."""
    is_office = user.has_perm("participants.view_institutions")
    return reverse("participants:institutions" if is_office else "admin:participants_institution_changelist")


def workbook_response(content: bytes, name: str) -> HttpResponse:
    """A workbook that is saved, not shown, and kept in no cache."""
    return HttpResponse(
        content,
        content_type=XLSX,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )
