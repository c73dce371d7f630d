"""An attacker who holds every document of a programme that a donor can hold, and solves for what they leave out."""
