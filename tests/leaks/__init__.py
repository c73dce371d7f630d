"""Does any answer hold what its reader may not see? Words that stand nowhere else are planted into every sensitive field.

`fields.py` says which fields are sensitive (all text that nobody has argued away), `planting.py` plants a mark of its own
into each of them, `marks.py` finds marks again in whatever comes out, `allowed.py` says by hand who may see which.
"""
