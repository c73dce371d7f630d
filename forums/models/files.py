"""What a forum leaves on paper and in pictures, as ciphertext: signed sheets, and photos where a manager allowed them."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.rights import engaged_programmes, programmes_where
from common.models import PublicIdModel
from common.sealed_files import SealedFile
from forums.models.forum import Forum
from participants.models import Consent, Person


class SignedSheetQuerySet(models.QuerySet):
    """Signed sheets in words."""

    def visible_to(self, user):
        """Those that the reader may open: an auditor's of programmes whose finances he is engaged to audit today."""
        programmes = programmes_where(user, "signed sheets", "x") & engaged_programmes(user)
        return self.filter(forum__programme_id__in=programmes)


class SignedSheet(SealedFile):
    """The scan of a sheet that was signed. Staff hand it in and do not see it again."""

    class Sheet(models.TextChoices):
        """What was signed."""

        SIGN_IN = "sign_in", _("sign-in sheet")
        ALLOWANCE = "allowance", _("transport allowance sheet")

    forum = models.ForeignKey(Forum, models.PROTECT, related_name="signed_sheets")
    sheet = models.CharField(_("sheet"), max_length=10, choices=Sheet)
    #: why it stayed when a person was erased who may have signed it
    kept_because = models.TextField(_("why it was kept"), blank=True, editable=False)

    objects = SignedSheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("signed sheet")
        verbose_name_plural = _("signed sheets")
        ordering = ["id"]


class SheetReading(PublicIdModel):
    """One look of an auditor at a signed sheet, with the reason; also where the sheet is gone since."""

    sheet = models.ForeignKey(SignedSheet, models.CASCADE, related_name="readings")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.TextField(_("reason"))
    #: made by the page that asks: sending it again (a reload) shows nothing a second time
    asked = models.UUIDField(unique=True)
    read_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("reading of a signed sheet")
        verbose_name_plural = _("readings of signed sheets")
        ordering = ["-id"]

    def __str__(self):
        return str(self.public_id)


class PhotosAllowed(PublicIdModel):
    """That a manager allowed photos of one forum, and why. Without such a row there are none."""

    forum = models.OneToOneField(Forum, models.PROTECT, related_name="photos_allowed")
    reason = models.TextField(_("reason"))
    allowed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    allowed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("permission of photos")
        verbose_name_plural = _("permissions of photos")

    def __str__(self):
        return str(self.public_id)


class PhotoQuerySet(models.QuerySet):
    """Photos in words."""

    def visible_to(self, user):
        """The office's, as long as each person shown stands by the consent and the manager by the permission."""
        agreeing = Person.objects.agreeing_to(Consent.Purpose.PHOTO)
        refused = PhotoPerson.objects.filter(photo=OuterRef("pk")).exclude(person__in=agreeing)
        return self.filter(
            ~Exists(refused),
            forum__programme_id__in=programmes_where(user, "attachment", "r"),
            forum__photos_allowed__isnull=False,
            forum__women_only=False,
        )


class Photo(SealedFile):
    """One picture of a forum, made anew without what the camera wrote into it."""

    forum = models.ForeignKey(Forum, models.PROTECT, related_name="photos")

    objects = PhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["id"]


class PhotoPerson(models.Model):
    """Somebody whose face is in a photo."""

    #: reached through the photo alone, never by an address
    INNER = True

    photo = models.ForeignKey(Photo, models.CASCADE, related_name="shown")
    person = models.ForeignKey(Person, models.PROTECT, related_name="photos")

    class Meta:
        verbose_name = _("person in a photo")
        verbose_name_plural = _("persons in photos")
        constraints = [models.UniqueConstraint(name="shown_once", fields=["photo", "person"])]

    def __str__(self):
        return str(self.pk)
