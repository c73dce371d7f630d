"""Generated forums with a mark in every field that is sensitive, projected for every audience, and searched."""
