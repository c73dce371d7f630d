"""What the community says of a result: nobody can tell who said what, or when; three voices beside one another."""

import base64
import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone

from common.models import AuditEntry
from common.printed_codes import BITS_OF_ONE, grouped
from common.workflow import NotAllowedHere
from recommendations.models import Addressee, WitnessCode, WitnessRound, WitnessVoice
from recommendations.services.codes import CodeRefused
from recommendations.services.witnesses import ask_witnesses, end_witnesses, give_voice, sweep_codes
from recommendations.voices import voices_of, words_of_witnesses
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def addressee(world):
    """Whose work is reported as done."""
    recommendation = factories.RecommendationFactory(programme=world.programme, number=1)
    return factories.AddresseeFactory(
        recommendation=recommendation, institution=world.institution, sent=True, state="reported_done"
    )


def ask(world, addressee, **how):
    how = {"actor": world.staff, "size": 6, "days": 14, **how}
    return ask_witnesses(addressee=Addressee.objects.get(pk=addressee.pk), **how)


def say(code, felt="no", words=""):
    give_voice(actor=AnonymousUser(), typed=code, felt=felt, words=words)


def heard(user, addressee):
    """What this reader is shown."""
    return voices_of(
        addressee,
        user,
        updates=list(addressee.updates.all()),
        verifications=list(addressee.verifications.all()),
        rounds=list(addressee.witness_rounds.counted()),
    )


def community(user, addressee):
    found = heard(user, addressee)
    return found and found.three[2]


def test_a_code_is_good_for_one_answer_and_then_gone(world, addressee):
    row, codes = ask(world, addressee)
    assert (len(set(codes)), row.size, len(codes[0]) * BITS_OF_ONE) == (6, 6, 60)
    before = AuditEntry.objects.count()
    say(grouped(codes[0]).lower(), "yes", " تحسّن قليلًا ")
    with pytest.raises(CodeRefused):
        say(codes[0])
    assert row.codes.count() == 5
    assert list(row.voices.values_list("felt", "words")) == [("yes", "تحسّن قليلًا")]
    assert AuditEntry.objects.count() == before, "an entry would tell at which second somebody spoke"
    assert not WitnessCode.objects.filter(digest__in=codes).exists(), "in clear on the slip alone"


def test_nothing_links_a_voice_to_a_code_or_a_moment(world, addressee):
    """No key, no date, no lasting order; the ciphertext of the words says no time either."""
    names = {field.name for field in WitnessVoice._meta.concrete_fields}
    assert names == {"id", "public_id", "round", "felt", "words"}
    assert not [field for field in WitnessCode._meta.concrete_fields if "Date" in type(field).__name__]
    row, codes = ask(world, addressee)
    seen = {}
    for number, code in enumerate(codes[:4]):
        say(code, words=str(number))
        for voice in row.voices.all():
            seen.setdefault(voice.words, set()).add((voice.pk, voice.public_id))
    assert [len(seen[str(number)]) for number in range(4)] == [4, 3, 2, 1], "all are written anew each time"
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM recommendations_witnessvoice")
        tokens = [token for (token,) in cursor.fetchall()]
    seconds = {int.from_bytes(base64.urlsafe_b64decode(token)[1:9], "big") for token in tokens}
    assert seconds == {0}


def test_what_can_not_be_asked(world, addressee):
    for user in (world.manager, world.reviewer, world.foreign_staff, world.auditor):
        with pytest.raises(PermissionDenied):
            ask(world, addressee, actor=user)
    with pytest.raises(ValidationError):
        ask(world, addressee, size=1)
    ask(world, addressee)
    with pytest.raises(NotAllowedHere):
        ask(world, addressee)
    Addressee.objects.filter(pk=addressee.pk).update(state="in_progress")
    end_witnesses(actor=world.staff, addressee=addressee)
    with pytest.raises(NotAllowedHere):
        ask(world, addressee)
    with pytest.raises(NotAllowedHere):
        end_witnesses(actor=world.staff, addressee=addressee)


