"""Taking in a sheet: it is looked through once, decided row by row, written in one transaction, and can be undone.

`kinds.py` says what a kind of sheet must know; people (`people.py`) and institutions (`bodies.py`) are here, the attendance
of a forum is registered from the left. The way of one sheet: `opening`, `looking`, `deciding`, `applying`, `undoing`.
"""
