"""People, who are at risk for being in here, and what they agreed to."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Length
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.rights import programmes_where
from common.arabic import Name, asked_words
from common.encryption import EncryptedTextField
from common.models import PublicIdModel, VersionedModel
from participants.models.lists import Category, Honorific, Place
from participants.models.name_keys import KeyedName, NameKey, beginning_with_any
from participants.models.standing import MERGED_DEPTH, STANDS_BY

#: What is encrypted, and shown one by one, with a reason.
CONTACTS = ("phone", "email", "notes")


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
        """Those who stand in a programme whose people the reader sees."""
        return self.standing_in(programmes_where(user, "person", "r"))

    def standing_in(self, programmes):
        """Those with an attendance, an acknowledgement or an entry of their own in one of these programmes (primary
        keys), theirs or that of somebody who was merged into them.
        """
        if not programmes:
            return self.none()
        # By row, not by join: a person with ten attendances must still come once; and a search that narrows by name
        # first asks about few people only.
        stands = Q()
        for relation, path in STANDS_BY.items():
            stands |= self._stands_in(relation, path, programmes)
        found, merged = stands, stands
        for _depth in range(MERGED_DEPTH):
            merged = Exists(self.model._base_manager.filter(merged, merged_into=OuterRef("pk")))
            found |= Q(merged)
        return self.filter(found)

    def _stands_in(self, relation, path, programmes):
        related = self.model._meta.get_field(relation).related_model
        return Q(Exists(related.objects.filter(person=OuterRef("pk"), **{f"{path}_id__in": programmes})))

    def current(self):
        """Neither merged into another nor erased."""
        return self.filter(merged_into__isnull=True, erased_at__isnull=True)

    def agreeing_to(self, purpose):
        """Those of whom a consent for this purpose stands."""
        standing = Consent.objects.filter(purpose=purpose, withdrawn_on__isnull=True)
        return self.filter(pk__in=standing.values("person"))

    def without_contacts(self):
        """Phone, e-mail and notes stay in the database; `phone_length` and the like tell whether there are any."""
        return self.defer(*CONTACTS).annotate(**{f"{name}_length": Length(name) for name in CONTACTS})

    def behind(self, public_id):
        """Who is meant by an id today: the one into whom he was merged; None where nobody is."""
        person = self.filter(public_id=public_id).first()
        while person is not None and person.merged_into_id:
            person = self.get(pk=person.merged_into_id)
        return person

    def exclude_empty(self, field: str):
        """Those of whom this contact is recorded, without deciphering it."""
        return self.alias(length=Length(field)).filter(length__gt=0)

    def named_like(self, text: str):
        """Whose name has words that begin like every word of the text, in any spelling; or holds them in English. First by
        folded name.

        By keys, so that a large directory is not read through; a name in English has none.
        """
        words = asked_words(Name.of(text))
        if not words or text.isascii():
            found = Q()
            for word in text.split():
                found &= Q(name_en__icontains=word)
            return self.filter(found).order_by("folded", "id")
        keys, found = NameKey.objects.order_by(), self
        for forms in words:
            begin = keys.filter(beginning_with_any("folded", forms))
            found = found.filter(pk__in=begin.values("person"))
        return found.order_by("folded", "id")


class Person(KeyedName, VersionedModel):
    """Somebody in the directory. What may be shown of him to whom is decided in `participants/privacy.py`.

    A person may be known by office only («the First Advocate General») until he is named.
    """

    name_ar = models.CharField(_("name"), max_length=200, blank=True)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    #: how he is known while he has no name
    known_as = models.CharField(_("known as"), max_length=200, blank=True)
    #: the day on which somebody who was known by office got his name; empty for who came with one
    named_on = models.DateField(_("named on"), null=True, blank=True, editable=False)
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
    prefers_woman_caller = models.BooleanField(_("asks to be called by a woman"), default=False)
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

    def ids_with_merged(self) -> list[int]:
        """Primary keys of this person and of those who were merged into him."""
        found = newest = [self.pk]
        for _depth in range(MERGED_DEPTH):
            newest = list(Person.objects.filter(merged_into__in=newest).values_list("pk", flat=True))
            if not newest:
                break
            found = found + newest
        return found

    @cached_property
    def programme_ids(self) -> set[int]:
        """Programmes in which he stands, read once an instance; the same words as `PersonQuerySet.standing_in`."""
        ids, rows = self.ids_with_merged(), []
        for relation, path in STANDS_BY.items():
            related = self._meta.get_field(relation).related_model.objects.order_by()
            rows.append(related.filter(person__in=ids).values_list(path, flat=True))
        return set(rows[0].union(*rows[1:]))

    @property
    def is_named(self) -> bool:
        """False for somebody known by office only."""
        return bool(self.name_ar)


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
        constraints = [
            models.UniqueConstraint(
                name="one_standing_consent_a_purpose",
                fields=["person", "purpose"],
                condition=Q(withdrawn_on__isnull=True),
            )
        ]

    def __str__(self):
        return str(self.public_id)
