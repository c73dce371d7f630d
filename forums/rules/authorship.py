"""Who wrote in the minutes as they stand: nobody approves what he wrote himself. Asked of the audit record."""

from django.db.models import Max, Q

from accounts.models import Membership, Role, TwoPersonAct
from common.models import AuditEntry

#: Acts that write a row of the minutes, or its meeting. What only reads, decides or seals is not among them; a test
#: holds the list to the services.
WRITING = {
    f"forums.{act}"
    for act in (
        *("create_forum", "update_meeting", "record_total", "enlist_many", "remove_many"),
        *("record_attendance", "edit_attendance", "remove_attendance", "restore_attendance"),
        *("acknowledge", "withdraw_acknowledgement"),
        *("add_output", "edit_output", "move_output", "remove_output", "restore_output"),
        *("link_outputs", "unlink_outputs", "record_speaker", "forget_speaker"),
    )
}
APPROVED = "forums.minutes.approve"


def wrote(user, minutes) -> bool:
    """Whether the account submitted them, or wrote any of what is new since the revision before."""
    return minutes.pk in written_by(user, [minutes])


def written_by(user, several) -> set[int]:
    """Primary keys of those of these minutes that the account wrote in; two statements, and none for no minutes."""
    found = {minutes.pk for minutes in several if minutes.submitted_by_id == user.pk}
    open_ones = {str(minutes.forum.public_id): minutes for minutes in several if minutes.pk not in found}
    about = Q(subject__in=list(open_ones)) | Q(details__forum__in=list(open_ones))
    entries = AuditEntry.objects.filter(about, actor=user.public_id, action__in=WRITING)
    written: dict[str, int] = {}
    for number, subject, details in entries.order_by("id").values_list("id", "subject", "details"):
        written[details.get("forum", str(subject))] = number
    ids = [minutes.public_id for minutes in open_ones.values()]
    before = AuditEntry.objects.filter(action=APPROVED, subject__in=ids).values("subject")
    last = dict(before.annotate(last=Max("id")).order_by().values_list("subject", "last"))
    return found | {
        minutes.pk
        for forum, minutes in open_ones.items()
        if written.get(forum, 0) > last.get(minutes.public_id, 0)
    }


def has_other_manager(user, programme) -> bool:
    """Whether somebody else manages the programme, who may approve what this account wrote."""
    managers = Membership.objects.current().filter(programme=programme, role=Role.MANAGER)
    return managers.filter(user__is_active=True).exclude(user=user).exists()


def is_allowed_own(user, minutes) -> bool:
    """Whether a second person who did not write in them has allowed the account to approve them all the same."""
    allowed = TwoPersonAct.objects.usable_by(user).filter(
        act=TwoPersonAct.Act.APPROVE_OWN, subject=minutes.public_id
    )
    return any(not wrote(request.decided_by, minutes) for request in allowed.select_related("decided_by"))
