"""Addresses of forums: lists and records, the steps of the minutes editor, approval."""

from django.urls import path

from forums.views import approval, attendance, check, dates, meeting, outputs, records

app_name = "forums"

urlpatterns = [
    path("forums/", records.ForumList.as_view(), name="list"),
    path("forums/add/", meeting.AddForum.as_view(), name="add"),
    path("forums/read-date/", meeting.ReadDate.as_view(), name="read_date"),
    path("forums/<uuid:public_id>/", records.ForumDetail.as_view(), name="detail"),
    path("forums/<uuid:public_id>/meeting/", meeting.Meeting.as_view(), name="meeting"),
    path("forums/<uuid:public_id>/date/", dates.DecideDate.as_view(), name="decide_date"),
    path("forums/<uuid:public_id>/attendance/", attendance.AttendancePage.as_view(), name="attendance"),
    path("forums/<uuid:public_id>/thanks/", attendance.AddThanks.as_view(), name="add_thanks"),
    path("forums/<uuid:public_id>/totals/", attendance.RecordTotal.as_view(), name="record_total"),
    path("forums/<uuid:public_id>/outputs/", outputs.OutputsPage.as_view(), name="outputs"),
    path("forums/<uuid:public_id>/check/", check.Check.as_view(), name="check"),
    path("forums/<uuid:public_id>/submit/", check.Submit.as_view(), name="submit"),
    path("forums/<uuid:public_id>/take-back/", check.TakeBack.as_view(), name="take_back"),
    path("forums/<uuid:public_id>/approval/", approval.Approval.as_view(), name="approval"),
    path("forums/<uuid:public_id>/reopen/", approval.Reopen.as_view(), name="reopen"),
    path("attendance/<uuid:row>/remove/", attendance.RemoveAttendance.as_view(), name="remove_attendance"),
    path("attendance/<uuid:row>/restore/", attendance.RestoreAttendance.as_view(), name="restore_attendance"),
    path("thanks/<uuid:row>/withdraw/", attendance.WithdrawThanks.as_view(), name="withdraw_thanks"),
    path("outputs/<uuid:row>/up/", outputs.MoveUp.as_view(), name="move_up"),
    path("outputs/<uuid:row>/down/", outputs.MoveDown.as_view(), name="move_down"),
    path("outputs/<uuid:row>/remove/", outputs.RemoveOutput.as_view(), name="remove_output"),
    path("outputs/<uuid:row>/restore/", outputs.RestoreOutput.as_view(), name="restore_output"),
]