def test_no_account_is_a_witness_and_a_wrong_answer_uses_nothing_up(world, addressee):
    code = ask(world, addressee)[1][0]
    with pytest.raises(PermissionDenied):
        give_voice(actor=world.staff, typed=code, felt="yes")
    with pytest.raises(ValidationError):
        say(code, felt="maybe")
    say(code)
    assert WitnessVoice.objects.count() == 1


def test_all_codes_that_are_not_good_are_refused_alike(world, addressee):
    row, codes = ask(world, addressee)
    world.programme.archived_at = timezone.now()
    world.programme.save(update_fields=["archived_at"])
    with pytest.raises(CodeRefused):
        say(codes[0])
    world.programme.archived_at = None
    world.programme.save(update_fields=["archived_at"])
    WitnessRound.objects.update(until=timezone.localdate() - datetime.timedelta(days=1))
    for typed in (codes[1], "2345-6789-ABCD", "", "\x00"):
        with pytest.raises(CodeRefused):
            say(typed)
    assert (sweep_codes(), row.codes.count()) == (6, 0)


def test_a_round_is_read_when_it_is_over(world, addressee):
    _row, codes = ask(world, addressee)
    for code in codes[:3]:
        say(code, "no", "على حاله")
    assert community(world.staff, addressee).said is None, "one could see who came last"
    assert words_of_witnesses(world.manager, addressee) == []
    assert community(world.reviewer, addressee) is None, "who holds slips now is nobody's business"
    end_witnesses(actor=world.staff, addressee=addressee)
    with pytest.raises(CodeRefused):
        say(codes[3])
    assert community(world.manager, addressee).chip == ("late", "الأغلبية لم تلمس تغييرًا")
    assert [said.text for _felt, said in words_of_witnesses(world.manager, addressee)] == ["على حاله"] * 3
    assert words_of_witnesses(world.reviewer, addressee) == []


def test_two_who_spoke_are_not_read(world, addressee):
    factories.heard_round(addressee, world.staff, felt=("no", "no"))
    assert community(world.staff, addressee).said is None
    assert words_of_witnesses(world.staff, addressee) == []
    assert not WitnessVoice.objects.visible_to(world.staff).exists()


@pytest.mark.parametrize(
    ("felt", "shown"),
    [
        ({"no": 5, "yes": 6}, True),
        ({"no": 7}, True),
        ({"no": 9, "yes": 1}, False),
        ({"partly": 4}, False),
    ],
)
def test_an_institution_reads_no_small_count(world, addressee, felt, shown):
    said = [one for one, count in felt.items() for _voice in range(count)]
    factories.heard_round(addressee, world.staff, felt=said)
    assert (community(world.reviewer, addressee) is not None) is shown
    assert community(world.foreign_reviewer, addressee) is None
    assert community(world.auditor, addressee) is None
    assert community(world.staff, addressee).said is not None


def test_three_who_contradict_one_another(world, addressee):
    assert heard(world.manager, addressee) is None
    factories.UpdateFactory(addressee=addressee, kind="done", made_by=world.staff)
    assert heard(world.manager, addressee).warning == ""
    factories.heard_round(addressee, world.staff, felt=("partly", "yes", "no"))
    assert heard(world.manager, addressee).warning == "", "partly is no contradiction"
    factories.heard_round(
        addressee, world.staff, felt=("no", "yes", "no"), until=timezone.localdate() - datetime.timedelta(1)
    )
    assert "متعارضة" in heard(world.manager, addressee).warning
    assert heard(world.reviewer, addressee).warning == "", "what he may not read is not told either"
    addressee.verifications.create(
        finding="not_confirmed", method="زيارة", made_by=world.manager, found_on=timezone.localdate()
    )
    assert "متعارضة" in heard(world.reviewer, addressee).warning
