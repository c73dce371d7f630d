"""Addresses of accounts; allauth's own are under /accounts/."""

from django.urls import path

from accounts import views
from accounts.signin.views import SessionActive

urlpatterns = [
    path(
        "first-administrator/<str:token>/", views.FirstAdministratorView.as_view(), name="first_administrator"
    ),
    path("rights/", views.RightsPage.as_view(), name="rights"),
    path("session/active/", SessionActive.as_view(), name="session_active"),
    path("invitation/<str:token>/", views.InvitationView.as_view(), name="invitation"),
    path("my-account/", views.MyAccount.as_view(), name="my_account"),
    path("my-account/device/", views.Device.as_view(), name="device"),
    path("my-account/device/key/", views.OwnDraftKey.as_view(), name="draft_key"),
    path("my-account/device/wipe/", views.WipeDrafts.as_view(), name="wipe_drafts"),
    path("my-account/end-session/", views.EndSession.as_view(), name="end_session"),
    path("team/", views.TeamList.as_view(), name="team"),
    path("team/invite/", views.Invite.as_view(), name="team_invite"),
    path("team/<uuid:public_id>/", views.AccountPage.as_view(), name="team_account"),
    path("team/<uuid:public_id>/link/", views.MakeLink.as_view(), name="team_link"),
    path("team/<uuid:public_id>/role/", views.Grant.as_view(), name="team_grant"),
    path("team/<uuid:public_id>/deactivate/", views.Deactivate.as_view(), name="team_deactivate"),
    path("team/<uuid:public_id>/activate/", views.Activate.as_view(), name="team_activate"),
    path("team/<uuid:public_id>/second-factor/", views.LostFactor.as_view(), name="team_factor"),
    path("team/roles/<uuid:public_id>/end/", views.EndRole.as_view(), name="team_end_role"),
    path("team/roles/<uuid:public_id>/engage/", views.Engage.as_view(), name="team_engage"),
    path("team/roles/<uuid:public_id>/second-key/", views.SecondKey.as_view(), name="team_second_key"),
    path("team/roles/<uuid:public_id>/validator/", views.Validator.as_view(), name="team_validator"),
    path("second-person/", views.SecondPersonPage.as_view(), name="second_person"),
    path("second-person/<uuid:public_id>/allow/", views.Allow.as_view(), name="second_person_allow"),
    path("second-person/<uuid:public_id>/refuse/", views.Refuse.as_view(), name="second_person_refuse"),
    path(
        "second-person/<uuid:public_id>/take-back/", views.TakeBack.as_view(), name="second_person_take_back"
    ),
]
