"""Which of several programmes a page is about: the reader's own, named in its address."""

import uuid
from collections.abc import Sequence

from django.http import Http404

from forums.models import Programme


def chosen_programme(programmes: Sequence[Programme], wanted: str | None) -> Programme:
    """The one whose public id is `wanted`, the first where none is named. Raises Http404 for any other.

    `programmes` are those that the reader may read here, at least one.
    """
    if not wanted:
        return programmes[0]
    for programme in programmes:
        if str(programme.public_id) == _canonical(wanted):
            return programme
    raise Http404


def _canonical(text) -> str:
    try:
        return str(uuid.UUID(text))
    except ValueError:
        return ""
