"""Addresses of recommendations, and those that are open to whoever holds a one-time code."""

from django.urls import path

from recommendations import views
from recommendations.views import (
    alike,
    ask_letters,
    brief,
    due_calendar,
    extending,
    hearings,
    invitations,
    merging,
    owning,
    sending,
    translating,
    witnesses,
)
from recommendations.views.outbox import ConfirmKind

app_name = "recommendations"

urlpatterns = [
    path("recommendations/", views.RecommendationList.as_view(), name="list"),
    path("recommendations/send/", sending.SendSeveral.as_view(), name="send_several"),
    path("recommendations/translations/", translating.Translations.as_view(), name="translations"),
    path("recommendations/due.ics", due_calendar.DueFile.as_view(), name="due_file"),
    path("recommendations/<uuid:public_id>/owner/", owning.OwnerPage.as_view(), name="owner"),
    path("recommendations/<uuid:public_id>/merge/", merging.MergePage.as_view(), name="merge"),
    path("recommendations/<uuid:public_id>/merge/undo/", merging.UndoMerge.as_view(), name="undo_merge"),
    path("recommendations/<uuid:public_id>/", views.RecommendationDetail.as_view(), name="detail"),
    path("recommendations/<uuid:public_id>/edit/", views.EditRecommendation.as_view(), name="edit"),
    path("recommendations/<uuid:public_id>/alike/", alike.AlikePage.as_view(), name="alike"),
    path("recommendations/<uuid:public_id>/send/", views.SendRecommendation.as_view(), name="send"),
    path(
        "recommendations/<uuid:public_id>/withdraw/", views.WithdrawRecommendation.as_view(), name="withdraw"
    ),
    path("addressees/<uuid:public_id>/confirm/", views.ConfirmGuess.as_view(), name="confirm_guess"),
    path("addressees/<uuid:public_id>/answer/", views.AnswerPage.as_view(), name="answer"),
    path("addressees/<uuid:public_id>/paper/", views.Paper.as_view(), name="paper"),
    path("addressees/<uuid:public_id>/paper/withdraw/", views.WithdrawCode.as_view(), name="withdraw_code"),
    path("addressees/<uuid:public_id>/clarification/", views.Clarify.as_view(), name="clarify"),
    path("addressees/<uuid:public_id>/date/", extending.ExtendPage.as_view(), name="extend"),
    path("addressees/<uuid:public_id>/update/", views.UpdatePage.as_view(), name="update"),
    path("addressees/<uuid:public_id>/verification/", views.VerifyPage.as_view(), name="verify"),
    path("addressees/<uuid:public_id>/witnesses/", witnesses.WitnessesPage.as_view(), name="witnesses"),
    path(
        "addressees/<uuid:public_id>/witnesses/ask/", witnesses.AskWitnesses.as_view(), name="ask_witnesses"
    ),
    path(
        "addressees/<uuid:public_id>/witnesses/end/", witnesses.EndWitnesses.as_view(), name="end_witnesses"
    ),
    path("responses/<uuid:public_id>/", views.ResponsePage.as_view(), name="response"),
    path("responses/<uuid:public_id>/withdraw/", views.WithdrawAnswer.as_view(), name="withdraw_answer"),
    path("responses/<uuid:public_id>/confirm/", views.ConfirmAnswer.as_view(), name="confirm_answer"),
    path(
        "responses/<uuid:public_id>/confirming-letter/",
        views.ConfirmByLetter.as_view(),
        name="confirm_by_letter",
    ),
    path(
        "institutions/<uuid:public_id>/letters/",
        ask_letters.Correspondence.as_view(),
        name="correspondence",
    ),
    path("attachments/<uuid:public_id>/", views.AttachmentFile.as_view(), name="attachment"),
    path(
        "forums/<uuid:public_id>/recommendations/",
        views.EditorRecommendations.as_view(),
        name="editor",
    ),
    path("forums/<uuid:public_id>/invitations/", invitations.Invitations.as_view(), name="invitations"),
    path("forums/<uuid:public_id>/brief/", brief.BriefPage.as_view(), name="brief"),
    path("forums/<uuid:public_id>/asks/", hearings.HearingPage.as_view(), name="hearing"),
    path("invitations/<uuid:public_id>/invited/", invitations.MarkInvited.as_view(), name="mark_invited"),
    path("invitations/<uuid:public_id>/reply/", invitations.Reply.as_view(), name="reply"),
    path("forums/<uuid:public_id>/take-up/", views.TakeUpSeveral.as_view(), name="take_up"),
    path("forums/<uuid:public_id>/words/", views.Words.as_view(), name="words"),
    path("forums/<uuid:public_id>/words/show/", views.ShowWords.as_view(), name="show_words"),
    path("words/<uuid:public_id>/", views.OwnWords.as_view(), name="own_words"),
    path("words/lines/<uuid:public_id>/propose/", views.ProposeWording.as_view(), name="propose_wording"),
    path("words/lines/<uuid:public_id>/settle/", views.SettleWording.as_view(), name="settle_wording"),
    path("outbox/", views.OutboxList.as_view(), name="outbox"),
    path("outbox/kinds/<uuid:public_id>/", ConfirmKind.as_view(), name="confirm_kind"),
    path("outbox/<uuid:public_id>/", views.OutboxPage.as_view(), name="outbox_message"),
    path("outbox/<uuid:public_id>/handed-over/", views.HandOver.as_view(), name="hand_over"),
    path("outbox/<uuid:public_id>/send-again/", views.SendAgain.as_view(), name="send_again"),
    path("outputs/<uuid:public_id>/recommendation/", views.PromoteOutput.as_view(), name="promote"),
]

#: Read by telephones without a session; namespace "feed".
feed = [path("calendar/<str:token>.ics", due_calendar.WholeFeed.as_view(), name="calendar")]

#: Below /answer/; namespace "answer".
by_code = [
    path("", views.EnterCode.as_view(), name="code"),
    path("form/", views.AnswerByCode.as_view(), name="form"),
    path("received/", views.Received.as_view(), name="received"),
    path("leave/", views.LeaveCode.as_view(), name="leave"),
]

#: Below /voice/; namespace "voice".
by_witness = [
    path("", witnesses.GiveVoice.as_view(), name="give"),
    path("received/", witnesses.VoiceReceived.as_view(), name="received"),
]
