"""Every act that the record knows, in words. A test holds it together with the code: an act without words fails.

The keys are what `common.audit.append` is given: «app.verb», or «app.model.action» for an arrow of a table of states.
"""

from django.apps import apps
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reports.auditing.acts_asked import ACTS_ASKED

#: Lists that an administrator keeps; each row may be made, changed, archived and taken back.
LISTS = (
    *("participants.category", "participants.honorific", "participants.institution", "participants.place"),
    *("participants.rank", "participants.rankqualifier", "forums.theme", "forums.holiday"),
)
_ON_LISTS = {
    "create": _("Row added to a list"),
    "change": _("Row of a list changed"),
    "archive": _("Row of a list archived"),
    "take_back": _("Row of a list taken back into use"),
}

READINGS = {
    "participants.reveal_contact": _("Contact of a person shown"),
    "forums.open_seal": _("Seal over who said it opened"),
    "forums.open_call_list": _("Call list opened"),
    "forums.print_call_list": _("Call list printed"),
    "forums.print_sheet": _("Sheet to be signed printed"),
    "forums.open_signed_sheet": _("Signed sheet looked at"),
    "reports.export_named": _("Report with names handed out"),
    "reports.export_record": _("Audit record exported"),
    "reports.export_names": _("Names of participants handed out as a sheet"),
    "reports.export_figures": _("Figures handed out as a sheet"),
    "reports.export_rows": _("List without persons handed out as a sheet"),
    "reports.verify_record": _("Audit record verified"),
    "common.export_list": _("List exported as a sheet"),
}
ACCOUNTS = {
    "accounts.sign_in": _("Signed in"),
    "accounts.sign_out": _("Signed out"),
    "accounts.end_idle_session": _("Session ended when its time was over"),
    "accounts.end_session": _("Other browsers signed out"),
    "accounts.refuse_code": _("Wrong code at the second factor"),
    "accounts.change_password": _("Password changed"),
    "accounts.reset_password": _("Password set anew by a link"),
    "accounts.set_up_factor": _("Second factor set up"),
    "accounts.remove_factor": _("Second factor removed by its owner"),
    "accounts.reset_second_factor": _("Lost second factor removed"),
    "accounts.change_preferences": _("Language and digits chosen"),
    "accounts.invite_first_administrator": _("Link for the first administrator made"),
    "accounts.invite_user": _("Account invited"),
    "accounts.renew_invitation": _("Invitation renewed"),
    "accounts.accept_invitation": _("Invitation accepted"),
    "accounts.open_anew": _("Account opened anew"),
    "accounts.make_password_link": _("Link to a new password made"),
    "accounts.change_account": _("Account changed"),
    "accounts.deactivate_account": _("Account switched off"),
    "accounts.activate_account": _("Account switched on"),
    "accounts.grant_membership": _("Role given"),
    "accounts.end_membership": _("Role taken away"),
    "accounts.name_second_key": _("Second key named"),
    "accounts.unname_second_key": _("Second key no longer named"),
    "accounts.name_validator": _("Validating authority of an institution named"),
    "accounts.unname_validator": _("Validating authority of an institution no longer named"),
    "accounts.engage_auditor": _("Auditor engaged for the finances"),
    "accounts.end_engagement": _("Engagement of an auditor ended"),
    "accounts.ask_second_person": _("Second person asked"),
    "accounts.twopersonact.allow": _("Allowed as second person"),
    "accounts.twopersonact.refuse": _("Refused as second person"),
    "accounts.twopersonact.take_back": _("Request to a second person taken back"),
    "accounts.twopersonact.do": _("Act of two persons done"),
    "accounts.make_draft_key": _("Key of drafts on devices made"),
    "accounts.wipe_draft_key": _("Key of drafts on devices deleted"),
}
FORUMS = {
    "forums.create_forum": _("Forum entered"),
    "forums.update_meeting": _("Meeting changed"),
    "forums.decide_date": _("Doubtful date decided"),
    "forums.make_feed": _("Private calendar address made"),
    "forums.withdraw_feed": _("Private calendar address withdrawn"),
    "forums.plan_meeting": _("Meeting arranged"),
    "forums.mark_invited": _("Institution invited to a meeting"),
    "forums.record_reply": _("Reply to an invitation taken down"),
    "forums.record_attendance": _("Attendance entered"),
    "forums.edit_attendance": _("Attendance changed"),
    "forums.remove_attendance": _("Attendance taken out"),
    "forums.restore_attendance": _("Attendance put back"),
    "forums.enlist_many": _("Pasted list added"),
    "forums.remove_many": _("Pasted list taken out"),
    "forums.hand_in_sheet": _("Signed sheet handed in"),
    "forums.allow_photos": _("Photos of a forum allowed"),
    "forums.forbid_photos": _("Photos of a forum no longer allowed"),
    "forums.add_photo": _("Photo kept"),
    "forums.remove_photo": _("Photo deleted"),
    "forums.record_total": _("Total of attendance entered"),
    "forums.acknowledge": _("Thanks entered"),
    "forums.withdraw_acknowledgement": _("Thanks taken out"),
    "forums.add_output": _("Output entered"),
    "forums.edit_output": _("Output changed"),
    "forums.move_output": _("Output moved"),
    "forums.remove_output": _("Output taken out"),
    "forums.restore_output": _("Output put back"),
    "forums.link_outputs": _("Outputs linked"),
    "forums.unlink_outputs": _("Link of outputs removed"),
    "forums.record_speaker": _("Speaker of an output entered"),
    "forums.forget_speaker": _("Speaker of an output taken out"),
    "forums.minutes.submit": _("Minutes submitted"),
    "forums.minutes.take_back": _("Minutes taken back for writing"),
    "forums.minutes.return": _("Minutes returned to their writer"),
    "forums.minutes.approve": _("Minutes approved"),
    "forums.minutes.reopen": _("Minutes opened again"),
    "forums.erase_in_revision": _("Approved minutes emptied of an erased person"),
    "forums.create_programme": _("Programme made"),
    "forums.change_programme": _("Programme changed"),
    "forums.archive_programme": _("Programme archived"),
    "forums.unarchive_programme": _("Programme taken out of the archive"),
    "reports.purge_programme": _("Programme deleted for good"),
    "reports.replay_purge": _("Programme deleted again after a restore"),
    "forums.create_indicator": _("Indicator made"),
    "forums.change_indicator": _("Indicator changed"),
    "forums.enter_actuals": _("Actual values of indicators entered"),
}
PEOPLE = {
    "participants.create_person": _("Person entered"),
    "participants.update_person": _("Person's entry changed"),
    "participants.record_consent": _("Consent recorded"),
    "participants.withdraw_consent": _("Consent withdrawn"),
    "participants.merge_persons": _("Two entries of the directory merged"),
    "participants.undo_merge": _("Merging of two entries undone"),
    "participants.remember_not_same": _("Two entries recorded as two persons"),
    "participants.forget_not_same": _("Record that two entries are two persons taken back"),
    "participants.open_import": _("Sheet handed in"),
    "participants.choose_columns": _("Columns of a sheet chosen"),
    "participants.decide_rows": _("Rows of a sheet decided"),
    "participants.ask_to_take_in": _("Taking in of a sheet asked for"),
    "participants.apply_import": _("Sheet taken in"),
    "participants.undo_import": _("Taking in of a sheet undone"),
    "participants.discard_import": _("Sheet thrown away"),
    "participants.take_error_file": _("Rows of a sheet to be mended handed out"),
    "participants.keep_names": _("Names and posts of an institution changed"),
    "participants.add_spelling": _("Spelling of a row of a list added"),
    "participants.remove_spelling": _("Spelling of a row of a list taken out"),
    "participants.add_name": _("Name of an institution added"),
    "participants.withdraw_name": _("Name of an institution withdrawn"),
    "participants.restore_name": _("Name of an institution counts again"),
    "participants.add_post": _("Post of an institution added"),
    "participants.end_post": _("Post of an institution ended"),
    "participants.reopen_post": _("Post of an institution there again"),
    "participants.name_focal_point": _("Focal point of an institution named"),
    "participants.end_focal_point": _("Focal point of an institution no longer"),
    "reports.erase_person": _("Person erased"),
    "reports.replay_erasure": _("Person erased again after a restore"),
}
REPORTS = {
    "reports.prepare": _("Report prepared"),
    "reports.report.release": _("Report released"),
    "reports.report.discard": _("Draft of a report discarded"),
    "reports.report.withdraw": _("Report withdrawn"),
    "reports.issue_copy": _("Numbered copy handed out"),
    "reports.export_proof": _("Proof of a report handed out"),
    "reports.verify_reports": _("Released reports made again and compared"),
}
MACHINE = {
    "common.issue_audit_head": _("Head of the audit record issued"),
    "common.make_backup": _("Backup made"),
    "reports.restore_backup": _("Backup restored"),
    "common.print_keyring": _("Keyring printed"),
    "common.confirm_keyring": _("Copy of the keyring confirmed"),
    "common.rotate_keys": _("Keys rotated"),
    "common.import_list": _("List imported from a sheet"),
    "reports.apply_retention": _("Deleted when its retention time was over"),
    "participants.load_reference": _("Reference lists loaded"),
    "reports.mark_demo_database": _("Marked as demo data"),
    **{
        f"{app}.{verb}_{model}": words
        for app, model in (label.split(".") for label in LISTS)
        for verb, words in _ON_LISTS.items()
    },
}
#: kind of act → (its name, its acts), in the order of the filter
GROUPS = {
    "readings": (pgettext_lazy("acts", "Readings and exports"), READINGS),
    "accounts": (pgettext_lazy("acts", "Accounts and signing in"), ACCOUNTS),
    "forums": (pgettext_lazy("acts", "Forums and minutes"), FORUMS),
    "people": (pgettext_lazy("acts", "People and consents"), PEOPLE),
    "asked": (pgettext_lazy("acts", "Recommendations and answers"), ACTS_ASKED),
    "reports": (pgettext_lazy("acts", "Reports"), REPORTS),
    "machine": (pgettext_lazy("acts", "Server and reference lists"), MACHINE),
}
ACTS = {action: words for _name, acts in GROUPS.values() for action, words in acts.items()}


