"""An evaluator of formulas on exact numbers; it shares no code with the index form."""

from boxdot.notation.equality.exact.evaluator import Evaluator as Evaluator
from boxdot.notation.equality.exact.numbers import UndecidedError as UndecidedError
from boxdot.notation.equality.exact.numbers import UndefinedError as UndefinedError
