"""Keys by which a name is found, of the people who are there already. Their folded columns are made anew: the folding knows more letters."""

from django.db import migrations

from common.arabic import Name, fold, fold_bare, stored_keys

AT_ONCE = 500


def make_keys(apps, schema_editor):
    """A later change of the keys needs a migration of its own; `manage.py renew_name_keys` makes them by hand."""
    person_model = apps.get_model("participants", "Person")
    key_model = apps.get_model("participants", "NameKey")
    database = schema_editor.connection.alias
    people = person_model.objects.using(database).filter(erased_at__isnull=True)
    last = 0
    while some := list(
        people.filter(pk__gt=last).order_by("pk").only("pk", "name_ar", "known_as", "folded")[:AT_ONCE]
    ):
        rows = []
        for person in some:
            text = person.name_ar or person.known_as
            person.folded, person.folded_bare = fold(text)[:400], fold_bare(text)[:400]
            keys = stored_keys(Name(text, person.folded, person.folded_bare))
            rows += [key_model(person=person, folded=key) for key in sorted(keys)]
        person_model.objects.using(database).bulk_update(some, ["folded", "folded_bare"])
        key_model.objects.using(database).bulk_create(rows, batch_size=1000)
        last = some[-1].pk


class Migration(migrations.Migration):
    dependencies = [("participants", "0004_name_keys")]

    operations = [migrations.RunPython(make_keys, migrations.RunPython.noop)]