def label_of(action: str) -> str:
    """The act in words; its key where nobody wrote any, so that nothing is hidden."""
    return str(ACTS.get(action, action))


def object_label(label: str) -> str:
    """What kind of object «forums.minutes» is, in words; the label itself for a model that is gone."""
    try:
        return str(apps.get_model(label)._meta.verbose_name)
    except LookupError:
        return label


def object_kinds() -> list[tuple[str, str]]:
    """(label, words) of every kind of object that an entry can be about, by their words."""
    kinds = {
        *("accounts.user", "accounts.membership", "accounts.twopersonact", "accounts.invitation"),
        *("participants.person", "participants.consent", *LISTS),
        *("forums.programme", "forums.indicator", "forums.forum", "forums.minutes", "forums.output"),
        *("forums.attendance", "forums.acknowledgement", "forums.attendancetotal"),
        *("recommendations.recommendation", "recommendations.addressee", "recommendations.response"),
        *("recommendations.letter", "recommendations.attachment", "recommendations.outboxmessage"),
        "recommendations.answercode",
        *("recommendations.wordsreview", "recommendations.shownline"),
        *(
            "reports.report",
            "reports.retentionrun",
            "common.audithead",
            "common.backup",
            "common.keyringstate",
        ),
    }
    return sorted(((kind, object_label(kind)) for kind in kinds), key=lambda pair: pair[1])
