"""What people do with recommendations, one module a use case. Verb first, keyword-only, `actor` explicit."""
