"""Asking people of the community what they felt of a result, and taking down what they say.

A code is in clear on its slip alone. What is said is not on the record: an entry would tell at which second somebody
spoke, and so who did. That so many slips were made is.
"""

import random
from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.signin.keys import keyed
from common import audit
from common.printed_codes import new_code, normalise_code
from common.workflow import NotAllowedHere
from recommendations.models import Addressee, WitnessCode, WitnessRound, WitnessVoice
from recommendations.services.codes import CodeRefused
from recommendations.services.transitions import require_standing

#: States in which the institution says that there is a result.
CLAIMED = (Addressee.State.ALREADY_DONE, Addressee.State.REPORTED_DONE, Addressee.State.VERIFIED)


@transaction.atomic
def ask_witnesses(*, actor, addressee, size, days) -> tuple[WitnessRound, list[str]]:
    """A round of `size` slips, good for so many days, and the characters of their codes, to be printed at once.

    Raises PermissionDenied, NotAllowedHere (no result is claimed, or a round runs already); ValidationError for
    numbers that are not offered.
    """
    if not actor.has_perm("recommendations.ask_witnesses", addressee):
        raise PermissionDenied("recommendations.ask_witnesses")
    require_standing(addressee.recommendation, "ask_witnesses")
    if size not in WitnessRound.SIZES or days not in WitnessRound.DAYS:
        raise ValidationError(_("Please choose one of the numbers."))
    # Locked, so that of two at the same moment one makes slips.
    addressee = Addressee.objects.select_for_update(of=("self",), no_key=True).get(pk=addressee.pk)
    if addressee.state not in CLAIMED or addressee.witness_rounds.running().exists():
        raise NotAllowedHere(addressee.state, "ask_witnesses")
    until = timezone.localdate() + timedelta(days=days)
    row = WitnessRound.objects.create(addressee=addressee, size=size, made_by=actor, until=until)
    codes = [new_code(WitnessCode.LENGTH) for _slip in range(size)]
    WitnessCode.objects.bulk_create(WitnessCode(round=row, digest=digest_of(code)) for code in codes)
    _record(actor, "ask_witnesses", row, {"slips": size, "until": until.isoformat()})
    return row, codes


@transaction.atomic
def end_witnesses(*, actor, addressee) -> WitnessRound:
    """Nobody speaks any more in the round that runs; what was said can be read. Raises PermissionDenied,
    NotAllowedHere (none runs)."""
    if not actor.has_perm("recommendations.ask_witnesses", addressee):
        raise PermissionDenied("recommendations.ask_witnesses")
    row = addressee.witness_rounds.running().first()
    today = timezone.localdate()
    if row is None or not WitnessRound.objects.running().filter(pk=row.pk).update(ended_on=today):
        raise NotAllowedHere(addressee.state, "end_witnesses")
    row.codes.all().delete()
    row.ended_on = today
    _record(actor, "end_witnesses", row)
    return row


@transaction.atomic
def give_voice(*, actor, typed, felt, words="") -> None:
    """Take down what the holder of a code says, and use the code up. `actor` is nobody, and kept nowhere.

    Raises CodeRefused; before the code is looked at, PermissionDenied (an account is no witness) and ValidationError
    for a `felt` that there is not.
    """
    if not actor.has_perm("recommendations.give_voice"):
        raise PermissionDenied("recommendations.give_voice")
    if felt not in WitnessVoice.Felt.values:
        raise ValidationError({"felt": _("Please choose one of the three.")})
    good = WitnessCode.objects.filter(
        round__in=WitnessRound.objects.running().values("pk"),
        round__addressee__recommendation__programme__archived_at__isnull=True,
    )
    code = good.filter(digest=digest_of(normalise_code(typed))).first()
    if code is None:
        raise CodeRefused
    # One at a time in a round, so that no voice is written twice or lost in the shuffle.
    running = WitnessRound.objects.running().select_for_update(no_key=True)
    if not running.filter(pk=code.round_id).exists() or not _used_up(code):
        raise CodeRefused
    rows = WitnessVoice.objects.filter(round=code.round_id)
    voices = [(voice.felt, voice.words) for voice in rows] + [(felt, words.strip())]
    rows.delete()
    random.SystemRandom().shuffle(voices)
    WitnessVoice.objects.bulk_create(
        WitnessVoice(round_id=code.round_id, felt=one, words=said) for one, said in voices
    )


def sweep_codes() -> int:
    """Delete the codes of rounds that are over; how many there were."""
    return WitnessCode.objects.filter(round__in=WitnessRound.objects.over().values("pk")).delete()[0]


def digest_of(characters: str) -> str:
    """What is kept of a code."""
    return keyed("witness code", characters)


def _used_up(code) -> bool:
    return bool(WitnessCode.objects.filter(pk=code.pk).delete()[0])


def _record(actor, act, row, details=None):
    audit.append(
        actor=actor,
        action=f"recommendations.{act}",
        subject=row,
        programme=row.addressee.recommendation.programme,
        details={"addressee": row.addressee.public_id} | (details or {}),
    )
