"""Who of the office looks after an ask."""

from django import forms
from django.utils.translation import gettext_lazy as _

from forums.forms.base import EditorForm
from recommendations.models import Recommendation
from recommendations.services.owning import name_owner, office_of


class OwnerForm(EditorForm):
    """One of the programme's office, or nobody in particular."""

    owner = forms.ModelChoiceField(
        label=_("Owner"),
        queryset=None,
        required=False,
        to_field_name="public_id",
        empty_label=_("nobody in particular"),
        help_text=_(
            "Whoever looks after it finds it marked among what waits, and by the filter of the list."
        ),
    )

    def __init__(self, *args, actor, recommendation, **kwargs):
        self.actor, self.recommendation = actor, recommendation
        owner = recommendation.owner and recommendation.owner.public_id
        super().__init__(*args, initial={"version": recommendation.version, "owner": owner}, **kwargs)
        self.fields["owner"].queryset = office_of(recommendation.programme)

    def save(self) -> Recommendation | None:
        """Write it; None where the service objected."""
        data = self.cleaned_data
        return self.through(
            name_owner,
            actor=self.actor,
            recommendation=self.recommendation,
            owner=data["owner"],
            expected=data["version"],
        )
