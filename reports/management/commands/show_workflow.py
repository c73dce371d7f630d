"""`manage.py show_workflow`: the tables of states, for a person, a program, or docs/workflow.md."""

import json

from django.core.management.base import BaseCommand

from common.workflow import MACHINE
from reports.workflow_tables import WAYS, WHO, ends_of, states_of

HEAD = """# Workflow

Made from the tables of states by `manage.py show_workflow --markdown`; a test holds the two together. A state is
changed along an arrow, by a service, in one transaction with its entry in the audit record; each arrow asks for one
permission, and some for a note. Whatever is not here cannot be done. Who holds a permission is told in more detail by
[permissions.md](permissions.md). Actions that are the institution's answer are chosen by what it decides.
"""


class Command(BaseCommand):
    """Prints in the order of the tables: two versions can be laid side by side."""

    help = "Print the tables of states: which action leads where, by which permission, and whether it needs a note."
    requires_system_checks = []

    def add_arguments(self, parser):
        form = parser.add_mutually_exclusive_group()
        form.add_argument("--json", action="store_true", help="as JSON with sorted keys")
        form.add_argument("--markdown", action="store_true", help="as docs/workflow.md")

    def handle(self, *args, **options):
        text = as_json() if options["json"] else as_markdown() if options["markdown"] else as_table()
        self.stdout.write(text, ending="")


def rows_of(way) -> list[dict]:
    """The arrows as plain values, in the order of the table."""
    return [
        {
            "from": str(origin),
            "action": action,
            "to": str(arrow.to),
            "permission": arrow.permission or None,
            "needs_note": arrow.needs_note,
        }
        for (origin, action), arrow in way.table.items()
    ]


def as_json() -> str:
    """`tables`: key → begins, ends, arrows; `permissions`: permission → who holds it."""
    tables = {
        way.key: {
            "begins": list(way.begins),
            "ends": ends_of(way),
            "states": states_of(way),
            "arrows": rows_of(way),
        }
        for way in WAYS
    }
    who = {permission: words for permission, words in WHO.items() if permission != MACHINE}
    content = {"tables": tables, "permissions": who}
    return json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def as_table() -> str:
    """One line an arrow."""
    lines = []
    for way in WAYS:
        lines += ["", way.heading] if lines else [way.heading]
        for row in rows_of(way):
            note = " · note" if row["needs_note"] else ""
            holder = row["permission"] or "the machine"
            lines.append(f"  {row['from']:14} {row['action']:22} {row['to']:14} {holder}{note}")
    return "\n".join(lines) + "\n"


def as_markdown() -> str:
    """docs/workflow.md."""
    parts = [HEAD.rstrip("\n")]
    for way in WAYS:
        ends = ", ".join(f"`{state}`" for state in ends_of(way)) or "nowhere"
        begins = ", ".join(f"`{state}`" for state in way.begins)
        parts += [
            "",
            f"## {way.heading}",
            "",
            way.about,
            f"Begins at {begins}; nothing leads on from {ends}.",
            "",
        ]
        parts += ["| from | action | to | permission | note |", "|---|---|---|---|---|"]
        for row in rows_of(way):
            holder = f"`{row['permission']}`" if row["permission"] else "the machine"
            note = "needed" if row["needs_note"] else ""
            parts.append(f"| {row['from']} | {row['action']} | {row['to']} | {holder} | {note} |")
    parts += ["", "## Who holds the permissions", "", "| permission | who |", "|---|---|"]
    parts += [f"| `{permission}` | {words} |" for permission, words in WHO.items() if permission != MACHINE]
    return "\n".join(parts) + "\n"
