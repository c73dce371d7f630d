"""The fields beside the title, occasion, focus and summary of a meeting in which their English is written."""

import hashlib

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext as _

from common.forms import HouseForm
from common.versions import StaleVersion
from common.workflow import NotAllowedHere
from forums.models import Forum
from forums.services.translating import ENGLISH, translate_meeting
from recommendations.forms.translating import LONGEST


def _field(column):
    """As long as the column allows, and as high as what is written there needs."""
    longest = Forum._meta.get_field(column).max_length
    return forms.CharField(
        label=Forum._meta.get_field(column).verbose_name,
        required=False,
        max_length=longest or LONGEST,
        widget=forms.Textarea(
            attrs={"rows": 2 if longest else 5, "class": "form-control", "lang": "en", "dir": "ltr"}
        ),
    )


def _mark(text) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


class MeetingTranslationForm(HouseForm):
    """One meeting; what it does not say in Arabic has no field. Saved with the others of the page.

    Each text is compared by itself: who translates the summary while another corrects the title loses nothing.
    """

    template = "recommendations/_translated_meeting.html"
    title_en, occasion_en, focus_en, summary_en = map(_field, ENGLISH.values())
    #: marks of the English texts as they were read, in the order of `ENGLISH`
    seen = forms.CharField(widget=forms.HiddenInput, max_length=80, required=False)

    def __init__(self, data=None, *, actor, row):
        self.actor, self.row = actor, row
        #: column → what another wrote meanwhile
        self.theirs: dict[str, str] = {}
        self.pairs = {english: arabic for arabic, english in ENGLISH.items() if getattr(row, arabic)}
        super().__init__(
            data,
            prefix=str(row.public_id),
            initial={english: getattr(row, english) for english in self.pairs} | {"seen": self._marks()},
        )
        for name in set(ENGLISH.values()) - set(self.pairs):
            del self.fields[name]
        for name in self.pairs:
            self.fields[name].widget.attrs["aria-describedby"] = self._id_of(name)

    @property
    def name(self) -> str:
        """What the list of mistakes calls it."""
        return self.row.title_ar

    def lines(self):
        """(Arabic text, its id, bound field, what another wrote) of each."""
        for english, arabic in self.pairs.items():
            yield getattr(self.row, arabic), self._id_of(english), self[english], self.theirs.get(english)

    def save(self) -> bool:
        """Whether something was written. What was objected to stands in the form's errors."""
        changed = self._mine()
        if not changed:
            return False
        try:
            translate_meeting(actor=self.actor, forum=self.row, expected=self.row.version, **changed)
        except StaleVersion:
            self.add_error(None, _("Somebody else saved at this moment. Please save again."))
        except NotAllowedHere:
            self.add_error(
                None,
                _("The minutes are being written again. The meeting is translated once they are approved."),
            )
        return NON_FIELD_ERRORS not in self.errors

    def _mine(self) -> dict[str, str]:
        """What the reader changed and nobody else did. What both did stays in its field, with theirs beside it."""
        read = dict(zip(ENGLISH.values(), self.cleaned_data["seen"].split(","), strict=False))
        mine = {}
        for name in self.pairs:
            typed = self.cleaned_data[name].replace("\r\n", "\n").strip()
            now = getattr(self.row, name)
            if typed == now or _mark(typed) == read.get(name):
                continue
            if _mark(now) == read.get(name):
                mine[name] = typed
            else:
                self.theirs[name] = now
                self.add_error(
                    name, _("Somebody else wrote here meanwhile. Saving again puts yours in its place.")
                )
        if self.theirs:
            self.data = self.data.copy()
            self.data[self.add_prefix("seen")] = self._marks()
        return mine

    def _marks(self) -> str:
        return ",".join(_mark(getattr(self.row, name)) for name in ENGLISH.values())

    def _id_of(self, name) -> str:
        return f"text-{self.row.public_id}-{name}"
