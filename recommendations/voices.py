"""The three who may differ about a result: the institution, the programme, and the community that was to feel it."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.rights import holds, institutions_where
from common.arabic import text_direction
from recommendations.models import Addressee, Update, Verification, WitnessRound, WitnessVoice
from recommendations.thread.shapes import Words

Felt, Finding = WitnessVoice.Felt, Verification.Finding
#: What each says, on one scale: nothing done, partly, done.
NONE, PARTLY, DONE = range(3)
_FOUND = {Finding.CONFIRMED: DONE, Finding.PARTLY: PARTLY, Finding.NOT_CONFIRMED: NONE}
_TONES = {DONE: "ok", PARTLY: "prog", NONE: "late"}


@dataclass
class Voice:
    """One of the three. `said` is None where this one has not spoken, or the reader may not know it."""

    who: str
    said: int | None = None
    chip: tuple[str, str] | None = None
    day: date | None = None
    notes: list[str] = field(default_factory=list)


@dataclass
class Voices:
    """The three, in the order institution, programme, community."""

    three: list[Voice]

    @property
    def warning(self) -> str:
        """What is said where one says that it is done and another that nothing was."""
        said = {voice.said for voice in self.three if voice.said is not None}
        if not {NONE, DONE} <= said:
            return ""
        return _("They contradict one another. Please look again before it is told as done.")


def voices_of(addressee, user, *, updates, verifications, rounds) -> Voices | None:
    """Of one addressee, from what the reader may see; None where nothing is claimed, found or felt.

    `updates`, `verifications`: in their order. `rounds`: of this addressee, as `WitnessRound.objects.counted()` gives them.
    """
    claim = next((row for row in reversed(updates) if row.kind == Update.Kind.DONE), None)
    finding = verifications[-1] if verifications else None
    rounds = rounds_for(user, addressee, rounds)
    already = addressee.state == Addressee.State.ALREADY_DONE
    if claim is None and finding is None and not rounds and not already:
        return None
    return Voices([_institution(claim, already), _programme(finding), _community(rounds)])


def rounds_for(user, addressee, rounds) -> list[WitnessRound]:
    """Those that this reader may know of. The office knows that one runs; others learn of counts of some size alone."""
    if reads_whole(user, addressee):
        return list(rounds)
    if addressee.institution_id not in institutions_where(user, "witness voice", "a"):
        return []
    least = addressee.recommendation.programme.small_count
    return [row for row in rounds if row.is_read and all(not n or n >= least for n in counts_of(row))]


def rounds_told(addressee) -> list[WitnessRound]:
    """The last round that is over, and one that runs: of an addressee that `Reader.rows` read with codes."""
    over = [WitnessRound.of_told(addressee.witnesses_told)] if addressee.witnesses_told else []
    return [*over, WitnessRound(until=date.max)] if addressee.witnesses_asked else over


def reads_whole(user, addressee) -> bool:
    """Whether he reads counts of any size, and the words."""
    return holds(user, "witness voice", "r", addressee.recommendation.programme_id)


def counts_of(row) -> tuple[int, int, int]:
    """How many said yes, partly, no."""
    return row.said_yes, row.said_partly, row.said_no


def felt_by(row) -> int | None:
    """What a round comes to: what more than half of them said, else partly; None where fewer spoke than are read."""
    (yes, _some, no), heard = counts_of(row), sum(counts_of(row))
    if not row.is_read:
        return None
    return DONE if yes * 2 > heard else NONE if no * 2 > heard else PARTLY


def counted_words(row) -> str:
    """«نعم: ٧ · جزئيًا: ٢ · لا: ١»."""
    pairs = zip(Felt, counts_of(row), strict=True)
    return " · ".join(
        _("%(answer)s: %(count)d") % {"answer": one.label, "count": count} for one, count in pairs
    )


def _institution(claim, already):
    voice = Voice(_("The institution"))
    if claim is not None:
        voice.said, voice.day, voice.chip = DONE, claim.happened_on, ("open", _("It says: done"))
    elif already:
        voice.said, voice.chip = DONE, ("open", _("It says: already done"))
    return voice


def _programme(finding):
    voice = Voice(_("The programme"))
    if finding is not None:
        voice.said, voice.day = _FOUND[Finding(finding.finding)], finding.found_on
        voice.chip, voice.notes = (_TONES[voice.said], finding.get_finding_display()), [finding.method]
    return voice


def _community(rounds):
    voice = Voice(_("The community"))
    read = [row for row in rounds if row.is_read]
    if read:
        last = read[-1]
        voice.said, voice.day = felt_by(last), last.closed_on
        words = {
            DONE: pgettext("community", "Most felt a change"),
            PARTLY: pgettext("community", "A change was felt in part"),
            NONE: pgettext("community", "Most felt no change"),
        }
        voice.chip, voice.notes = (_TONES[voice.said], words[voice.said]), [counted_words(last)]
    if rounds and not rounds[-1].is_over:
        voice.notes.append(_("They are being asked; the answers are read together once the round is over."))
    elif rounds and not rounds[-1].is_read:
        voice.notes.append(_("Too few answered to be read."))
    return voice


def words_of_witnesses(user, addressee) -> list[tuple[str, Words]]:
    """(what somebody felt, his words) of the rounds that may be read; none for who reads counts alone."""
    rows = WitnessVoice.objects.visible_to(user).filter(round__addressee=addressee)
    return [
        (row.get_felt_display(), Words(row.words, "en" if text_direction(row.words) == "ltr" else "ar"))
        for row in rows.order_by("round", "felt", "public_id")
        if row.words
    ]


def three_voices(user, addressee, rounds):
    """For a page about one addressee: the three voices, earlier rounds counted, and what witnesses said in words."""
    read = [row for row in rounds if row.is_over]
    return {
        "voices": voices_of(
            addressee,
            user,
            updates=list(addressee.updates.all()),
            verifications=list(addressee.verifications.all()),
            rounds=rounds,
        ),
        "earlier": [(row.closed_on, counted_words(row)) for row in read[:-1] if row.is_read],
        "words": words_of_witnesses(user, addressee) if read else [],
    }
