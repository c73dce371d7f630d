"""The field beside a text in which its translation is written, and the box by which another confirms it."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.forms import HouseForm
from common.models import WrittenText
from common.versions import StaleVersion
from common.workflow import NotAllowedHere
from recommendations.services.translating import check_translation, seen_of, translate

LONGEST = 10_000
LANGUAGES = WrittenText.Language


class TranslationForm(HouseForm):
    """One text. Many stand on a page and are saved together; one that somebody else wrote first keeps what was typed."""

    translation = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        max_length=LONGEST,
        label=gettext_lazy("Translation"),
    )
    is_right = forms.BooleanField(
        required=False,
        label=gettext_lazy("I compared it with the original: it is right"),
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )
    #: template of one of them
    template = "recommendations/_translation.html"
    #: the row as it was read, see `seen_of`
    seen = forms.CharField(widget=forms.HiddenInput, max_length=16, required=False)

    def __init__(self, data=None, *, actor, row):
        self.actor, self.row = actor, row
        #: what another wrote meanwhile; None where nobody did
        self.theirs: str | None = None
        super().__init__(
            data, prefix=str(row.public_id), initial={"translation": row.translation, "seen": seen_of(row)}
        )
        area = self.fields["translation"]
        language = self.other_language
        area.label = _("Translation into %(language)s") % {"language": LANGUAGES(language).label}
        area.widget.attrs |= {
            "class": "form-control",
            "lang": language,
            "dir": "rtl" if language == LANGUAGES.ARABIC else "ltr",
            "aria-describedby": f"text-{row.public_id}",
        }
        if not self.may_check:
            del self.fields["is_right"]

    @property
    def name(self) -> str:
        """What the list of mistakes calls it."""
        return self.row.text

    @property
    def other_language(self) -> str:
        """Of the two, the one that the text is not in."""
        return LANGUAGES.ENGLISH if self.row.language == LANGUAGES.ARABIC else LANGUAGES.ARABIC

    @cached_property
    def may_check(self) -> bool:
        """Whether a translation stands here that the reader did not write and nobody has checked."""
        row = self.row
        return bool(
            row.translation
            and row.translation_checked_by_id is None
            and self.actor.has_perm("recommendations.check_translation", row)
        )

    def save(self) -> bool:
        """Whether something was written. What was objected to stands in the form's errors."""
        given = {"actor": self.actor, "row": self.row, "seen": self.cleaned_data["seen"]}
        text = self.cleaned_data["translation"].replace("\r\n", "\n").strip()
        try:
            if text != self.row.translation.replace("\r\n", "\n").strip():
                return bool(translate(**given, text=text))
            if self.cleaned_data.get("is_right"):
                return bool(check_translation(**given))
        except StaleVersion as stale:
            self._keep_beside(stale.current)
        except NotAllowedHere:
            return False
        except ValidationError as error:
            self.add_error("translation", error.messages)
        return False

    def _keep_beside(self, current):
        """What was typed stays in the field; saved once more, it takes the place of what stands now."""
        self.row, self.theirs = current, current.translation
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = seen_of(current)
        self.add_error(
            "translation", _("Somebody else wrote here meanwhile. Saving again puts yours in its place.")
        )
