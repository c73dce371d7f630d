"""Numbers of meetings: each kind is counted by itself in each place («the 18th forum of the district»)."""

from django.db.models import Max

from forums.models import Forum


def series_of(forum):
    """The meetings of the programme that are counted together with this one, itself left out."""
    return Forum.objects.filter(
        programme_id=forum.programme_id, kind=forum.kind, place_id=forum.place_id
    ).exclude(pk=forum.pk)


def next_number(forum) -> int:
    """The number after the last of its series."""
    return (series_of(forum).aggregate(last=Max("number"))["last"] or 0) + 1


def same_number(forum):
    """Another meeting of its series that has its number, or None. A warning, never a refusal: paper may have both."""
    if forum.number is None:
        return None
    return series_of(forum).filter(number=forum.number).order_by("pk").first()
