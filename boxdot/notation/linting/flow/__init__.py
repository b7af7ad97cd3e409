"""Shapes that flow through a paper: from what is declared to what is defined by it."""

from __future__ import annotations

from boxdot.notation.linting.flow.flowing import Flow as Flow
from boxdot.notation.linting.flow.knowledge import Knowledge as Knowledge
