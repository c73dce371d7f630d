"""The field that asks who said it: the people of this forum who were present; encrypted, sealed at approval."""

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from common.encryption import RingAbsent, Undecipherable, ring_is_here
from forums.forms.fields import RowField
from forums.services.speakers import (
    forget_speaker,
    is_sealed,
    read_speaker,
    record_speaker,
    who_may_have_spoken,
)
from participants.models.persons import CONTACTS
from participants.privacy import name_of

_NO_KEY = _("The key of the speakers is not on this machine, so nobody can be recorded here now.")


class SpeakerField(RowField):
    """One of those who were present, or nobody. Keys are those of attendances."""

    def __init__(self):
        super().__init__(
            label=_("Speaker"),
            required=False,
            help_text=_(
                "Only if it must be known later. It is encrypted, sealed when the minutes are approved, and stands in "
                "no document and in no list."
            ),
        )

    def offer_from(self, speakers) -> None:
        """Offer whoever can be chosen; where nobody can, say why."""
        self.offer([(None, speakers.present)], empty="—")
        if speakers.closed:
            self.disabled, self.help_text = True, speakers.closed


class Speakers:
    """Who can be chosen for an output, and who is recorded. `closed` says why nobody can be."""

    def __init__(self, *, user, minutes, output):
        self.user, self.minutes, self.recorded, self.closed = user, minutes, "", ""
        if output is not None and is_sealed(output):
            self.closed = _("Who said it was sealed at the approval, and can be read or changed no more.")
        elif not ring_is_here("speakers"):
            self.closed = _NO_KEY
        elif output is not None:
            try:
                self.recorded = read_speaker(actor=user, output=output)
            except (RingAbsent, Undecipherable):
                self.closed = _NO_KEY

    @cached_property
    def present(self) -> list:
        """(key, name, person) in the order of the list; without their contacts."""
        if self.closed:
            return []
        unread = [f"person__{name}" for name in CONTACTS]
        rows = who_may_have_spoken(self.minutes.forum).select_related("person").defer(*unread)
        return [(row.public_id, name_of(row.person), row.person) for row in rows]

    @property
    def chosen(self) -> str:
        """The key of the one who is recorded, if he can still be chosen."""
        keys = [str(key) for key, _name, person in self.present if str(person.public_id) == self.recorded]
        return keys[0] if keys else ""

    def keep(self, form, output, person) -> None:
        """Write down or forget what was chosen, if it is not what stands; objections go beside the field."""
        key = next((str(key) for key, _name, one in self.present if one == person), "")
        if key == self.chosen:
            return
        if person is None:
            form.through(forget_speaker, actor=self.user, output=output)
        else:
            form.through(record_speaker, actor=self.user, output=output, person=person)
