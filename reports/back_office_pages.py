"""Pages of the back office, for `reports/pages.py`: which an administrator sees, which need a second role."""

from collections.abc import Callable, Iterator

from django.apps import apps

#: Lists that an administrator keeps, with a page to add and one a row; the second also as sheets.
KEPT = ("accounts_user", "accounts_membership", "forums_programme", "forums_indicator")
SHEETS = (
    "forums_theme",
    "forums_holiday",
    "participants_category",
    "participants_honorific",
    "participants_institution",
    "participants_place",
    "participants_rank",
    "participants_rankqualifier",
)
#: What exists, without content; reports have a page a row.
METADATA = (
    "reports_report",
    "recommendations_outboxmessage",
    "common_auditentry",
    "django_tasks_database_dbtaskresult",
)
#: People and words: seen by an administrator who holds another role that reads them.
HIDDEN = (
    "participants_person",
    "forums_forum",
    "forums_minutes",
    "forums_attendance",
    "forums_output",
    "recommendations_recommendation",
    "recommendations_response",
    "recommendations_update",
)
ACTS = (
    "accounts_user_renew",
    "accounts_user_deactivate",
    "accounts_user_activate",
    "accounts_membership_end",
)


def pages() -> Iterator[tuple[str, str]]:
    """(address, subject) of each page that an administrator sees."""
    yield "admin:index", ""
    yield "admin:app_list", "app"
    for name in (*KEPT, *SHEETS, *METADATA):
        yield f"admin:{name}_changelist", ""
    for name in (*KEPT, *SHEETS):
        yield f"admin:{name}_add", ""
    for name in (*KEPT, *SHEETS, "reports_report"):
        yield f"admin:{name}_change", f"row {name}"
    for name in SHEETS:
        yield f"admin:{name}_import", ""
        yield f"admin:{name}_export", ""


def no_pages() -> Iterator[tuple[str, str]]:
    """(address, reason) of the others."""
    yield "admin:jsi18n", "a script"
    for name in ACTS:
        yield f"admin:{name}", "answers POST alone"
    for name in SHEETS:
        yield f"admin:{name}_process_import", "answers POST alone"
    for name in HIDDEN:
        for action in ("changelist", "change"):
            yield f"admin:{name}_{action}", "needs a second role that reads it"


def finders() -> dict[str, Callable]:
    """subject → public id of the first row, or the name of an app."""
    found: dict[str, Callable] = {"app": lambda user: "participants"}
    for name in (*KEPT, *SHEETS, "reports_report"):
        found[f"row {name}"] = _first(name)
    return found


def _first(name):
    app_label, _, model = name.rpartition("_")

    def find(user):
        rows = apps.get_model(app_label, model)._base_manager.order_by("pk")
        return rows.values_list("public_id", flat=True).first()

    return find
