"""Sheets of attendance: rows become lines of the list of a forum whose minutes are open.

The way of a sheet is that of all sheets (`participants/services/imports`); here is what is of the list alone.
"""
