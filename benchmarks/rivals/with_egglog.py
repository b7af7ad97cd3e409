"""egglog with rules written by hand: equality saturation over terms of the notation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from egglog import bindings  # untyped here

from benchmarks.rivals.answers import Answer
from boxdot.notation.expressions import nodes as n
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.walking import descendants
from boxdot.notation.inference import Inference, infer

STEPS = 7
"""How often all rules are applied: commuting and associating multiply the terms each time."""


class Unsaid(Exception):
    """The rules have no term for a node."""


@cache
def _engine() -> Any:
    engine = bindings.EGraph()
    rules = files("benchmarks.rivals").joinpath("rules.egg").read_text(encoding="utf-8")
    _run(engine, rules)
    return engine


def _run(engine: Any, text: str) -> None:
    engine.run_program(*engine.parse_program(text))


def answer(formula: Formula) -> Answer:
    """Return what the rules say of an equation."""
    inference = infer(formula, fixes=False)
    left, right = formula.statements[-1].sides[:2]
    try:
        facts = [fact for side in (left, right) for fact in _facts(side, inference)]
        terms = _term(left, inference), _term(right, inference)
    except Unsaid:
        return Answer.UNSAID
    engine = _engine()
    _run(engine, "(push)")
    try:
        return _saturated(engine, *terms, facts)
    finally:
        _run(engine, "(pop)")


def _saturated(engine: Any, left: str, right: str, facts: list[str]) -> Answer:
    _run(engine, f"(let $left {left}) (let $right {right}) {' '.join(facts)}")
    for _ in range(STEPS):
        try:
            _run(engine, "(check (= $left $right))")
        except bindings.EggSmolError:
            _run(engine, "(run 1)")
        else:
            return Answer.PROVED
    return Answer.OPEN


# --- terms ----------------------------------------------------------------------------------


def _facts(root: n.Expr, inference: Inference) -> list[str]:
    """Say of every part what it is: a number, a column, a matrix, of which shape."""
    found = []
    for node in (root, *descendants(root)):
        shape = inference.shape(node)
        try:
            term = _term(node, inference)
        except Unsaid:
            continue
        if shape is None:
            continue
        kind = {0: "number", 1: "column", 2: "matrix"}.get(len(shape))
        if kind == "matrix" and 1 in shape:
            kind = None
        found.append(f'(shaped {term} "{_shape(shape)}")')
        if kind is not None:
            found.append(f"({kind} {term})")
    return found


def _shape(shape: tuple[Any, ...]) -> str:
    return ",".join(map(str, shape))


def _term(node: n.Expr, inference: Inference) -> str:
    def of(child: n.Expr) -> str:
        return _term(child, inference)

    match node:
        case n.Number(text=text) if text.isdigit():
            return f"(Num {text})"
        case n.Symbol(name=name):
            return f'(Var "{name}")'
        case n.Constant(kind=kind):
            return _constant(kind, inference.shape(node))
        case n.Negate(operand=inner):
            return f"(Mul (Num -1) {of(inner)})"
        case n.Transpose(operand=inner):
            return f"(Tp {of(inner)})"
        case n.BroadcastForm(operand=inner):
            return of(inner)
        case n.Binary(op=op, left=left, right=right) if op in _OPERATORS:
            return _OPERATORS[op](of(left), of(right))
        case n.Power(base=n.Norm() as norm, exponent=n.Number(text="2")):
            return _square(norm, of)
        case n.Norm():
            return f"(Root {_square(node, of)})"
        case n.Inner(left=left, right=right, weight=None):
            return f"(Trace (MM (Tp {of(left)}) {of(right)}))"
        case n.Apply(function="𝒫", arguments=(inner,), parameters=(n.Number(text=mode),)):
            return f"(Sum {mode} {of(inner)})"
        case n.Apply(function=function, arguments=(inner,), parameters=()):
            if function in _FUNCTIONS:
                return f"({_FUNCTIONS[function]} {of(inner)})"
            return f'(Fun "{function}" {of(inner)})'
    raise Unsaid


def _square(norm: n.Norm, of: Callable[[n.Expr], str]) -> str:
    if norm.kind not in ("", "F", "2") or norm.weight is not None:
        raise Unsaid
    inner = of(norm.operand)
    return f"(Trace (MM (Tp {inner}) {inner}))"


def _constant(kind: n.ConstantKind, shape: tuple[Any, ...] | None) -> str:
    names = {
        n.ConstantKind.ONES: "Ones",
        n.ConstantKind.ZEROS: "Zeros",
        n.ConstantKind.IDENTITY: "Id",
    }
    if shape is None or kind not in names:
        raise Unsaid
    said = _shape(shape[:1] if kind is n.ConstantKind.IDENTITY else shape)
    return f'({names[kind]} "{said}")'


def _pair(head: str) -> Callable[[str, str], str]:
    return lambda left, right: f"({head} {left} {right})"


_OPERATORS: Mapping[n.Op, Callable[[str, str], str]] = {
    **dict.fromkeys((n.Op.BOXDOT, n.Op.HADAMARD, n.Op.PENETRATING), _pair("Mul")),
    **dict.fromkeys((n.Op.BOXPLUS, n.Op.ADD), _pair("Add")),
    **dict.fromkeys(
        (n.Op.BOXMINUS, n.Op.SUBTRACT), lambda left, right: f"(Add {left} (Mul (Num -1) {right}))"
    ),
    **dict.fromkeys(
        (n.Op.BOXSLASH, n.Op.OSLASH, n.Op.DIVIDE), lambda left, right: f"(Mul {left} (Inv {right}))"
    ),
    n.Op.MATMUL: _pair("MM"),
    n.Op.KRONECKER: _pair("Kron"),
    n.Op.KHATRI_RAO: _pair("KR"),
}
_FUNCTIONS = {"diag": "Diag", "tr": "Trace", "vec": "Vec"}
