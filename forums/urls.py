"""Addresses of forums: lists and records, the steps of the minutes editor, approval."""

from django.urls import path

from forums.views import (
    approval,
    attendance,
    calendar,
    call_list,
    check,
    dates,
    levels,
    lines,
    list_import,
    meeting,
    offline,
    outputs,
    pasting,
    photos,
    planning,
    programmes,
    records,
    revisions,
    seal,
    sheets,
    word_lists,
)

app_name = "forums"

urlpatterns = [
    path("programmes/", programmes.ProgrammeList.as_view(), name="programmes"),
    path("programmes/<uuid:public_id>/", programmes.ArchivePage.as_view(), name="programme"),
    path("programmes/<uuid:public_id>/ask/", programmes.AskToArchive.as_view(), name="ask_archive"),
    path("programmes/<uuid:public_id>/archive/", programmes.Archive.as_view(), name="archive"),
    path("programmes/<uuid:public_id>/unarchive/", programmes.Unarchive.as_view(), name="unarchive"),
    path("lists/", word_lists.WordLists.as_view(), name="word_lists"),
    path("lists/spellings/", word_lists.Spellings.as_view(), name="list_spellings"),
    path("lists/themes/", word_lists.AddTheme.as_view(), name="add_theme"),
    path("forums/", records.ForumList.as_view(), name="list"),
    path("forums/add/", meeting.AddForum.as_view(), name="add"),
    path("forums/read-date/", meeting.ReadDate.as_view(), name="read_date"),
    path("forums/<uuid:public_id>/", records.ForumDetail.as_view(), name="detail"),
    path("forums/<uuid:public_id>/meeting/", meeting.Meeting.as_view(), name="meeting"),
    path("forums/<uuid:public_id>/dialogue/", levels.MakeDialogue.as_view(), name="make_dialogue"),
    path("forums/<uuid:public_id>/plan/", planning.PlanMeeting.as_view(), name="plan"),
    path("calendar/", calendar.MonthPage.as_view(), name="calendar"),
    path("calendar/address/", calendar.FeedAddress.as_view(), name="calendar_feed"),
    path("meetings/", planning.InvitedMeetings.as_view(), name="invited"),
    path("forums/<uuid:public_id>/date/", dates.DecideDate.as_view(), name="decide_date"),
    path("forums/<uuid:public_id>/attendance/", attendance.AttendancePage.as_view(), name="attendance"),
    path("forums/<uuid:public_id>/attendance/paste/", pasting.PastePage.as_view(), name="paste"),
    path("forums/<uuid:public_id>/attendance/paste/undo/", pasting.UndoPaste.as_view(), name="undo_paste"),
    path(
        "forums/<uuid:public_id>/attendance/import/",
        list_import.ImportAttendance.as_view(),
        name="import_list",
    ),
    path("forums/<uuid:public_id>/sheets/", sheets.Sheets.as_view(), name="sheets"),
    path("forums/<uuid:public_id>/sheets/hand-in/", sheets.HandIn.as_view(), name="hand_in"),
    path("forums/<uuid:public_id>/photos/", photos.Photos.as_view(), name="photos"),
    path("forums/<uuid:public_id>/photos/add/", photos.AddPhoto.as_view(), name="add_photo"),
    path("forums/<uuid:public_id>/photos/allow/", photos.AllowPhotos.as_view(), name="allow_photos"),
    path("photos/<uuid:public_id>/", photos.PhotoFile.as_view(), name="photo"),
    path("photos/<uuid:public_id>/remove/", photos.RemovePhoto.as_view(), name="remove_photo"),
    path("forums/<uuid:public_id>/thanks/", attendance.AddThanks.as_view(), name="add_thanks"),
    path("forums/<uuid:public_id>/totals/", attendance.RecordTotal.as_view(), name="record_total"),
    path("forums/<uuid:public_id>/outputs/", outputs.OutputsPage.as_view(), name="outputs"),
    path("forums/<uuid:public_id>/lines/", lines.Lines.as_view(), name="lines"),
    path("forums/<uuid:public_id>/check/", check.Check.as_view(), name="check"),
    path("forums/<uuid:public_id>/submit/", check.Submit.as_view(), name="submit"),
    path("forums/<uuid:public_id>/take-back/", check.TakeBack.as_view(), name="take_back"),
    path("forums/<uuid:public_id>/approval/", approval.Approval.as_view(), name="approval"),
    path("forums/<uuid:public_id>/approval/ask/", approval.AskOwnApproval.as_view(), name="ask_own_approval"),
    path("forums/<uuid:public_id>/reopen/", approval.Reopen.as_view(), name="reopen"),
    path("forums/<uuid:public_id>/compare/", revisions.ComparePage.as_view(), name="compare"),
    path("revisions/<uuid:public_id>/", revisions.RevisionPage.as_view(), name="revision"),
    path("forums/<uuid:public_id>/call-list/", call_list.CallList.as_view(), name="call_list"),
    path("forums/<uuid:public_id>/call-list/ask/", call_list.AskToPrint.as_view(), name="ask_call_list"),
    path(
        "forums/<uuid:public_id>/call-list/print/", call_list.PrintCallList.as_view(), name="print_call_list"
    ),
    path("attendance/<uuid:row>/remove/", attendance.RemoveAttendance.as_view(), name="remove_attendance"),
    path("attendance/<uuid:row>/restore/", attendance.RestoreAttendance.as_view(), name="restore_attendance"),
    path("thanks/<uuid:row>/withdraw/", attendance.WithdrawThanks.as_view(), name="withdraw_thanks"),
    path("outputs/<uuid:row>/up/", outputs.MoveUp.as_view(), name="move_up"),
    path("outputs/<uuid:row>/down/", outputs.MoveDown.as_view(), name="move_down"),
    path("outputs/<uuid:row>/remove/", outputs.RemoveOutput.as_view(), name="remove_output"),
    path("outputs/<uuid:row>/restore/", outputs.RestoreOutput.as_view(), name="restore_output"),
    path("outputs/<uuid:row>/seal/", seal.SealPage.as_view(), name="seal"),
    path("outputs/<uuid:row>/seal/ask/", seal.AskToOpenSeal.as_view(), name="ask_seal"),
]

#: For anybody, outside of this app's names: the page that opens without a net, and what brings it.
without_net = [
    path("offline/", offline.OfflineShell.as_view(), name="offline"),
    path("sw.js", offline.ServiceWorker.as_view(), name="service_worker"),
]
#: For an auditor of the finances, whom the forums themselves are not open to.
signed = [
    path("", sheets.SignedSheets.as_view(), name="list"),
    path("<uuid:public_id>/", sheets.OpenSheet.as_view(), name="sheet"),
]
