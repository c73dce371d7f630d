"""How a page asks whether its reader may be there."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.utils import timezone
from django.views.generic import View

from accounts.models import User
from common.access import AccessMixin, UnknownPermission, allowed_or_404, page, require_known
from common.archive import ReadOnly

from ..factories import ForumFactory, MinutesFactory


class Sample(AccessMixin, View):
    permission = "forums.view_forum"
    subject = None

    def get_permission_subject(self):
        return self.subject

    def get(self, request):
        return HttpResponse("the page")


def request_of(user):
    request = RequestFactory().get("/somewhere/?q=1")
    request.user = user
    return request


@pytest.mark.parametrize("name", ["forums.view_forums", "", "forums"])
def test_an_unknown_permission_raises_even_for_who_may_all(world, name):
    with pytest.raises(UnknownPermission):
        require_known(name)
    with pytest.raises(UnknownPermission):
        allowed_or_404(world.manager, name)


def test_strangers_are_led_to_the_sign_in():
    answer = Sample.as_view()(request_of(AnonymousUser()))
    assert answer.status_code == 302
    assert answer.url == "/accounts/login/?next=/somewhere/%3Fq%3D1"


def test_who_may_comes_in_and_who_may_not_finds_nothing(world):
    forum = ForumFactory(programme=world.programme)
    view = Sample.as_view(subject=forum)
    assert view(request_of(world.staff)).content == b"the page"
    for name in (
        "foreign_staff",
        "donor",
        "auditor",
        "administrator",
        "superuser",
        "reviewer",
        "deactivated",
    ):
        with pytest.raises(Http404):
            view(request_of(world.users[name]))


def test_whoever_could_write_is_told_of_the_archive_and_nobody_else(world):
    minutes = MinutesFactory(forum__programme=world.programme)
    allowed_or_404(world.staff, "forums.write_minutes", minutes)
    world.programme.archived_at = timezone.now()
    world.programme.save()
    refusals = dict.fromkeys(("donor", "auditor", "foreign_staff", "superuser", "deactivated"), Http404)
    for name, refusal in (refusals | {"staff": ReadOnly}).items():
        with pytest.raises(refusal):
            allowed_or_404(User.objects.get(pk=world.users[name].pk), "forums.write_minutes", minutes)


def test_a_refused_method_is_not_told_before_the_right(world):
    request = RequestFactory().delete("/somewhere/")
    request.user = world.donor
    with pytest.raises(Http404):
        Sample.as_view()(request)


def test_function_views_ask_the_same(world):
    @page("forums.view_forum")
    def sample(request):
        return HttpResponse("the page")

    assert sample.permission == "forums.view_forum"
    assert sample(request_of(world.staff)).status_code == 200
    assert sample(request_of(AnonymousUser())).url.startswith("/accounts/login/?next=")
    with pytest.raises(Http404):
        sample(request_of(world.donor))
