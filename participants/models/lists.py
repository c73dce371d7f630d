"""Reference lists that the office keeps: places, categories, ranks, honorifics."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from common.arabic import fold, fold_bare
from common.models import PublicIdModel


class NamedList(PublicIdModel):
    """A row of a reference list with its name in both languages. Archived, not deleted, when in use."""

    code = models.CharField(_("code"), max_length=24, unique=True)
    name_ar = models.CharField(_("Arabic name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=200, blank=True)
    #: other spellings, one a line; matching folds them
    spellings = models.TextField(_("other spellings"), blank=True)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language; Arabic where there is no English one."""
        return self.name_in(get_language() or "ar")

    @property
    def keys(self) -> list[str]:
        """Its names and other spellings, folded both ways: for finding it by whichever of them was typed."""
        names = (self.name_ar, self.name_en, *self.spellings.splitlines())
        return list(dict.fromkeys(key for name in names for key in (fold(name), fold_bare(name)) if key))

    def name_in(self, language: str) -> str:
        """The name in a given language, for documents, whose language is not the reader's."""
        return self.name_ar if language.startswith("ar") else self.name_en or self.name_ar


class Place(NamedList):
    """A governorate or district with its OCHA P-code as `code`.

    Source: OCHA COD-AB Yemen (CC BY 3.0 IGO, credit OCHA and CSO Yemen); Arabic names as README of the data.
    Districts of older lists must never be joined by number alone: 28 differ.
    """

    class Level(models.TextChoices):
        """How far down the tree."""

        GOVERNORATE = "governorate", _("governorate")
        DISTRICT = "district", _("district")

    level = models.CharField(_("level"), max_length=12, choices=Level)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="districts", verbose_name=_("part of")
    )

    @property
    def label(self) -> str:
        """«صيرة – كريتر»: the name, and in Arabic what else it is called, for whoever looks for it under that."""
        if not (get_language() or "ar").startswith("ar"):
            return self.name
        own = fold(self.name_ar)
        others = [text for text in self.spellings.splitlines() if fold(text) != own and own not in fold(text)]
        return " – ".join([self.name, *others])

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["code"]


class Category(NamedList):
    """What somebody is in the forum's figures (الفئة): security leader, mediator, media …"""

    name_ar_feminine = models.CharField(_("Arabic, feminine"), max_length=200, blank=True)
    plural_ar = models.CharField(_("Arabic plural"), max_length=200, blank=True)
    plural_en = models.CharField(_("English plural"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["position", "id"]

    @property
    def plural(self) -> str:
        """The group's name in the reader's language."""
        return self.plural_in(get_language() or "ar")

    def plural_in(self, language: str) -> str:
        """The group's name, as a row of a table of counts."""
        return (self.plural_ar if language.startswith("ar") else self.plural_en) or self.name_in(language)


class Rank(NamedList):
    """A rank in protocol order, highest first. A rank tells neither sex nor category."""

    position = models.PositiveSmallIntegerField(_("order"), default=0)
    rank_class = models.CharField(_("class"), max_length=12, blank=True)

    class Meta:
        verbose_name = _("rank")
        verbose_name_plural = _("ranks")
        ordering = ["position"]


class RankQualifier(NamedList):
    """A word that goes with a rank: staff-qualified, retired."""

    class Meta:
        verbose_name = _("rank qualifier")
        verbose_name_plural = _("rank qualifiers")
        ordering = ["id"]


class Honorific(NamedList):
    """A form of address before a name: د.، الأستاذة، القاضي. It may *propose* a sex to a person, no more."""

    proposes_sex = models.CharField(_("proposes"), max_length=1, blank=True)
    is_profession = models.BooleanField(_("is a profession"), default=False)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("honorific")
        verbose_name_plural = _("honorifics")
        ordering = ["id"]
