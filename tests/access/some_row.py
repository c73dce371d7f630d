"""A row of any list of the back office."""

import datetime


def some_row(name: str):
    """The first row of a model ("forums_theme") of the back office; made where the scene has none."""
    from django.apps import apps

    app_label, _, model_name = name.rpartition("_")
    model = apps.get_model(app_label, model_name)
    if model_name == "holiday":
        return model.objects.create(day=datetime.date(2026, 5, 27), name_ar="عيد")
    if model_name == "indicator":
        programme = apps.get_model("forums", "programme").objects.first()
        return model.objects.create(
            programme=programme, code="I1", statement_ar="مؤشر", level="output", unit_ar="عدد"
        )
    row = model._base_manager.order_by("pk").first()
    return row or model.objects.create(code="X1", name_ar="سطر")
