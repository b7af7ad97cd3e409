"""Hazards: where the code that one would write first does not do what the notation says."""

from boxdot.notation.hazards.finding import Hazard as Hazard
from boxdot.notation.hazards.finding import hazards as hazards
from boxdot.notation.hazards.law import Outcome as Outcome
