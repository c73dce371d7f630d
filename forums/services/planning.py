"""Arranging a meeting that is to come: its day and venue, its agenda, whom to invite; what the invited said."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from common import audit
from common.versions import save_if_current
from forums.models import Forum, ForumInvitation
from forums.services.forums import stand_by_conflicts
from forums.services.writing import require_open

#: What `plan_meeting` may set; anything else is a programming error.
PLANNED_FIELDS = {
    "date", "date_as_written", "weekday_as_written", "days", "starts_at", "ends_at", "place", "venue", "permits",
}  # fmt: skip


@transaction.atomic
def plan_meeting(*, actor, forum, expected, agenda=None, institutions=None, **fields) -> Forum:
    """Write what is arranged, if the forum is still at version `expected`.

    `agenda`: (title, open to the media) in their order. `institutions`: all that are to be invited; one that is left
    out loses its invitation, and with it the sight of day and venue. Raises PermissionDenied, StaleVersion,
    MinutesClosed once the minutes are submitted or approved.
    """
    _require_planner(actor, forum)
    require_open(forum.minutes)
    if unknown := set(fields) - PLANNED_FIELDS:
        raise TypeError(f"Unknown fields of a plan: {sorted(unknown)}")
    changed = sorted(name for name, value in fields.items() if getattr(forum, name) != value)
    for name in changed:
        setattr(forum, name, fields[name])
    if {"date", "weekday_as_written"} & set(changed):
        stand_by_conflicts(forum)
        changed += ["date_standing", "date_reason", "date_decided_by"]
    save_if_current(forum, expected=expected, fields=changed)
    if agenda is not None and _write_agenda(forum, agenda):
        changed.append("agenda")
    details = {"fields": changed}
    if institutions is not None:
        details |= _write_invitations(forum, institutions)
    _record(actor, "plan_meeting", forum, details)
    return forum


@transaction.atomic
def mark_invited(*, actor, invitation, day) -> ForumInvitation:
    """The body was asked to come on that day: from now on its representatives see day and venue.

    Raises PermissionDenied. Asked again, the first day stands.
    """
    forum = invitation.forum
    _require_planner(actor, forum)
    if invitation.invited_on is None:
        invitation.invited_on = day
        invitation.save(update_fields=["invited_on"])
        _record(actor, "mark_invited", forum, {"institution": invitation.institution.public_id})
    return invitation


@transaction.atomic
def record_reply(*, actor, invitation, reply, replied_on, delegate="") -> ForumInvitation:
    """Take down what the body answered, and whom it sends.

    Raises PermissionDenied; ValidationError for a body that was not invited, or a delegate of one that does not come.
    """
    forum = invitation.forum
    _require_planner(actor, forum)
    if invitation.invited_on is None:
        raise ValidationError({"reply": _("This institution has not been invited yet.")})
    if delegate.strip() and reply != ForumInvitation.Reply.COMING:
        raise ValidationError({"delegate": _("Who does not come sends no delegate.")})
    invitation.reply, invitation.replied_on, invitation.delegate = reply, replied_on, delegate.strip()
    invitation.save(update_fields=["reply", "replied_on", "delegate"])
    details = {"institution": invitation.institution.public_id, "reply": reply}
    _record(actor, "record_reply", forum, details)
    return invitation


def _require_planner(actor, forum):
    if not actor.has_perm("forums.plan", forum):
        raise PermissionDenied("forums.plan")


def _write_agenda(forum, items) -> bool:
    standing = list(forum.agenda.all())
    if [(row.title, row.open_to_media) for row in standing] == list(items):
        return False
    for place, (title, is_open) in enumerate(items):
        row = standing[place] if place < len(standing) else forum.agenda.model(forum=forum)
        row.position, row.title, row.open_to_media = place, title, is_open
        row.save()
    forum.agenda.filter(pk__in=[row.pk for row in standing[len(items) :]]).delete()
    return True


def _write_invitations(forum, institutions) -> dict:
    """How many bodies came into the list and how many left it."""
    wanted = {row.pk: row for row in institutions}
    standing = {row.institution_id: row for row in forum.invitations.all()}
    gone = [row for key, row in standing.items() if key not in wanted]
    new = [row for key, row in wanted.items() if key not in standing]
    forum.invitations.filter(pk__in=[row.pk for row in gone]).delete()
    for institution in new:
        ForumInvitation.objects.create(forum=forum, institution=institution)
    return {"added": len(new), "removed": len(gone)}


def _record(actor, act, forum, details):
    audit.append(
        actor=actor, action=f"forums.{act}", subject=forum, programme=forum.programme, details=details
    )
