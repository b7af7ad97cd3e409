"""The verdict on a formula: holds, conditional or fails."""

from boxdot.notation.checking.reporting import report as report
from boxdot.notation.checking.result import CheckResult as CheckResult
from boxdot.notation.checking.verdicts import check as check
