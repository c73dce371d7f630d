"""The back office: its configuration, its forms, and reference lists with their sheets."""
