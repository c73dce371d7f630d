"""Programmes and lists that administrators keep; forums and what was said, seen only by another role."""

from django.contrib import admin
from django.db.models import ManyToManyField
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _

from common.admin import HouseAdmin, ReadOnlyAdmin
from common.back_office.forms import HouseModelForm, VersionedForm
from common.back_office.lists import ArchivingAdmin, SheetsAdmin
from forums.models import (
    Attendance,
    Forum,
    Holiday,
    Indicator,
    IndicatorTarget,
    Minutes,
    Output,
    Programme,
    Theme,
)
from forums.resources import HolidayResource, ThemeResource
from forums.services.programmes import SETS, save_indicator, save_programme
from participants.services.lists import set_archived


@admin.register(Programme)
class ProgrammeAdmin(HouseAdmin):
    """Programmes and their policy settings."""

    form = VersionedForm
    list_display = ("code", "title_ar", "title_en", "implementer", "start", "end")
    list_select_related = ("implementer",)
    list_filter = ("start",)
    search_fields = ("code", "title_ar", "title_en", "grant_number", "iati_identifier")
    fieldsets = (
        (None, {"fields": ("code", "title_ar", "title_en", "start", "end", "extended_until", "expected")}),
        (_("Bodies and area"), {"fields": ("implementer", "partners", "donors", "area", "contact")}),
        (_("References"), {"fields": ("iati_identifier", "grant_number")}),
        (
            _("Policy"),
            {
                "fields": (
                    "response_working_days",
                    "small_count",
                    "attribution",
                    "retention_months",
                    "youth_until_age",
                )
            },
        ),
        (
            _("Documents"),
            {"fields": ("shows_basmala", "disclaimer_ar", "disclaimer_en", "hides_marks_reason")},
        ),
    )
    #: boxes to tick: lists of many choices need neither a keyboard trick nor a script
    formfield_overrides = {ManyToManyField: {"widget": CheckboxSelectMultiple}}

    def has_view_permission(self, request, obj=None):
        """Who keeps them: `forums.view_programme` is the programme's own readers'."""
        return self.has_change_permission(request, obj)

    def get_readonly_fields(self, request, obj=None):
        """References that were given out carry the code."""
        return ("code",) if obj else ()

    def save_model(self, request, obj, form, change):
        """By the service, with all that belongs to the programme."""
        data = form.cleaned_data
        sets = {name: data[name] for name in SETS if name in data}
        save_programme(actor=request.user, programme=obj, expected=data.get("expected"), **sets)

    def save_related(self, request, form, formsets, change):
        """Nothing is left: the service has saved the sets."""


class TargetInline(admin.StackedInline):
    """What should be reached, by period."""

    model = IndicatorTarget
    form = HouseModelForm
    extra = 0


@admin.register(Indicator)
class IndicatorAdmin(HouseAdmin):
    """Lines of the results frameworks."""

    list_display = ("code", "statement_ar", "programme", "level", "unit_ar", "source")
    list_select_related = ("programme",)
    list_filter = ("level", "source")
    search_fields = ("code", "statement_ar", "statement_en", "programme__code")
    fields = (
        "programme",
        "code",
        "statement_ar",
        "statement_en",
        "level",
        "unit_ar",
        "unit_en",
        "baseline",
        "source",
        "figure",
        "means_of_verification_ar",
        "means_of_verification_en",
    )
    inlines = [TargetInline]

    def save_model(self, request, obj, form, change):
        """With its targets, in `save_related`: they belong to one act."""

    def save_related(self, request, form, formsets, change):
        """By the service."""
        targets, removed = [], []
        for formset in formsets:
            targets += formset.save(commit=False)
            removed += formset.deleted_objects
        save_indicator(actor=request.user, indicator=form.instance, targets=targets, removed=removed)


@admin.register(Theme)
class ThemeAdmin(ArchivingAdmin):
    """Themes."""

    resource_classes = [ThemeResource]
    set_archived = staticmethod(set_archived)
    list_display = ("code", "name_ar", "name_en", "in_use")
    fields = ("code", "name_ar", "name_en", "spellings")


@admin.register(Holiday)
class HolidayAdmin(SheetsAdmin):
    """Days without work."""

    resource_classes = [HolidayResource]
    list_display = ("day", "name_ar", "name_en")
    search_fields = ("name_ar", "name_en")
    fields = ("day", "name_ar", "name_en")


@admin.register(Forum)
class ForumAdmin(ReadOnlyAdmin):
    """Forums of the reader's own programmes."""

    permission = "forums.view_forum"
    list_display = ("code", "kind", "level", "date", "date_standing")
    list_filter = ("kind", "level", "date_standing")
    search_fields = ("code", "folded")
    fields = (
        "public_id",
        "programme",
        "code",
        "kind",
        "level",
        "date",
        "date_standing",
        "disclosure",
        "title_ar",
    )
    list_select_related = ("programme",)


@admin.register(Minutes)
class MinutesAdmin(ReadOnlyAdmin):
    """Minutes by state and revision."""

    permission = "forums.view_forum"
    list_display = ("public_id", "forum", "state", "revision", "submitted_at")
    list_select_related = ("forum",)
    list_filter = ("state",)
    search_fields = ("forum__code",)
    fields = ("public_id", "forum", "state", "revision", "submitted_at")


@admin.register(Attendance)
class AttendanceAdmin(ReadOnlyAdmin):
    """Attendances without names; the forum's record shows those."""

    permission = "forums.view_forum"
    list_display = ("public_id", "forum", "category", "part", "presence")
    list_select_related = ("forum", "category")
    list_filter = ("part", "presence")
    search_fields = ("forum__code",)
    fields = ("public_id", "forum", "category", "part", "presence", "age_band")


@admin.register(Output)
class OutputAdmin(ReadOnlyAdmin):
    """What was said, never by whom."""

    permission = "forums.view_forum"
    list_display = ("public_id", "forum", "kind", "language", "position")
    list_select_related = ("minutes__forum",)
    list_filter = ("kind", "language")
    search_fields = ("minutes__forum__code",)
    fields = ("public_id", "forum", "kind", "text", "language", "translation")

    @admin.display(description=_("forum"), ordering="minutes__forum__code")
    def forum(self, output):
        """Where it was said."""
        return output.minutes.forum.code
