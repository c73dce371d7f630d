"""A share of many like cases, chosen by the seed of the run; all of them in the full run."""

import os

from .conftest import SEED_NAME


def share(cases, every):
    """Every so many-th of the cases, from a place that the run's seed chooses; the seed is printed, so a failure comes again.

    All of them in the full run (`make test-full`) and for the mutants, which must not depend on luck.
    """
    cases = list(cases)
    if os.environ.get("FULL") or os.environ.get("FIRST_WRONG"):
        return cases
    return cases[int(os.environ[SEED_NAME]) % every :: every]
