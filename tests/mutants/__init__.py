"""Does anything notice when one check is missing? `make mutants` switches the checks off, one at a time.

A *mutant* is the portal with one check changed: one letter of the rights table, one permission, one arrow of a table of
states, one page's own right, one `visible_to`, one condition of a rule or of the middleware. They are read out of the
code (`source.py`, `tables.py`), so that a new check is a new mutant. No file is changed: each place is compiled once
more with a switch in it (`switches.py`), and a child process of a running test turns one switch and runs the test again
(`plugin.py`). Who was caught by which test is remembered (`memory.py`), so that the next run is short. A mutant that
no test catches is a hole in the tests, or it stands with its reason in `equivalent.py`.
"""
