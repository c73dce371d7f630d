"""Writes on forums and minutes, by use case. Forms, admin and commands call these and nothing else."""
