"""How a command says that an ill-shaped formula has no code and no value."""

from __future__ import annotations

import boxdot
from boxdot.cli.output import complain, emit_json

ILL_SHAPED = 1


def refuse_ill_shaped(error: boxdot.IllShapedError, as_json: bool) -> int:
    """Say what is wrong on stderr (and in the JSON document, without a result)."""
    complain(str(error))
    if as_json:
        emit_json(error.result.as_json())
    return ILL_SHAPED
