"""Which fields are sensitive: every text of every model of ours that is not argued away here.

A new field of text is sensitive until somebody writes here why it is not, or in `allowed.py` who may see it.
"""

from django.apps import apps
from django.db import models

from common.checks import OUR_APPS
from common.encryption import EncryptedTextField

ONE_WAY = "a hash, a code or a random name that tells nothing"
LIST = "reference lists, which everybody who signs in may read"
MADE = "made of the fields beside it, and searched wherever these are"
RECORD = "the audit record; that it holds no mark is asked of its rows themselves"
MACHINE = "words and paths of the machine; a path holds public ids alone"

#: label of the model or of one of its fields → why it is not sensitive. Choices are never.
NOT_SENSITIVE = {
    **dict.fromkeys(
        [
            *(
                "participants.Place",
                "participants.Category",
                "participants.Rank",
                "participants.RankQualifier",
            ),
            *("participants.Honorific", "participants.Institution", "participants.InstitutionName"),
            *("participants.Position", "forums.Theme", "forums.Holiday"),
        ],
        LIST,
    ),
    "forums.Indicator": "what a programme promised its donor to count; holds neither people nor words said",
    "forums.AttendanceTotal.key": "the key of a category",
    **dict.fromkeys(
        [
            *("forums.Programme.code", "forums.Forum.code", "forums.CalendarFeed"),
            *(
                "forums.MinutesRevision.digest",
                "forums.MinutesRevision.salt",
                "recommendations.Attachment.digest",
                "recommendations.Attachment.name",
            ),
            *("forums.SignedSheet.digest", "forums.SignedSheet.name"),
            *("forums.Photo.digest", "forums.Photo.name"),
            *("reports.Report.frozen_hash", "reports.Report.audit_head", "reports.Report.verification_code"),
            *("reports.Report.pdf_hash", "reports.Report.file_name", "reports.ReportCopy.file_hash"),
            *(
                "accounts.User.password",
                "accounts.Invitation.token_hash",
                "accounts.Backoff",
                "accounts.UsedCode",
            ),
            *(
                "accounts.KnownDevice",
                "accounts.KeptForm.digest",
                "accounts.DraftKey",
                "common.Backup",
                "common.KeyringState",
            ),
            *(
                "recommendations.AnswerCode.digest",
                "recommendations.WitnessCode.digest",
                "common.AuditHead",
                "participants.SheetImport.digest",
            ),
        ],
        ONE_WAY,
    ),
    **dict.fromkeys(
        [
            *("forums.Forum.folded", "recommendations.Recommendation.folded"),
            *("participants.Person.folded", "participants.Person.folded_bare", "participants.NameKey.folded"),
            *("forums.MinutesRevision.content", "forums.MinutesRevision.words"),
            *("forums.MinutesRevision.personal", "forums.MinutesRevision.warnings", "reports.Report.frozen"),
        ],
        MADE,
    ),
    "common.AuditEntry": RECORD,
    **dict.fromkeys(
        [
            *("accounts.User.username", "accounts.User.language", "accounts.TwoPersonAct.path"),
            *("accounts.TwoPersonAct.subject_type", "recommendations.OutboxMessage", "reports.Rendering"),
            *("reports.RetentionRun", "reports.Report.made_with", "accounts.Refusal"),
        ],
        MACHINE,
    ),
    **dict.fromkeys(
        [f"participants.Merge.{name}" for name in ("moved", "programmes", "consents")],
        "keys of rows and public ids of programmes",
    ),
    **dict.fromkeys(
        [
            *(f"participants.SheetImport.{name}" for name in ("content", "columns", "counts", "problem")),
            *(f"participants.ImportRow.{name}" for name in ("findings", "before")),
        ],
        "JSON in which a mark would be no JSON; with marks in the cells: tests/participants/imports/test_protection.py",
    ),
    "forums.OutputSpeaker.person": "a public id as ciphertext; that no page opens it, the tests of the seal ask",
}


def texts_of(model) -> list:
    """The fields of one model that hold words or files."""
    kinds = (models.CharField, models.TextField, models.JSONField, models.FileField, EncryptedTextField)
    return [field for field in model._meta.concrete_fields if isinstance(field, kinds) and not field.choices]


def sensitive() -> dict[str, object]:
    """«app.Model.field» → the field, of all that are sensitive."""
    return {
        f"{model._meta.label}.{field.name}": field
        for model in apps.get_models()
        if model._meta.app_label in OUR_APPS and model._meta.label not in NOT_SENSITIVE
        for field in texts_of(model)
        if f"{model._meta.label}.{field.name}" not in NOT_SENSITIVE
    }
