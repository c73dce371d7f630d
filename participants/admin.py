"""The directory in the back office: lists that administrators keep, people that they only see by another role."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from common.admin import ReadOnlyAdmin
from common.back_office.forms import HouseModelForm, VersionedForm
from common.back_office.lists import ArchivingAdmin
from participants import resources
from participants.models import (
    Category,
    Honorific,
    Institution,
    InstitutionName,
    Person,
    Place,
    Position,
    Rank,
    RankQualifier,
)
from participants.privacy import name_of
from participants.services.lists import keep_names, save_row, set_archived

NAMES = ("code", "name_ar", "name_en", "spellings")


class ListAdmin(ArchivingAdmin):
    """A reference list of the directory."""

    set_archived = staticmethod(set_archived)
    list_display = ("code", "name_ar", "name_en", "in_use")
    fields = NAMES


@admin.register(Place)
class PlaceAdmin(ListAdmin):
    """Governorates and districts."""

    resource_classes = [resources.PlaceResource]
    list_display = ("code", "name_ar", "name_en", "level", "parent", "in_use")
    list_filter = (*ArchivingAdmin.list_filter, "level")
    list_select_related = ("parent",)
    fields = (*NAMES, "level", "parent")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """A district is part of a governorate."""
        if db_field.name == "parent":
            kwargs["queryset"] = Place.objects.filter(level=Place.Level.GOVERNORATE)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Category)
class CategoryAdmin(ListAdmin):
    """Categories."""

    resource_classes = [resources.CategoryResource]
    list_display = ("code", "name_ar", "name_en", "position", "in_use")
    fields = (*NAMES, "name_ar_feminine", "plural_ar", "plural_en", "position")


@admin.register(Rank)
class RankAdmin(ListAdmin):
    """Ranks."""

    resource_classes = [resources.RankResource]
    list_display = ("code", "name_ar", "name_en", "position", "in_use")
    fields = (*NAMES, "position", "rank_class")


@admin.register(RankQualifier)
class RankQualifierAdmin(ListAdmin):
    """Words that go with a rank."""

    resource_classes = [resources.RankQualifierResource]


@admin.register(Honorific)
class HonorificAdmin(ListAdmin):
    """Forms of address."""

    resource_classes = [resources.HonorificResource]
    fields = (*NAMES, "proposes_sex", "is_profession", "note")


class NameInline(admin.StackedInline):
    """Spellings and other names of a body."""

    model = InstitutionName
    form = HouseModelForm
    fields = ("text", "use", "language", "audience", "valid_from", "valid_until")
    extra = 0


class PositionInline(admin.StackedInline):
    """Posts of a body."""

    model = Position
    form = HouseModelForm
    fields = ("title_ar", "title_en")
    extra = 0


@admin.register(Institution)
class InstitutionAdmin(ListAdmin):
    """Bodies with their names and posts. Focal points are people, and are not kept here."""

    form = VersionedForm
    resource_classes = [resources.InstitutionResource]
    list_display = ("code", "name_ar", "name_en", "kind", "parent", "in_use")
    list_filter = (*ArchivingAdmin.list_filter, "kind")
    list_select_related = ("parent",)
    search_fields = ("code", "name_ar", "name_en", "names__text")
    fields = ("code", "name_ar", "name_en", "kind", "parent", "place", "public_contact", "expected")
    inlines = [NameInline, PositionInline]

    def save_row(self, request, row, form):
        """With the version that the administrator saw."""
        save_row(actor=request.user, row=row, expected=form.cleaned_data.get("expected"))

    def save_related(self, request, form, formsets, change):
        """Names and posts, with their folded keys."""
        saved, removed = [], []
        for formset in formsets:
            saved += formset.save(commit=False)
            removed += formset.deleted_objects
        if saved or removed:
            keep_names(actor=request.user, institution=form.instance, saved=saved, removed=removed)


@admin.register(Person)
class PersonAdmin(ReadOnlyAdmin):
    """People of the reader's own programmes, without contacts: those are shown one by one, with a reason."""

    permission = "participants.view_person"
    list_display = ("public_id", "shown_name", "category")
    list_select_related = ("category",)
    list_filter = ("is_demo",)
    fields = ("public_id", "shown_name", "category", "created_at", "updated_at")

    @admin.display(description=_("name"))
    def shown_name(self, person):
        """As whoever may see the person reads it."""
        return name_of(person)
