"""The same as `services.py`, of services that write institutions, which belong to no programme. Written by hand."""

INSTITUTIONS = {
    **dict.fromkeys(
        [f"participants.services.spellings.{act}_spelling" for act in ("add", "remove")],
        ("staff foreign_staff", "row", "category", {"text": "كتابة"}),
    ),
    "forums.services.themes.add_theme": ("staff foreign_staff", None, None, {"name_ar": "محور"}),
    "participants.services.institutions.update_institution": (
        *("staff foreign_staff", "institution", "institution"),
        {"expected": 1},
    ),
    "participants.services.bodies.add_name": (
        *("staff foreign_staff", "institution", "institution"),
        {"expected": 1, "text": "اسم", "use": "spelling"},
    ),
    "participants.services.bodies.withdraw_name": ("staff foreign_staff", "name", "body_name", {}),
    "participants.services.bodies.restore_name": ("staff foreign_staff", "name", "body_name", {}),
    "participants.services.bodies.add_post": (
        *("staff foreign_staff", "institution", "institution"),
        {"expected": 1, "title_ar": "منصب"},
    ),
    "participants.services.bodies.end_post": ("staff foreign_staff", "post", "body_post", {"ended": True}),
    # About a person too: only where the person stands.
    "participants.services.bodies.name_focal_point": (
        *("staff", "institution", "institution"),
        {"person": "draft_person", "part": "main"},
    ),
    "participants.services.bodies.end_focal_point": ("staff", "focal_point", "focal_point", {}),
    "participants.services.bodies.set_institution_archived": (
        *("staff foreign_staff", "institution", "institution"),
        {"archived": True},
    ),
}
