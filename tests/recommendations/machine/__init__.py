"""Random walks through the workflow, beside a model written by hand: `model.py` says what may happen, `walker.py` tries."""
