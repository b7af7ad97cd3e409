"""The Python API: read a formula, check, prove, rewrite, convert and evaluate it; lint papers."""

from boxdot.api.compiling import compile as compile
from boxdot.api.converting import convert as convert
from boxdot.api.converting import evaluate as evaluate
from boxdot.api.decoding import from_code as from_code
from boxdot.api.decoding import hazards as hazards
from boxdot.api.drawing import draw as draw
from boxdot.api.judging import check as check
from boxdot.api.judging import prove as prove
from boxdot.api.papers import lint as lint
from boxdot.api.papers import lint_text as lint_text
from boxdot.api.reading import SLICES as SLICES
from boxdot.api.reading import SYNTAXES as SYNTAXES
from boxdot.api.reading import IllShapedError as IllShapedError
from boxdot.api.reading import parse as parse
from boxdot.api.solving import decompose as decompose
from boxdot.api.solving import solve as solve
from boxdot.api.sympy import condition_to_sympy as condition_to_sympy
from boxdot.api.sympy import from_sympy as from_sympy
from boxdot.api.sympy import to_sympy as to_sympy
from boxdot.api.transforming import derive as derive
from boxdot.api.transforming import identities as identities
from boxdot.api.transforming import rewrite as rewrite
