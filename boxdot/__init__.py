"""boxdot: check, convert and evaluate broadcast tensor notation, and lint the papers that use it.

Names are handed on when they are first asked for (PEP 562), so that importing one floor never
loads a higher one, and a plain check never pays for NumPy.
"""

from boxdot._version import __version__

TYPE_CHECKING = False  # what type checkers take for true; `typing` itself would cost 4 ms
if TYPE_CHECKING:
    from boxdot import numeric as numeric
    from boxdot.api import IllShapedError as IllShapedError
    from boxdot.api import check as check
    from boxdot.api import compile as compile
    from boxdot.api import condition_to_sympy as condition_to_sympy
    from boxdot.api import convert as convert
    from boxdot.api import decompose as decompose
    from boxdot.api import derive as derive
    from boxdot.api import draw as draw
    from boxdot.api import evaluate as evaluate
    from boxdot.api import from_code as from_code
    from boxdot.api import from_sympy as from_sympy
    from boxdot.api import hazards as hazards
    from boxdot.api import identities as identities
    from boxdot.api import lint as lint
    from boxdot.api import lint_text as lint_text
    from boxdot.api import parse as parse
    from boxdot.api import prove as prove
    from boxdot.api import rewrite as rewrite
    from boxdot.api import solve as solve
    from boxdot.api import to_sympy as to_sympy
    from boxdot.grammar.errors import BoxdotError as BoxdotError
    from boxdot.grammar.errors import DataError as DataError
    from boxdot.grammar.errors import NotationError as NotationError
    from boxdot.grammar.errors import UnsupportedError as UnsupportedError
    from boxdot.jupyter import load_ipython_extension as load_ipython_extension
    from boxdot.notation.checking import CheckResult as CheckResult
    from boxdot.notation.checking import report as report
    from boxdot.notation.codegen.code import Code as Code
    from boxdot.notation.decoding import CodeError as CodeError
    from boxdot.notation.decoding import Decoded as Decoded
    from boxdot.notation.deriving import Derivation as Derivation
    from boxdot.notation.diagnostics import Problem as Problem
    from boxdot.notation.drawing import Drawing as Drawing
    from boxdot.notation.equality import Proof as Proof
    from boxdot.notation.expressions.formula import Formula as Formula
    from boxdot.notation.hazards import Hazard as Hazard
    from boxdot.notation.linting import RULES as RULES
    from boxdot.notation.linting import Finding as Finding
    from boxdot.notation.linting import LintReport as LintReport
    from boxdot.notation.linting import find_rule as find_rule
    from boxdot.notation.rewriting import Identity as Identity
    from boxdot.notation.rewriting import NotReachedError as NotReachedError
    from boxdot.notation.rewriting import Rewriting as Rewriting
    from boxdot.notation.rewriting import derivation as derivation
    from boxdot.notation.shapes.conventions import Convention as Convention
    from boxdot.notation.symbolic.forms import IndexedForm as IndexedForm
    from boxdot.numeric.compiling import Compiled as Compiled
    from boxdot.numeric.compiling import ZeroDenominatorWarning as ZeroDenominatorWarning

_HOMES = {
    "check": "boxdot.api",
    "compile": "boxdot.api",
    "condition_to_sympy": "boxdot.api",
    "convert": "boxdot.api",
    "decompose": "boxdot.api",
    "derive": "boxdot.api",
    "draw": "boxdot.api",
    "evaluate": "boxdot.api",
    "from_code": "boxdot.api",
    "from_sympy": "boxdot.api",
    "hazards": "boxdot.api",
    "identities": "boxdot.api",
    "lint": "boxdot.api",
    "lint_text": "boxdot.api",
    "parse": "boxdot.api",
    "solve": "boxdot.api",
    "to_sympy": "boxdot.api",
    "prove": "boxdot.api",
    "rewrite": "boxdot.api",
    "IllShapedError": "boxdot.api",
    "BoxdotError": "boxdot.grammar.errors",
    "DataError": "boxdot.grammar.errors",
    "NotationError": "boxdot.grammar.errors",
    "UnsupportedError": "boxdot.grammar.errors",
    "load_ipython_extension": "boxdot.jupyter",
    "CheckResult": "boxdot.notation.checking",
    "report": "boxdot.notation.checking",
    "Code": "boxdot.notation.codegen.code",
    "CodeError": "boxdot.notation.decoding",
    "Decoded": "boxdot.notation.decoding",
    "Derivation": "boxdot.notation.deriving",
    "Problem": "boxdot.notation.diagnostics",
    "Drawing": "boxdot.notation.drawing",
    "Proof": "boxdot.notation.equality",
    "Formula": "boxdot.notation.expressions.formula",
    "Hazard": "boxdot.notation.hazards",
    "Finding": "boxdot.notation.linting",
    "LintReport": "boxdot.notation.linting",
    "RULES": "boxdot.notation.linting",
    "find_rule": "boxdot.notation.linting",
    "Identity": "boxdot.notation.rewriting",
    "NotReachedError": "boxdot.notation.rewriting",
    "Rewriting": "boxdot.notation.rewriting",
    "derivation": "boxdot.notation.rewriting",
    "Convention": "boxdot.notation.shapes.conventions",
    "IndexedForm": "boxdot.notation.symbolic.forms",
    "Compiled": "boxdot.numeric.compiling",
    "ZeroDenominatorWarning": "boxdot.numeric.compiling",
}
"""Where each name lives; the imports above say the same to type checkers (a test compares)."""

__all__ = ["__version__", "numeric", *_HOMES]


def __getattr__(name: str) -> object:
    """Load a name from its home when it is first used."""
    from importlib import import_module

    if name == "numeric":
        return import_module("boxdot.numeric")
    if name not in _HOMES:
        raise AttributeError(f"module 'boxdot' has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
