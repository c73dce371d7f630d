"""The audit record, and the abstract shapes that every app's models are built from."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PublicIdModel(models.Model):
    """A row that pages may name: every URL carries `public_id`, a random UUIDv4, never the primary key."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True


class VersionedModel(PublicIdModel):
    """An aggregate that people edit: written only where `version` is still the one that was read."""

    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True, editable=False)
    updated_at = models.DateTimeField(auto_now=True, editable=False)

    class Meta:
        abstract = True


class WrittenText(models.Model):
    """Something that a person wrote, with its language and an optional human translation.

    `translation` is in the other of the two languages; nothing is ever translated by machine.
    """

    class Language(models.TextChoices):
        """The languages that texts are written in."""

        ARABIC = "ar", _("Arabic")
        ENGLISH = "en", _("English")

    text = models.TextField(_("text"))
    language = models.CharField(
        _("language of the text"), max_length=2, choices=Language, default=Language.ARABIC
    )
    translation = models.TextField(_("translation"), blank=True)
    translated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    translation_checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )

    class Meta:
        abstract = True

    def in_language(self, language: str) -> tuple[str, str]:
        """(text, its language): the translation where there is one in `language`, else the original."""
        if language[:2] != self.language and self.translation:
            return self.translation, language[:2]
        return self.text, self.language

    def words(self) -> dict:
        """What another row that says the very same is made with: its fields with who translated it and who checked."""
        return {field.attname: getattr(self, field.attname) for field in WrittenText._meta.fields}

    def note_translator(self, actor, changed) -> list[str]:
        """Say whose translation it is where `changed` (names of fields) has one; a new text or translation nobody has
        checked. The names of the fields that are to be saved too.
        """
        also = []
        if "translation" in changed:
            self.translated_by = actor if self.translation else None
            also.append("translated_by")
        if {"text", "translation"} & set(changed):
            self.translation_checked_by = None
            also.append("translation_checked_by")
        return also


class Backup(PublicIdModel):
    """One backup that was made of this installation, or that it was restored from.

    The file itself may be elsewhere by now, or deleted for its age; its SHA-256 tells whether one that turns up
    is the one that was made.
    """

    made_at = models.DateTimeField(db_index=True)
    name = models.CharField(max_length=80)
    #: bytes, and SHA-256 of the encrypted file
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    seconds = models.FloatField()
    restored_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("backup")
        verbose_name_plural = _("backups")
        ordering = ["-made_at"]

    def __str__(self):
        return self.name


class KeyringState(PublicIdModel):
    """One state of a keyring file by its fingerprint, and whether a copy of it lies in a safe."""

    fingerprint = models.CharField(max_length=64, unique=True)
    #: which file of the keyring
    part = models.CharField(max_length=100)
    printed_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("state of the keyring")
        verbose_name_plural = _("states of the keyring")

    def __str__(self):
        return self.fingerprint[:16]


class AuditEntry(models.Model):
    """One act, chained to the one before it by hash. Appended by `common.audit.append` and by nothing else.

    Holds ids and field names, never the values of persons or words said. Triggers in the database refuse
    change, deletion and truncation (`common/audit_triggers.py`).
    """

    at = models.DateTimeField(db_index=True)
    #: public_id of the account; null for the machine itself (a command) and for who has no account (a one-time code)
    actor = models.UUIDField(null=True, db_index=True)
    action = models.CharField(max_length=80, db_index=True)
    #: label of the model ("forums.minutes") and public_id of the object
    subject_type = models.CharField(max_length=80)
    subject = models.UUIDField(db_index=True)
    #: public_id of the programme that the act belongs to, where it has one: scopes who may read the entry
    programme = models.UUIDField(null=True, db_index=True)
    details = models.JSONField(default=dict)
    #: "page", "command", "task" or "import", with the request id; no address is kept here
    origin = models.CharField(max_length=80)
    prev = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit record")
        ordering = ["-id"]

    def __str__(self):
        return f"{self.id} {self.action}"


class AuditHead(PublicIdModel):
    """The head of the audit record as it left the house on one day: mailed to the auditors, or printed for them.

    A cut tail and a chain that was computed anew are found by these and by nothing in the chain itself. Whoever writes
    the database can write these too; what he cannot write is the mail, and the paper.
    """

    day = models.DateField(unique=True)
    at = models.DateTimeField()
    #: how many entries the record had, and the hash of the last of them
    entries = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)
    #: how many auditors it was mailed to; without a mail server it is printed
    mailed_to = models.PositiveSmallIntegerField(default=0)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("head of the audit record")
        verbose_name_plural = _("heads of the audit record")
        ordering = ["-day"]

    def __str__(self):
        return f"{self.day} {self.hash[:16]}"
