"""Pages of the directory, split by what they show."""
