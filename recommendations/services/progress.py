"""What an institution says was done, with what shows it, and what staff found when they looked."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.rights import institutions_where
from common import audit
from common.versions import save_if_current
from common.workflow import NotAllowedHere, actions_from
from recommendations.models import Addressee, Evidence, Update, Verification
from recommendations.services.attachments import keep_file
from recommendations.services.transitions import change_state, require_standing
from recommendations.states import TRANSITIONS

#: What an update does to the state; progress of what is in progress leaves it.
UPDATE_ACTIONS = {Update.Kind.PROGRESS: "start", Update.Kind.STOPPED: "stop", Update.Kind.DONE: "report_done"}


@transaction.atomic
def record_update(
    *,
    actor,
    addressee,
    kind,
    summary,
    happened_on,
    evidence=(),
    detail="",
    percent=None,
    milestone="",
    stopped_because="",
    would_unblock="",
    language="ar",
    expected=None,
) -> Update:
    """Record what was done. `evidence`: mappings with `kind` and `note`, `link` or `clean` (a file, see
    `common.uploads`); `percent` of a hundred.

    Raises ValidationError, PermissionDenied, NotAllowedHere (e.g. nothing was accepted), StaleVersion.
    """
    update = Update(
        addressee=addressee,
        kind=kind,
        text=summary.strip(),
        language=language,
        detail=detail.strip(),
        percent=percent,
        milestone=milestone.strip(),
        stopped_because=stopped_because.strip(),
        would_unblock=would_unblock.strip(),
        made_by=actor,
        on_behalf=addressee.institution_id not in institutions_where(actor, "progress", "w"),
        happened_on=happened_on,
    )
    _require_whole(update)
    rows = [_evidence(update, **item) for item in evidence]
    addressee.refresh_from_db(fields=["state"])
    goes_on = kind == Update.Kind.PROGRESS and addressee.state == Addressee.State.IN_PROGRESS
    action = UPDATE_ACTIONS[kind]
    if not goes_on and action not in actions_from(TRANSITIONS, addressee.state):
        raise NotAllowedHere(addressee.state, action)
    update.save()
    for row, _clean in rows:
        row.save()
    if goes_on:
        _record_going_on(actor, addressee, update, expected)
    else:
        change_state(
            actor=actor,
            addressee=addressee,
            action=action,
            note=update.stopped_because,
            expected=expected,
            details={"update": update.public_id},
        )
    programme = addressee.recommendation.programme
    for row, clean in rows:
        if clean is not None:
            keep_file(actor=actor, clean=clean, programme=programme, evidence=row)
    return update


@transaction.atomic
def verify(*, actor, addressee, finding, method, found_on, note="", expected=None) -> Verification:
    """Say what staff found of a result that was reported done; only "confirmed" counts as done in figures.

    Anything less puts it back in progress and needs a note. Raises ValidationError, PermissionDenied,
    NotAllowedHere (nothing is reported done), NoteMissing, StaleVersion.
    """
    if not method.strip():
        raise ValidationError({"method": _("Please say how it was verified.")})
    if finding not in Verification.Finding.values:
        raise ValidationError({"finding": _("Please say what was found.")})
    verification = Verification(
        addressee=addressee,
        finding=finding,
        method=method.strip(),
        note=note.strip(),
        made_by=actor,
        found_on=found_on,
    )
    verification.save()
    change_state(
        actor=actor,
        addressee=addressee,
        action="verify" if finding == Verification.Finding.CONFIRMED else "reject_claim",
        note=note,
        expected=expected,
        details={"verification": verification.public_id, "finding": str(finding)},
    )
    return verification


def _require_whole(update):
    errors = {}
    if update.kind not in Update.Kind.values:
        raise ValidationError({"kind": _("Please say what it comes to.")})
    if not update.text:
        errors["summary"] = _("Please write what was done.")
    if update.percent is not None and not 0 <= update.percent <= 100:
        errors["percent"] = _("A share lies between 0 and 100.")
    if update.kind == Update.Kind.STOPPED:
        if not update.stopped_because:
            errors["stopped_because"] = _("Please give the reason.")
        if not update.would_unblock:
            errors["would_unblock"] = _("Please say what would unblock it.")
    if errors:
        raise ValidationError(errors)


def _evidence(update, *, clean=None, **fields):
    evidence = Evidence(update=update, **fields)
    if evidence.kind not in Evidence.Kind.values:
        raise ValidationError({"evidence": _("Please say what sort of evidence it is.")})
    says = {Evidence.Kind.LINK: evidence.link, Evidence.Kind.FILE: clean}.get(
        evidence.kind, evidence.note.strip()
    )
    if not says:
        raise ValidationError({"evidence": _("Evidence needs a link, a note or a file.")})
    evidence.full_clean(exclude=["update"])
    return evidence, clean


def _record_going_on(actor, addressee, update, expected):
    if not actor.has_perm("recommendations.report_progress", addressee):
        raise PermissionDenied("recommendations.report_progress")
    require_standing(addressee.recommendation, "report_progress")
    # The state stays, the version counts: a second click finds that it came second.
    save_if_current(addressee, expected=addressee.version if expected is None else expected, fields=[])
    audit.append(
        actor=actor,
        action="recommendations.addressee.report_progress",
        subject=addressee,
        programme=addressee.recommendation.programme,
        details={"update": update.public_id},
    )
