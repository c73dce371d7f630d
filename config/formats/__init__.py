"""Formats of dates where Django itself writes them: in the back office."""
