"""Addresses of participants."""

from django.urls import path

from participants.views import (
    acts,
    bodies,
    editing,
    import_acts,
    importing,
    institutions,
    merging,
    people,
    person,
    picking,
)

app_name = "participants"

urlpatterns = [
    path("people/", people.People.as_view(), name="people"),
    path("people/duplicates/", merging.Duplicates.as_view(), name="duplicates"),
    path("people/pick/", picking.PickView.as_view(), name="pick"),
    path("people/import/", importing.ImportPeople.as_view(), name="import_people"),
    path("institutions/import/", importing.ImportInstitutions.as_view(), name="import_institutions"),
    path("imports/template/", importing.TemplateFile.as_view(), name="import_template"),
    path("imports/<uuid:public_id>/", importing.ImportPage.as_view(), name="import"),
    path("imports/<uuid:public_id>/columns/", import_acts.ChooseColumns.as_view(), name="import_columns"),
    path("imports/<uuid:public_id>/rows/", import_acts.DecideRows.as_view(), name="import_rows"),
    path("imports/<uuid:public_id>/take-in/", import_acts.TakeIn.as_view(), name="take_in"),
    path("imports/<uuid:public_id>/undo/", import_acts.UndoImport.as_view(), name="undo_import"),
    path("imports/<uuid:public_id>/discard/", import_acts.DiscardImport.as_view(), name="discard_import"),
    path("imports/<uuid:public_id>/errors/", import_acts.ErrorFile.as_view(), name="import_errors"),
    path("people/<uuid:public_id>/", person.PersonPage.as_view(), name="person"),
    path("people/<uuid:public_id>/edit/", editing.EditPerson.as_view(), name="edit_person"),
    path("people/<uuid:public_id>/contacts/", editing.WriteContacts.as_view(), name="contacts"),
    path("people/<uuid:public_id>/reveal/", acts.Reveal.as_view(), name="reveal"),
    path("people/<uuid:public_id>/consents/", acts.RecordConsent.as_view(), name="record_consent"),
    path("people/<uuid:public_id>/compare/", merging.Compare.as_view(), name="compare"),
    path("people/<uuid:public_id>/merge/", merging.MergeView.as_view(), name="merge"),
    path("people/<uuid:public_id>/not-same/", merging.NotTheSame.as_view(), name="not_same"),
    path("merges/<uuid:row>/undo/", merging.UndoMerge.as_view(), name="undo_merge"),
    path("institutions/", institutions.Institutions.as_view(), name="institutions"),
    path("institutions/add/", institutions.AddInstitution.as_view(), name="add_institution"),
    path("institutions/<uuid:public_id>/", institutions.InstitutionPage.as_view(), name="institution"),
    path(
        "institutions/<uuid:public_id>/edit/", institutions.EditInstitution.as_view(), name="edit_institution"
    ),
    path("institutions/<uuid:public_id>/names/", bodies.Names.as_view(), name="institution_names"),
    path("institutions/<uuid:public_id>/posts/", bodies.Posts.as_view(), name="institution_posts"),
    path("institutions/<uuid:public_id>/focal-points/", bodies.FocalPoints.as_view(), name="focal_points"),
    path("institutions/<uuid:public_id>/archive/", bodies.Archive.as_view(), name="archive_institution"),
    path("consents/<uuid:row>/withdraw/", acts.WithdrawConsent.as_view(), name="withdraw_consent"),
]
