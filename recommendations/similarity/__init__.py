"""Whether two asks ask the same, and by which words. Arithmetic on texts; what is compared with what is the service's."""

from .scoring import THRESHOLD, Likeness, Weights, compare
from .terms import PlaceNames, Terms, meanings, terms_of

__all__ = ["THRESHOLD", "Likeness", "PlaceNames", "Terms", "Weights", "compare", "meanings", "terms_of"]
