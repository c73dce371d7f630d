"""Addresses of recommendations."""

from django.urls import path

from recommendations import views

app_name = "recommendations"

urlpatterns = [
    path("recommendations/", views.RecommendationList.as_view(), name="list"),
    path("recommendations/<uuid:public_id>/", views.RecommendationDetail.as_view(), name="detail"),
    path("recommendations/<uuid:public_id>/edit/", views.EditRecommendation.as_view(), name="edit"),
    path("recommendations/<uuid:public_id>/send/", views.SendRecommendation.as_view(), name="send"),
    path(
        "recommendations/<uuid:public_id>/withdraw/", views.WithdrawRecommendation.as_view(), name="withdraw"
    ),
    path("addressees/<uuid:public_id>/confirm/", views.ConfirmGuess.as_view(), name="confirm_guess"),
    path(
        "forums/<uuid:public_id>/recommendations/",
        views.EditorRecommendations.as_view(),
        name="editor",
    ),
    path("outputs/<uuid:public_id>/recommendation/", views.PromoteOutput.as_view(), name="promote"),
]
