"""Services of which the record is asked nothing, each with the reason. Written by hand."""

#: They write nothing of their own: they ask, or their caller records it.
ASKING = {
    "accounts.services.links.new_link": "a step of services that record it",
    "accounts.services.two_persons.has_second_person": "only says whether there is one",
    "accounts.services.two_persons.is_permitted": "only says what the caller was allowed",
    "reports.services.freezing.freeze": "a step of services that record it",
    "forums.services.own_approval.require_second_word": "only asks",
    "forums.services.own_approval.use_second_word": "a step of the approval",
    "forums.services.vouching.record_erased": "a step of the erasure: tests/reports/erasure",
    "reports.services.erasure.carrying_out.carry_out": "a step of the erasure: tests/reports/erasure",
    "forums.services.speakers.read_speaker": "only shows a draft's own words to its writers",
    "participants.services.asking.programme_of": "only says where",
    "participants.services.asking.require": "only asks",
    "recommendations.services.addressing.require_draftable": "only asks",
    "recommendations.services.promote.record_as_said": "a step of services that record it",
    "recommendations.services.wholeness.require_own_channel": "only asks",
}
