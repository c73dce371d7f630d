"""`manage.py show_rights`: the rights table, for a person, a program, or docs/permissions.md."""

import json

from django.core.management.base import BaseCommand
from django.utils import translation

from accounts.rights import RIGHTS
from accounts.rights_words import HOLDERS, LETTERS, table_in_words

HEAD = """# Permissions

Made from `accounts/rights.py` by `manage.py show_rights --markdown`; a test holds the two together. Managers,
staff, donors and auditors hold these rights in their own programmes, an institution's representative for his own
institution. Where a cell is empty, the thing does not exist for that role: the answer is 404, byte for byte the one
of an address that was never there. A superuser holds no right by being one.

A note narrows its row; the predicates of each app's `rules.py` and `visible_to` of its models hold it.
"""


class Command(BaseCommand):
    """Prints in the same order each time: two versions can be laid side by side."""

    help = "Print the rights table: who may do what with which data."
    requires_system_checks = []

    def add_arguments(self, parser):
        form = parser.add_mutually_exclusive_group()
        form.add_argument("--json", action="store_true", help="as JSON with sorted keys")
        form.add_argument("--markdown", action="store_true", help="as docs/permissions.md")

    def handle(self, *args, **options):
        # English whatever the caller's language: the documents are, and the output stays comparable.
        with translation.override("en"):
            if options["json"]:
                text = as_json()
            elif options["markdown"]:
                text = as_markdown()
            else:
                text = as_table()
        self.stdout.write(text, ending="")


def as_json() -> str:
    """`letters` (letter → meaning) and `rights` (row → role → letters)."""
    letters = {letter: str(words) for letter, words in LETTERS.items()}
    rights = {data: {str(holder): cell for holder, cell in cells.items()} for data, cells in RIGHTS.items()}
    content = {"letters": letters, "rights": rights}
    return json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def as_table() -> str:
    """Rows and letters in columns of even width."""
    width = max(len(data) for data in RIGHTS)
    columns = [str(holder) for holder in HOLDERS]
    lines = [" " * width + "".join(f"  {name}" for name in columns)]
    for data, cells in RIGHTS.items():
        letters = (f"  {cells.get(name, '-'):{len(name)}}" for name in columns)
        lines.append(f"{data:{width}}{''.join(letters)}".rstrip())
    legend = (f"{letter}: {words}" for letter, words in LETTERS.items())
    return "\n".join([*lines, "", *legend]) + "\n"


def as_markdown() -> str:
    """docs/permissions.md."""
    parts = [HEAD, "| letter | |\n|---|---|"]
    parts += [f"| {letter} | {words} |" for letter, words in LETTERS.items()]
    columns = " | ".join(str(words) for words in HOLDERS.values())
    for heading, rows in table_in_words():
        parts += ["", f"## {heading}", f"| data | {columns} | note |", f"|---|{'---|' * (len(HOLDERS) + 1)}"]
        for row in rows:
            cells = " | ".join(RIGHTS[row.data].get(holder, "") for holder in HOLDERS)
            parts.append(f"| {row.label} | {cells} | {row.note} |")
    return "\n".join(parts) + "\n"
