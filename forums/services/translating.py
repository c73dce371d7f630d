"""What the head of a meeting says in Arabic, put into English once its minutes are approved."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from common import audit
from common.versions import save_if_current
from common.workflow import NotAllowedHere
from forums.models import Forum, Minutes

#: Arabic column → the English one beside it.
ENGLISH = {"title_ar": "title_en", "occasion": "occasion_en", "focus": "focus_en", "summary": "summary_en"}


@transaction.atomic
def translate_meeting(*, actor, forum, expected, **texts) -> Forum:
    """Write English texts of a meeting (columns of `ENGLISH`), if it is still at version `expected`; empty takes one away.

    The Arabic stays as it was approved, and so does the frozen revision. Raises PermissionDenied, StaleVersion, NotAllowedHere
    while the minutes are being written, since the meeting is written with them.
    """
    if unknown := set(texts) - set(ENGLISH.values()):
        raise TypeError(f"no English texts of a meeting: {sorted(unknown)}")
    if not actor.has_perm("forums.translate_meeting", forum):
        raise PermissionDenied("forums.translate_meeting")
    if forum.minutes.state != Minutes.State.APPROVED:
        raise NotAllowedHere(forum.minutes.state, "translate_meeting")
    changed = sorted(name for name, text in texts.items() if getattr(forum, name) != text.strip())
    for name in changed:
        setattr(forum, name, texts[name].strip())
    if "title_en" in changed:
        forum.refold()
    save_if_current(forum, expected=expected, fields=[*changed, "folded"])
    audit.append(
        actor=actor,
        action="forums.translate_meeting",
        subject=forum,
        programme=forum.programme,
        details={"fields": changed},
    )
    return forum
