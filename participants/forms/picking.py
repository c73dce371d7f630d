"""What the picker is asked."""

from django import forms

from common.forms import HouseForm
from participants.services.people import Candidate, find_candidates


class PickForm(HouseForm):
    """Typed name and, optionally, the forum whose list it is for."""

    q = forms.CharField(required=False, max_length=200)
    forum = forms.UUIDField(required=False)

    def candidates(self, user) -> list[Candidate]:
        """People who may be meant; none for a question that makes no sense."""
        if not self.is_valid():
            return []
        return find_candidates(user=user, text=self.cleaned_data["q"], forum_id=self.cleaned_data["forum"])
