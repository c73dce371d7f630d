"""The journey of one recommendation as steps to be shown: said, sent, answered, promised, done, verified.

Each reader gets the steps that he may know (`visibility.Reader`, `visible_to`); the rest is never loaded.
"""

from recommendations.thread.steps import Step, Words, answer_steps, read_for, steps_of, update_steps

__all__ = ["Step", "Words", "answer_steps", "read_for", "steps_of", "update_steps"]
