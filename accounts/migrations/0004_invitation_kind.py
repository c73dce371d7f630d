"""What a one-time link is for."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_two_persons")]

    operations = [
        migrations.AddField(
            model_name="invitation",
            name="kind",
            field=models.CharField(
                choices=[
                    ("invitation", "invitation"),
                    ("second_factor", "opening anew after a lost second factor"),
                    ("password", "new password"),
                ],
                default="invitation",
                editable=False,
                max_length=16,
            ),
        ),
    ]
