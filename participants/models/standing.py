"""By what a person stands in a programme, and is seen there."""

#: Rows that point at a person, by their relation, and how each names its programme.
STANDS_BY = {
    "attendances": "forum__programme",
    "acknowledgements": "forum__programme",
    "standings": "programme",
}
#: How many times in a row somebody may have been merged and still be found by what he stands in.
MERGED_DEPTH = 2
