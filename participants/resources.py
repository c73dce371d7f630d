"""Reference lists of the directory as sheets. Each column is named here; none comes along by itself."""

from common.exports import SafeResource, by_code
from participants.models import Category, Honorific, Institution, Place, Rank, RankQualifier
from participants.services.lists import save_row

NAMES = ("code", "name_ar", "name_en", "spellings")


class ListResource(SafeResource):
    """A list whose rows the service saves."""

    def store(self, actor, row):
        """By the service."""
        save_row(actor=actor, row=row)


class PlaceResource(ListResource):
    """Governorates before their districts."""

    parent = by_code("parent", Place)

    class Meta:
        model = Place
        fields = (*NAMES, "level", "parent")


class CategoryResource(ListResource):
    """Categories of people in figures."""

    class Meta:
        model = Category
        fields = (*NAMES, "name_ar_feminine", "plural_ar", "plural_en", "position")


class RankResource(ListResource):
    """Ranks in protocol order."""

    class Meta:
        model = Rank
        fields = (*NAMES, "position", "rank_class")


class RankQualifierResource(ListResource):
    """Words that go with a rank."""

    class Meta:
        model = RankQualifier
        fields = NAMES


class HonorificResource(ListResource):
    """Forms of address."""

    class Meta:
        model = Honorific
        fields = (*NAMES, "proposes_sex", "is_profession", "note")


class InstitutionResource(ListResource):
    """Bodies, parents before their parts."""

    parent = by_code("parent", Institution)
    place = by_code("place", Place)

    class Meta:
        model = Institution
        fields = ("code", "name_ar", "name_en", "kind", "parent", "place", "public_contact")
