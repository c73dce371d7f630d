"""Services that name their actor and ask for no right of their own, each with the reason. Written by hand."""

#: Who they are for is asked by whoever calls them, or they are about the caller himself.
UNCHECKED = {
    "accounts.services.links.accept_invitation": "whoever holds the link",
    **dict.fromkeys(
        [f"accounts.services.drafts.{name}" for name in ("hand_over_draft_key", "wipe_draft_key")],
        "the caller's own key",
    ),
    "accounts.services.links.new_link": "called by services that have asked",
    "accounts.services.own.change_preferences": "the caller's own",
    "accounts.services.own.end_own_session": "the caller's own; its query asks",
    "forums.services.feeds.withdraw_feed": "the caller's own",
    "accounts.services.own.end_other_sessions": "the caller's own; it asks itself",
    **dict.fromkeys(
        [
            f"accounts.services.recorded.{name}"
            for name in ("record_sign_in", "record_sign_out", "record_own_password", "record_factor")
        ],
        "the caller's own; only says what was done",
    ),
    "accounts.services.recorded.record_refused_code": "nobody knows who typed it",
    "accounts.services.passwords.reset_password": "at the machine, or by whoever holds the link",
    "accounts.services.two_persons.ask_second_person": "the service whose act takes two asks",
    "accounts.services.two_persons.allow_act": "by person: test_arrows.py",
    "accounts.services.two_persons.refuse_act": "by person: test_arrows.py",
    "accounts.services.two_persons.take_back_act": "by person: test_arrows.py",
    "accounts.services.two_persons.has_second_person": "only says whether there is one",
    "accounts.services.two_persons.is_permitted": "only says what the caller was allowed",
    "accounts.services.two_persons.use_permission": "the service whose act takes two asks",
    "participants.services.asking.programme_of": "only names a programme",
    "participants.services.imports.files.error_file": "who handed it in: tests/participants/imports",
    "participants.services.asking.require": "what services ask by",
    "recommendations.services.codes.answer_by_code": "whoever holds the code",
    "recommendations.services.witnesses.give_voice": "whoever holds the code, and no account",
    "recommendations.services.attachments.keep_file": "called by services that have asked",
    "recommendations.services.promote.record_as_said": "called by services that have asked",
    "recommendations.services.referral.open_referral": "called by services that have asked",
    "recommendations.services.wholeness.require_own_channel": "says whether the channel fits",
    "recommendations.services.several.send_several": "asks of each by send_recommendation: test_send_several.py",
    "reports.services.freezing.freeze": "called by services that have asked",
    "reports.services.prepare.record_named_export": "called by what has rendered the report",
    "forums.services.own_approval.require_second_word": "a step of the approval, which has asked",
    "forums.services.own_approval.use_second_word": "a step of the approval, which has asked",
    "forums.services.vouching.record_erased": "a step of the erasure, which has asked",
    "reports.services.erasure.carrying_out.carry_out": "a step of the erasure, which has asked",
}
