"""What of a forum goes along when two entries of the directory become one, and what says that they are two."""

from django.utils.html import format_html
from django.utils.translation import gettext as _

from common.templatetags.muntada import ref, refs
from forums.models import Attendance, PhotoPerson

#: So many forums are named in a refusal.
_NAMED = 5


def on_one_list(keep, absorb) -> str:
    """Two lines of one attendance list are two people, until somebody takes one of the two lines off."""
    here = Attendance.objects.kept().filter(person=keep).values("forum")
    both = Attendance.objects.kept().filter(person=absorb, forum__in=here)
    codes = list(both.order_by("forum__date", "forum").values_list("forum__code", flat=True)[:_NAMED])
    if not codes:
        return ""
    words = _(
        "Both stand on the attendance list of {forums}. If one person was entered twice there, please take one of the"
        " two lines off that list first; approved minutes are reopened for it."
    )
    return format_html(words, forums=refs(codes))


def in_one_photo(keep, absorb) -> str:
    """Two faces in one picture are two people."""
    here = PhotoPerson.objects.filter(person=keep).values("photo")
    both = PhotoPerson.objects.filter(person=absorb, photo__in=here).select_related("photo__forum").first()
    if both is None:
        return ""
    words = _(
        "Both are recorded in one photo of {forum}. If only one person is in it, please remove the photo first and"
        " add it again."
    )
    return format_html(words, forum=ref(both.photo.forum.code))
