"""`manage.py show_figures`: what each figure of how institutions answer counts, as docs/figures.md."""

from django.core.management.base import BaseCommand
from django.utils import translation

from reports.figures.answering import MEANINGS

HEAD = """# Figures

Made from `reports/figures/answering.py` by `manage.py show_figures`; a test holds the two together. Each figure is counted
there and nowhere else, from programme, period and day of counting, never from who asks; rights decide only who may open it.
A line is an institution, a theme, a district (of the meeting where it was said) or a quarter (of the day of sending, in the
time zone of the portal). What has two themes or was raised in two districts stands in both lines, and once in the sum.

People are counted in `reports/figures/people.py`: *attendances* count presences, *persons* each human once; those counted
without a name are in the attendances alone.

| figure | in Arabic | what it counts |
|---|---|---|
"""


class Command(BaseCommand):
    """Prints the same each time."""

    help = "Print what each figure counts, as docs/figures.md."
    requires_system_checks = []

    def handle(self, *args, **options):
        self.stdout.write(HEAD + "".join(rows()), ending="")


def rows():
    """A line a figure, in the order in which pages show them."""
    for label, meaning in MEANINGS.values():
        with translation.override("ar"):
            arabic = str(label)
        with translation.override("en"):
            yield f"| {label} | {arabic} | {meaning} |\n"
