"""A funded programme, what it promised to reach, and the days on which nobody works."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.rights import programmes_where
from common.models import PublicIdModel, VersionedModel
from participants.models import Institution, Place


class ProgrammeQuerySet(models.QuerySet):
    """Programmes in words."""

    def visible_to(self, user):
        """Those in which the reader holds a role that reads them."""
        return self.filter(pk__in=programmes_where(user, "programme", "r"))

    def with_right(self, user, data: str, letter: str):
        """Those in which the reader holds one letter of the rights table."""
        return self.filter(pk__in=programmes_where(user, data, letter))


class Programme(VersionedModel):
    """A programme with its dates, its bodies, its area and its policy settings."""

    class Attribution(models.TextChoices):
        """How statements are attributed unless said otherwise."""

        NAME = "name", _("by name")
        POST = "post", _("by post")
        CATEGORY = "category", _("by category")
        NONE = "none", _("without attribution")
        NOT_STATED = "not_stated", _("not stated")

    code = models.CharField(_("code"), max_length=12, unique=True)
    title_ar = models.CharField(_("Arabic title"), max_length=300)
    title_en = models.CharField(_("English title"), max_length=300, blank=True)
    implementer = models.ForeignKey(
        Institution, models.PROTECT, related_name="implements", verbose_name=_("implementer")
    )
    partners = models.ManyToManyField(
        Institution, blank=True, related_name="partner_in", verbose_name=_("partners")
    )
    donors = models.ManyToManyField(Institution, blank=True, related_name="funds", verbose_name=_("donors"))
    area = models.ManyToManyField(Place, blank=True, related_name="+", verbose_name=_("area"))
    start = models.DateField(_("start"))
    end = models.DateField(_("end"))
    extended_until = models.DateField(_("no-cost extension until"), null=True, blank=True)
    iati_identifier = models.CharField(_("IATI identifier"), max_length=100, blank=True)
    grant_number = models.CharField(_("grant number"), max_length=100, blank=True)
    contact = models.CharField(_("contact"), max_length=200, blank=True)
    response_working_days = models.PositiveSmallIntegerField(_("days to answer (working days)"), default=15)
    disclaimer_ar = models.TextField(_("disclaimer in Arabic"), blank=True)
    disclaimer_en = models.TextField(_("disclaimer in English"), blank=True)
    hides_marks_reason = models.TextField(_("why marks of partners and donors are left out"), blank=True)
    small_count = models.PositiveSmallIntegerField(_("small counts are hidden below"), default=5)
    attribution = models.CharField(
        _("attribution unless said otherwise"),
        max_length=10,
        choices=Attribution,
        default=Attribution.CATEGORY,
    )
    retention_months = models.PositiveSmallIntegerField(_("months until speakers are deleted"), default=24)
    youth_until_age = models.PositiveSmallIntegerField(_("youth up to age"), default=35)
    shows_basmala = models.BooleanField(_("basmala on documents"), default=True)
    #: last number given to a recommendation; only `recommendations` counts it up, in the sending's transaction
    last_recommendation_number = models.PositiveIntegerField(default=0, editable=False)
    #: read-only from then on; walked by `forums/services/archive.py` alone
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    #: why it was taken out of the archive the last time
    unarchived_because = models.TextField(blank=True, editable=False)
    #: from then on nothing is left of it but its code, for what was released under it (`reports/services/purge`)
    purged_at = models.DateTimeField(null=True, blank=True, editable=False)
    is_demo = models.BooleanField(default=False, editable=False)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["-start", "code"]
        constraints = [
            models.CheckConstraint(
                name="programme_ends_after_start", condition=models.Q(end__gte=models.F("start"))
            )
        ]

    def __str__(self):
        return self.title

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return self.title_in(get_language() or "ar")

    def title_in(self, language: str) -> str:
        """The title in a given language; Arabic where there is no English one."""
        return self.title_ar if language.startswith("ar") else self.title_en or self.title_ar

    @property
    def last_day(self):
        """The end, or the end of the extension."""
        return self.extended_until or self.end


class Indicator(PublicIdModel):
    """A line of the results framework."""

    class Source(models.TextChoices):
        """Where the actual value comes from."""

        FIGURE = "figure", _("a figure of this portal")
        HAND = "hand", _("entered by hand")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="indicators")
    code = models.CharField(_("code"), max_length=20)
    statement_ar = models.CharField(_("statement in Arabic"), max_length=400)
    statement_en = models.CharField(_("statement in English"), max_length=400, blank=True)
    level = models.CharField(
        _("level"),
        max_length=8,
        choices=[("output", _("output")), ("outcome", _("outcome")), ("impact", _("impact"))],
    )
    #: one of the two at the least; a sign such as % is the same in both
    unit_ar = models.CharField(_("unit in Arabic"), max_length=60, blank=True)
    unit_en = models.CharField(_("unit in English"), max_length=60, blank=True)
    baseline = models.DecimalField(_("baseline"), max_digits=12, decimal_places=2, null=True, blank=True)
    disaggregation = models.JSONField(_("disaggregation"), default=list, blank=True)
    source = models.CharField(_("source"), max_length=6, choices=Source, default=Source.HAND)
    #: name of the figure in reports/figures.py when the source is one of ours
    figure = models.CharField(max_length=60, blank=True)
    means_of_verification_ar = models.CharField(
        _("means of verification in Arabic"), max_length=300, blank=True
    )
    means_of_verification_en = models.CharField(
        _("means of verification in English"), max_length=300, blank=True
    )

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["code"]
        constraints = [models.UniqueConstraint(name="one_indicator_code", fields=["programme", "code"])]

    def __str__(self):
        return self.code

    def clean(self):
        """A number without a unit says nothing."""
        super().clean()
        if not (self.unit_ar.strip() or self.unit_en.strip()):
            raise ValidationError({"unit_ar": _("Please write the unit, in one language at the least.")})

    def unit_in(self, language: str) -> str:
        """Its unit in a given language; the other one's where there is none."""
        return _in(language, self.unit_ar, self.unit_en)

    def means_of_verification_in(self, language: str) -> str:
        """The same of what shows that it was reached; empty where nobody wrote it."""
        return _in(language, self.means_of_verification_ar, self.means_of_verification_en)


def _in(language, arabic, english):
    first, second = (arabic, english) if language.startswith("ar") else (english, arabic)
    return first or second


class IndicatorTarget(models.Model):
    """What should be reached by the end of one period, and by hand what was."""

    INNER = True

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="targets")
    period_start = models.DateField()
    period_end = models.DateField()
    target = models.DecimalField(max_digits=12, decimal_places=2)
    actual = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ["period_start"]

    def __str__(self):
        return f"{self.period_start}–{self.period_end}"


class Holiday(PublicIdModel):
    """A day without work beside Friday and Saturday; overdue days are not counted on it."""

    day = models.DateField(_("day"), unique=True)
    name_ar = models.CharField(_("Arabic name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        ordering = ["day"]

    def __str__(self):
        return str(self.day)
