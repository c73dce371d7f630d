"""python manage.py render_report --audience internal|official|donor|public --language ar|en|both --out FILE, with one of

--forum ADEN-2022-CLOSING: its outcomes, or with --kind minutes its minutes for signature, as last approved
--kind period --programme ADEN --from 2022-01-01 --until 2022-12-31
--sample-recommendations 500: in a demo database, to measure: a made-up forum of which nothing stays but the file
"""

import datetime
import hashlib
import os
import tempfile
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from common.pdf import PdfFailed, find_fonts, is_available
from forums.models import Forum, Programme
from participants.models import Place
from reports.audiences import AudienceComesLater, require_document
from reports.demo.accounts import NotADemoDatabase, require_demo_database
from reports.document import document_html
from reports.models import Report
from reports.projection.donor import NotApproved
from reports.rendering import render_report
from reports.sample.build import build_sample
from reports.services.periods import NotOver, prepare_period_report
from reports.services.prepare import prepare_forum_report, prepare_minutes, record_named_export

KINDS = {
    "forum": Report.Kind.FORUM_OUTCOMES,
    "minutes": Report.Kind.MINUTES,
    "period": Report.Kind.PERIOD,
}
#: who sits in the made-up forum
SAMPLE_PEOPLE = 30


class Command(BaseCommand):
    """Makes the PDF of a report at the machine itself; put on the record like any named export."""

    help = "Write the PDF of a report. The same record gives the same bytes each time."
    # They load every page of the portal, 40 MB; `migrate` makes them before each start.
    requires_system_checks = []

    def add_arguments(self, parser):
        """The report's scope, audience and language, and where to write it."""
        parser.add_argument("--kind", choices=list(KINDS), default="forum")
        parser.add_argument(
            "--forum", metavar="CODE", help="kind forum and minutes: code, e.g. ADEN-2022-CLOSING"
        )
        parser.add_argument("--programme", metavar="CODE", help="kind period: code, e.g. ADEN")
        for name, words in (("from", "first"), ("until", "last")):
            parser.add_argument(
                f"--{name}",
                type=datetime.date.fromisoformat,
                metavar="YYYY-MM-DD",
                help=f"kind period: its {words} day",
            )
        parser.add_argument(
            "--sample-recommendations",
            type=int,
            metavar="N",
            help="for measuring, in a demo database: a made-up forum with N recommendations, kept nowhere",
        )
        parser.add_argument("--audience", required=True, choices=Report.Audience.values)
        parser.add_argument("--language", required=True, choices=Report.Language.values)
        parser.add_argument("--out", required=True, type=Path, metavar="FILE", help="the PDF to write")
        parser.add_argument(
            "--as-of",
            type=datetime.date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="the day at whose end lateness is judged; without it, the day of the last act on the record",
        )
        parser.add_argument(
            "--html", type=Path, metavar="FILE", help="write the HTML that was typeset here as well"
        )

        parser.add_argument(
            "--leave-out-untranslated",
            action="store_true",
            help="donor: leave out texts without a translation",
        )
        parser.add_argument(
            "--totals-because",
            default="",
            metavar="REASON",
            help="donor: show totals by sex and youth at any size, for this reason",
        )

    def handle(self, *args, **options):
        """Check all that can be checked first, so that nothing is frozen for a file that cannot be made."""
        try:
            require_document(options["audience"], KINDS[options["kind"]])
        except AudienceComesLater as error:
            raise CommandError(str(error)) from error
        if reason := is_available():
            raise CommandError(reason)
        out = options["out"]
        if not out.parent.is_dir():
            raise CommandError(f"There is no folder {out.parent}.")
        if options["sample_recommendations"] is not None:
            self._sample(options)
            return
        report = self._prepare(options)
        pdf = _rendered(report)
        record_named_export(actor=None, report=report, pdf=pdf)
        self._write(report, pdf, options)

    def _sample(self, options) -> None:
        """A report of made-up rows, all of which are gone when the file is written."""
        if options["kind"] != "forum" or options["forum"] or options["sample_recommendations"] < 1:
            raise CommandError("--sample-recommendations takes one or more, and no other scope.")
        try:
            require_demo_database()
        except NotADemoDatabase as refusal:
            raise CommandError(str(refusal)) from refusal
        if not Place.objects.exists():
            raise CommandError("The reference lists are missing: manage.py load_reference.")
        with transaction.atomic():
            count = options["sample_recommendations"]
            build_sample(programmes=1, forums=1, people=SAMPLE_PEOPLE, recommendations=count, seed=1)
            forum = Forum.objects.latest("pk")
            report = self._prepare(options | {"forum": forum.code})
            pdf = _rendered(report)
            transaction.set_rollback(True)
        self._write(report, pdf, options)

    def _write(self, report, pdf, options) -> None:
        out = options["out"]
        _write_privately(out, pdf)
        if options["html"]:
            _write_privately(options["html"], document_html(report).encode())
        for warning in find_fonts().warnings:
            self.stderr.write(self.style.WARNING(warning))
        self.stdout.write(
            f"{out}: {report.reference}, {len(pdf)} bytes, SHA-256 {hashlib.sha256(pdf).hexdigest()}"
        )

        if report.audience != Report.Audience.INTERNAL and report.frozen["untranslated"]:
            self.stderr.write(self.style.WARNING("Some texts have no translation: it cannot be released so."))

    def _prepare(self, options) -> Report:
        if options["kind"] == "period":
            return self._prepare_period(options)
        if not options["forum"]:
            raise CommandError("Which forum: --forum CODE.")
        forum = self._forum(options["forum"])
        try:
            if options["kind"] == "minutes":
                approved = (
                    forum.minutes.revisions.order_by("-number").values_list("number", flat=True).first()
                )
                return prepare_minutes(actor=None, forum=forum, language=options["language"], number=approved)
            return prepare_forum_report(
                actor=None,
                forum=forum,
                audience=options["audience"],
                language=options["language"],
                as_of=options["as_of"],
                totals_reason=options["totals_because"],
                leaves_out_untranslated=options["leave_out_untranslated"],
            )
        except NotApproved as error:
            raise CommandError(
                f"The minutes of {error} are not approved: nothing of them leaves the house."
            ) from error

    def _prepare_period(self, options) -> Report:
        start, end = options["from"], options["until"]
        if not (options["programme"] and start and end):
            raise CommandError("A period takes --programme CODE, --from and --until.")
        try:
            return prepare_period_report(
                actor=None,
                programme=Programme.objects.get(code=options["programme"]),
                start=start,
                end=end,
                audience=options["audience"],
                language=options["language"],
                as_of=options["as_of"],
                leaves_out_untranslated=options["leave_out_untranslated"],
            )
        except Programme.DoesNotExist:
            raise CommandError(f"There is no programme {options['programme']}.") from None
        except NotOver as error:
            raise CommandError(f"The period is not over: {error}.") from error
        except ValueError as error:
            raise CommandError(str(error)) from error

    def _forum(self, code):
        try:
            return Forum.objects.select_related("programme__implementer", "place__parent").get(code=code)
        except Forum.DoesNotExist:
            known = ", ".join(Forum.objects.order_by("code").values_list("code", flat=True)[:12])
            raise CommandError(
                f"There is no forum {code}." + (f" Some that exist: {known}." if known else "")
            ) from None


def _rendered(report) -> bytes:
    try:
        return render_report(report)
    except PdfFailed as error:
        raise CommandError(str(error)) from error


def _write_privately(path: Path, data: bytes) -> None:
    """Whole or not at all, and readable by the owner only: the file holds names."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".report-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise CommandError(f"{path} could not be written: {error.strerror}.") from error
