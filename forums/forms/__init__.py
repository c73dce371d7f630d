"""Forms of the minutes editor, of decisions about dates and of approval."""
