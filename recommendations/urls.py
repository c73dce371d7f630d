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
    path("addressees/<uuid:public_id>/answer/", views.AnswerPage.as_view(), name="answer"),
    path("addressees/<uuid:public_id>/clarification/", views.Clarify.as_view(), name="clarify"),
    path("addressees/<uuid:public_id>/update/", views.UpdatePage.as_view(), name="update"),
    path("addressees/<uuid:public_id>/verification/", views.VerifyPage.as_view(), name="verify"),
    path("responses/<uuid:public_id>/", views.ResponsePage.as_view(), name="response"),
    path("responses/<uuid:public_id>/withdraw/", views.WithdrawAnswer.as_view(), name="withdraw_answer"),
    path("responses/<uuid:public_id>/confirm/", views.ConfirmAnswer.as_view(), name="confirm_answer"),
    path("attachments/<uuid:public_id>/", views.AttachmentFile.as_view(), name="attachment"),
    path(
        "forums/<uuid:public_id>/recommendations/",
        views.EditorRecommendations.as_view(),
        name="editor",
    ),
    path("outbox/", views.OutboxList.as_view(), name="outbox"),
    path("outbox/<uuid:public_id>/", views.OutboxPage.as_view(), name="outbox_message"),
    path("outbox/<uuid:public_id>/handed-over/", views.HandOver.as_view(), name="hand_over"),
    path("outbox/<uuid:public_id>/send-again/", views.SendAgain.as_view(), name="send_again"),
    path("outputs/<uuid:public_id>/recommendation/", views.PromoteOutput.as_view(), name="promote"),
]
