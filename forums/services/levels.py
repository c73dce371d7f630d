"""From one level to the next: the dialogue with decision makers that belongs to a district's forum."""

from django.db import transaction
from django.utils.translation import gettext, override

from common.workflow import NotAllowedHere
from forums.models import Forum
from forums.services.forums import create_forum

_TITLE = Forum._meta.get_field("title_ar").max_length


@transaction.atomic
def make_dialogue(*, actor, forum) -> Forum:
    """The meeting at which officials answer this forum: same number, place, level and themes; it continues the forum.

    Made before, that one is given back. Raises PermissionDenied; NotAllowedHere for a meeting that is no forum.
    """
    if forum.kind != Forum.Kind.FORUM:
        raise NotAllowedHere(forum.kind, "make_dialogue")
    made = dialogue_of(forum)
    if made is not None and actor.has_perm("forums.write_forum", made):
        return made
    return create_forum(
        actor=actor,
        programme=forum.programme,
        kind=Forum.Kind.DIALOGUE,
        title_ar=_titled(forum.title_ar, "ar"),
        title_en=_titled(forum.title_en, "en") if forum.title_en else "",
        level=forum.level,
        number=forum.number,
        place=forum.place,
        continues=forum,
        focus=forum.focus,
        disclosure=forum.disclosure,
        themes=list(forum.themes.all()),
    )


def dialogue_of(forum) -> Forum | None:
    """The dialogue that continues it, if there is one."""
    return forum.continued_by.filter(kind=Forum.Kind.DIALOGUE).order_by("pk").first()


def _titled(title, language) -> str:
    with override(language):
        text = gettext("Dialogue with decision makers: %(title)s") % {"title": title}
    return text[:_TITLE]
