"""Rounds of witnesses, and a target of an indicator, made straight through the models."""

import datetime

from django.utils import timezone

from forums.models import Indicator, IndicatorTarget
from recommendations.models import WitnessCode, WitnessRound, WitnessVoice
from recommendations.services.witnesses import digest_of


def running_round(addressee, writer, code="", days=7):
    """One that runs until so many days from now, with one code at most. Returns its addressee."""
    until = timezone.localdate() + datetime.timedelta(days=days)
    row = WitnessRound.objects.create(addressee=addressee, size=12, made_by=writer, until=until)
    if code:
        WitnessCode.objects.create(round=row, digest=digest_of(code))
    return addressee


def heard_round(addressee, writer, felt=("no", "no", "partly"), words="قول تجريبي", until=None):
    """One that is over, with so many voices; returns the first of them."""
    until = until or timezone.localdate() - datetime.timedelta(days=1)
    row = WitnessRound.objects.create(addressee=addressee, size=24, made_by=writer, until=until)
    voices = [WitnessVoice.objects.create(round=row, felt=one, words=words) for one in felt]
    return voices[0]


def target_by_hand(programme, code="I9", **fields):
    """Of an indicator that somebody counts by hand."""
    indicator = Indicator.objects.create(
        programme=programme, code=code, statement_ar="مؤشر تجريبي", level="output", unit_ar="عدد", **fields
    )
    return IndicatorTarget.objects.create(
        indicator=indicator, period_start="2022-01-01", period_end="2022-12-31", target=10
    )
