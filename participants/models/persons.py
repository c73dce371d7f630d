"""People, who are at risk for being in here, and what they agreed to."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.rights import programmes_where
from common.arabic import fold, fold_bare
from common.encryption import EncryptedTextField
from common.models import PublicIdModel, VersionedModel
from participants.models.lists import Category, Honorific, Place


class Sex(models.TextChoices):
    """As said or recorded; never inferred from a name, a rank or a title."""

    FEMALE = "f", _("woman")
    MALE = "m", _("man")


class AgeBand(models.TextChoices):
    """Bands for figures; the youth band is the programme's setting (18–35 in Yemen's youth strategy)."""

    UNDER_18 = "u18", _("under 18")
    YOUTH = "18-35", _("18 to 35")
    ADULT = "36-59", _("36 to 59")
    OLDER = "60+", _("60 and over")


class PersonQuerySet(models.QuerySet):
    """People in words."""

    def visible_to(self, user):
        """Those with an attendance or an acknowledgement in a programme whose people the reader sees."""
        programmes = programmes_where(user, "person", "r")
        if not programmes:
            return self.none()
        # By row, not by join: a person with ten attendances must still come once; and a search that narrows by name
        # first asks about few people only.
        return self.filter(
            self._stands_in("attendances", programmes) | self._stands_in("acknowledgements", programmes)
        )

    def _stands_in(self, relation, programmes):
        related = self.model._meta.get_field(relation).related_model
        return Exists(related.objects.filter(person=OuterRef("pk"), forum__programme_id__in=programmes))

    def current(self):
        """Neither merged into another nor erased."""
        return self.filter(merged_into__isnull=True, erased_at__isnull=True)

    def named_like(self, text: str):
        """Whose name holds every word of the text, in any spelling; first by folded name."""
        found = self
        for word in fold(text).split():
            found = found.filter(folded__contains=word)
        return found.order_by("folded", "id")


class Person(VersionedModel):
    """Somebody in the directory. What may be shown of him to whom is decided in `participants/privacy.py`.

    A person may be known by office only («the First Advocate General») until he is named.
    """

    name_ar = models.CharField(_("name"), max_length=200, blank=True)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    #: how he is known while he has no name
    known_as = models.CharField(_("known as"), max_length=200, blank=True)
    folded = models.CharField(max_length=400, editable=False, db_index=True)
    folded_bare = models.CharField(max_length=400, editable=False, db_index=True)
    honorific = models.ForeignKey(
        Honorific, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("form of address")
    )
    sex = models.CharField(_("sex"), max_length=1, choices=Sex, blank=True)
    sex_source = models.CharField(
        _("how the sex is known"),
        max_length=8,
        blank=True,
        choices=[
            ("said", _("said by the person")),
            ("recorded", _("recorded by staff")),
            ("sheet", _("sign-in sheet")),
        ],
    )
    age_band = models.CharField(_("age band"), max_length=6, choices=AgeBand, blank=True)
    disability = models.CharField(
        _("disability (Washington Group)"),
        max_length=8,
        blank=True,
        choices=[("yes", _("yes")), ("no", _("no"))],
    )
    displacement = models.CharField(
        _("displacement"),
        max_length=10,
        blank=True,
        choices=[("host", _("host community")), ("idp", _("displaced")), ("returnee", _("returned"))],
    )
    home_district = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("home district")
    )
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("category")
    )
    phone = EncryptedTextField(_("phone"), purpose="contacts", blank=True)
    email = EncryptedTextField(_("e-mail"), purpose="contacts", blank=True)
    languages = models.CharField(_("languages"), max_length=100, blank=True)
    notes = EncryptedTextField(_("notes"), purpose="contacts", blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", editable=False
    )
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)
    is_demo = models.BooleanField(default=False, editable=False)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.CheckConstraint(
                name="person_has_name_or_office",
                condition=~Q(name_ar="") | ~Q(known_as="") | Q(erased_at__isnull=False),
            ),
            models.CheckConstraint(name="person_sex_has_source", condition=Q(sex="") | ~Q(sex_source="")),
        ]

    def __str__(self):
        # The public id and not the name: logs, tracebacks and admin titles print what str() gives.
        return str(self.public_id)

    @property
    def is_named(self) -> bool:
        """False for somebody known by office only."""
        return bool(self.name_ar)

    def refold(self) -> None:
        """Make the matching keys anew; every service that writes a name calls this."""
        name = self.name_ar or self.known_as
        self.folded, self.folded_bare = fold(name)[:400], fold_bare(name)[:400]


class Consent(PublicIdModel):
    """One agreement of one person: what for, when and how given, when withdrawn. Withdrawing acts at once.

    It is given to the organisation whose installation this is, not to one of its programmes.
    """

    class Purpose(models.TextChoices):
        """What was agreed to; one does not imply another."""

        LIST = "list", _("to be on the attendance list")
        NAMING = "naming", _("to be named in documents")
        PHOTO = "photo", _("to be photographed")
        CONTACT = "contact", _("to be contacted")

    class Manner(models.TextChoices):
        """How it was given."""

        SIGNED = "signed", _("signed on the sheet")
        SPOKEN = "spoken", _("said to staff")
        LETTER = "letter", _("by letter of the institution")

    person = models.ForeignKey(Person, models.CASCADE, related_name="consents")
    purpose = models.CharField(_("purpose"), max_length=8, choices=Purpose)
    manner = models.CharField(_("how given"), max_length=8, choices=Manner)
    given_on = models.DateField(_("given on"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["given_on", "id"]

    def __str__(self):
        return str(self.public_id)
