"""What every report asks before it is frozen: its language, and the title, introduction and annexes that people write."""

from dataclasses import replace

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import HouseForm
from reports.models import Report
from reports.projection.written import NOTHING_WRITTEN, ReportTexts

#: annexes that a page offers
ANNEXES = 2
#: of the boxes of the document's own language, or of its Arabic part; and of those of its English part
ENGLISH = "_en"
ENDINGS = ("", ENGLISH)


def language_field(**options) -> forms.ChoiceField:
    """The language of a document."""
    choices = Report._meta.get_field("language").choices
    return forms.ChoiceField(label=_("Language of the document"), choices=choices, **options)


class WrittenForm(HouseForm):
    """Language and texts of a report, which are frozen with the figures."""

    language = language_field()
    leaves_out_untranslated = forms.BooleanField(
        label=_("Leave out texts that are not translated"),
        help_text=_("Otherwise a report with such texts cannot be released."),
        required=False,
    )

    def layout(self):
        """Boxes of the texts; the helper is asked for while the form is made, so they are made here.

        Those with an ending are the English ones of a document in both languages.
        """
        for ending in ENDINGS:
            for name, field in _boxes():
                self.fields[f"{name}{ending}"] = field
                field.widget.attrs |= {"autocomplete": "off", "dir": "auto"}
                if ending:
                    field.label = _("%(box)s, in English") % {"box": field.label}
                    field.widget.attrs |= {"dir": "ltr"}
        return ()

    def clean(self):
        """An annex has heading and text; English boxes are for a document in both languages."""
        data = super().clean()
        for ending in ENDINGS:
            for number in range(1, ANNEXES + 1):
                heading, text = (data.get(f"annex_{name}_{number}{ending}") for name in ("title", "text"))
                if bool(heading) != bool(text):
                    missing = "text" if heading else "title"
                    self.add_error(
                        f"annex_{missing}_{number}{ending}", _("An annex has a heading and a text.")
                    )
        in_both = data.get("language") == Report.Language.BOTH
        if not in_both and any(data.get(f"{name}{ENGLISH}") for name, _field in _boxes()):
            self.add_error("language", _("English texts of their own are for a document in both languages."))
        return data

    @property
    def written(self) -> ReportTexts:
        """What was written."""
        annexes = [[self._annex(number, ending) for ending in ENDINGS] for number in range(1, ANNEXES + 1)]
        arabic, english = (
            self._texts(ending, [row[place] for row in annexes if any(map(any, row))])
            for place, ending in enumerate(ENDINGS)
        )
        in_both = self.cleaned_data["language"] == Report.Language.BOTH
        return replace(arabic, english=english) if in_both else arabic

    def _annex(self, number, ending):
        return tuple(self.cleaned_data[f"annex_{name}_{number}{ending}"] for name in ("title", "text"))

    def _texts(self, ending, annexes) -> ReportTexts:
        data = self.cleaned_data
        return ReportTexts(data[f"title{ending}"], data[f"introduction{ending}"], tuple(annexes))

    @property
    def english_boxes(self):
        """Those of the English part, for the page."""
        return [self[f"{name}{ENGLISH}"] for name, _field in _boxes()]


def _boxes():
    """(name, field) of the texts of one part of a document."""
    yield "title", forms.CharField(label=_("Title of the report"), max_length=200, required=False)
    yield (
        "introduction",
        forms.CharField(
            label=_("Introduction of the report"),
            help_text=_("Please name nobody who took part, nor where he works."),
            max_length=6000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 5}),
        ),
    )
    for number in range(1, ANNEXES + 1):
        yield (
            f"annex_title_{number}",
            forms.CharField(label=_("Heading of an annex"), max_length=200, required=False),
        )
        yield (
            f"annex_text_{number}",
            forms.CharField(
                label=_("Text of the annex"),
                help_text=_("Please name nobody who took part, nor where he works."),
                max_length=10_000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 4}),
            ),
        )


def initial_of(report: Report) -> dict:
    """What was chosen and written for a report, for the form of the next; what its kind alone asks is not here."""
    written = ReportTexts.of(report.frozen)
    found = {
        "audience": report.audience,
        "language": report.language,
        "leaves_out_untranslated": report.leaves_out_untranslated,
    }
    for ending, texts in zip(ENDINGS, (written, written.english or NOTHING_WRITTEN), strict=True):
        found |= {f"title{ending}": texts.title, f"introduction{ending}": texts.introduction}
        for number, (title, text) in enumerate(texts.annexes, start=1):
            found |= {f"annex_title_{number}{ending}": title, f"annex_text_{number}{ending}": text}
    return found
