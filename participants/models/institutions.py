"""Bodies: their tree, their names, their posts, who speaks for them."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from common.models import PublicIdModel, VersionedModel
from participants.models.lists import NamedList, Place


class Institution(VersionedModel, NamedList):
    """A body that is asked, answers, implements, or pays. A post in it is a Position, not a spelling of it."""

    class Kind(models.TextChoices):
        """What sort of body; for lists and figures."""

        SECURITY = "security", _("security")
        JUSTICE = "justice", _("justice and prosecution")
        AUTHORITY = "authority", _("local authority")
        COMMITTEE = "local_committee", _("community committee")
        COMMUNITY = "community", _("civil society")
        ORGANISER = "organiser", _("organiser")
        HEALTH = "health", _("health")
        DONOR = "donor", _("donor")
        OTHER = "other", _("other")

    kind = models.CharField(_("kind"), max_length=16, choices=Kind, default=Kind.OTHER)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of")
    )
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, verbose_name=_("place"))
    public_contact = models.CharField(_("public contact"), max_length=200, blank=True)
    folded = models.TextField(editable=False, blank=True)
    #: made up for the demonstration; its names say so themselves
    is_demo = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        ordering = ["name_ar"]


class InstitutionName(PublicIdModel):
    """A name of a body for one audience or time, or a spelling met in texts."""

    class Use(models.TextChoices):
        """What the name is for."""

        SPELLING = "spelling", _("spelling met in texts")
        FORMAL = "formal", _("formal name in letters")
        AUDIENCE = "audience", _("name for one audience")

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="names")
    text = models.CharField(_("name"), max_length=200)
    folded = models.CharField(max_length=200, editable=False, db_index=True)
    use = models.CharField(_("use"), max_length=10, choices=Use, default=Use.SPELLING)
    language = models.CharField(_("language"), max_length=2, default="ar")
    #: one of `participants.privacy.LEVELS`; empty: for all
    audience = models.CharField(_("audience"), max_length=10, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        verbose_name = _("institution's name")
        verbose_name_plural = _("institutions' names")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="one_name_a_use", fields=["institution", "text", "use", "audience"])
        ]

    def __str__(self):
        return self.text


class Position(PublicIdModel):
    """A post in a body: مدير إدارة العمليات."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="positions")
    title_ar = models.CharField(_("Arabic title"), max_length=200)
    title_en = models.CharField(_("English title"), max_length=200, blank=True)
    folded = models.CharField(max_length=200, editable=False, db_index=True)
    #: the body has this post no more; who held it is told by the days of forums
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(name="one_post_a_body", fields=["institution", "title_ar"])]

    def __str__(self):
        return self.title_ar

    @property
    def title(self) -> str:
        """In the reader's language; Arabic where there is no English one."""
        arabic = (get_language() or "ar").startswith("ar")
        return self.title_ar if arabic else self.title_en or self.title_ar


class FocalPoint(PublicIdModel):
    """Who speaks for a body towards a programme, and who must confirm before an answer counts."""

    class Part(models.TextChoices):
        """What he is for."""

        MAIN = "main", _("focal point")
        ALTERNATE = "alternate", _("alternate focal point")
        VALIDATOR = "validator", _("validating authority")

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="focal_points")
    person = models.ForeignKey("participants.Person", models.PROTECT, related_name="focal_for")
    part = models.CharField(_("part"), max_length=10, choices=Part, default=Part.MAIN)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("focal point")
        verbose_name_plural = _("focal points")
        ordering = ["id"]

    def __str__(self):
        return str(self.public_id)
