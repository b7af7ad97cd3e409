"""Equality: proved, refuted, conditional, unknown or ill-shaped."""

from boxdot.notation.equality.proof import Counterexample as Counterexample
from boxdot.notation.equality.proof import Proof as Proof
from boxdot.notation.equality.proving import prove as prove
from boxdot.notation.equality.reporting import report as report
