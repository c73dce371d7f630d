"""The demonstration: a real, public closing meeting, and before it a chain of made-up ones, built by services."""
