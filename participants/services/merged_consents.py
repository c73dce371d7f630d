"""What two entries agreed to, once they are one person; and parting it again.

A withdrawal counts for the person and not for the entry: where one entry holds a withdrawal that is no older than the
other's standing consent for the same purpose, that consent ends on the day of the withdrawal. Where both entries hold a
standing consent for one purpose, the one of the entry that stays counts, and the other stays with the merged entry.
"""

from collections import defaultdict

from participants.models import Consent


def settle_consents(keep, absorb) -> dict:
    """End what the other entry's withdrawal ends. Primary keys: `left` with the absorbed entry, `withdrawn` by this,
    `ended` before.
    """
    found: dict[str, list[int]] = {"left": [], "withdrawn": [], "ended": []}
    for mine, other in _by_purpose(keep, absorb).values():
        # What the other entry says of either.
        ended = {absorb.pk: _last_withdrawal(mine), keep.pk: _last_withdrawal(other)}
        found["ended"] += [one.pk for one in (*mine, *other) if one.withdrawn_on]
        for consent in (*mine, *other):
            day = ended[consent.person_id]
            if consent.withdrawn_on is None and day is not None and day >= consent.given_on:
                consent.withdrawn_on = day
                consent.save(update_fields=["withdrawn_on"])
                found["withdrawn"].append(consent.pk)
        if any(one.withdrawn_on is None for one in mine):
            found["left"] += [one.pk for one in other if one.withdrawn_on is None]
    return found


def part_consents(kept, absorbed, remembered: dict) -> None:
    """After the rows went back: what ended by the other's withdrawal stands again, unless it was given anew since.

    What was taken back while the two were one is taken back for both: nobody knows who of them said so.
    """
    rows = list(Consent.objects.filter(person__in=[kept, absorbed]))
    before = {*remembered["ended"], *remembered["withdrawn"]}
    since = [one for one in rows if one.withdrawn_on and one.pk not in before]
    taken_back = {one.purpose: one.withdrawn_on for one in sorted(since, key=lambda one: one.withdrawn_on)}
    standing = {(one.person_id, one.purpose) for one in rows if one.withdrawn_on is None}
    for consent in rows:
        if consent.pk in remembered["withdrawn"]:
            if consent.purpose not in taken_back and (consent.person_id, consent.purpose) not in standing:
                Consent.objects.filter(pk=consent.pk).update(withdrawn_on=None)
        elif consent.pk in remembered["left"] and consent.withdrawn_on is None:
            day = taken_back.get(consent.purpose)
            if day is not None and day >= consent.given_on:
                Consent.objects.filter(pk=consent.pk).update(withdrawn_on=day)


def _last_withdrawal(rows):
    return max((one.withdrawn_on for one in rows if one.withdrawn_on), default=None)


def _by_purpose(keep, absorb) -> dict[str, tuple[list[Consent], list[Consent]]]:
    found: dict[str, tuple[list[Consent], list[Consent]]] = defaultdict(lambda: ([], []))
    for consent in Consent.objects.filter(person__in=[keep, absorb]):
        found[consent.purpose][consent.person_id == absorb.pk].append(consent)
    return found
