"""What the statements of a formula make of the names in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from boxdot.grammar.source import Span
from boxdot.notation.diagnostics import Problem
from boxdot.notation.expressions.nodes import Chain, Constant, Expr, Number, Relation, Symbol
from boxdot.notation.expressions.walking import descendants
from boxdot.notation.inference import Inference
from boxdot.notation.linting.cases.case import Case
from boxdot.notation.linting.cases.doubts import is_doubtful
from boxdot.notation.linting.evidence import Evidence
from boxdot.notation.linting.examining import Examined
from boxdot.notation.linting.flow.claims import Claim
from boxdot.notation.linting.flow.solving import solved as solutions
from boxdot.notation.linting.flow.usual import usual_shape
from boxdot.notation.linting.naming import IDENTITIES, is_label, split
from boxdot.notation.linting.setting import Setting
from boxdot.notation.shapes.sizes import Shape

EvidenceOf = Callable[[str], Evidence]

_EQUATING = frozenset({Relation.EQUAL, Relation.DEFINE, Relation.ASSIGN, Relation.APPROXIMATE})
# What is wrong with a statement, but leaves no doubt of the shape that its author has in mind.
_HARMLESS = frozenset(
    "implicit-broadcast-add hadamard-mismatch scalar-add hadamard-scalar strict-division "
    "side-mismatch".split()
)


def claims_of(
    examined: Examined, setting: Setting, evidence: EvidenceOf, number: int
) -> Iterator[Claim]:
    """Yield what a formula, the one of this number, makes of names that are not declared."""
    inference = examined.inference
    if inference is None:
        return
    faulty = _faulty(examined)
    for chain in filter(_is_equation, examined.statements):
        doubtful = id(chain) in faulty or is_doubtful(_case(chain, inference, setting))
        told = _introduced(chain) if doubtful else _told(chain, inference)
        yield from _placed(chain, examined, told, evidence, number)


def _faulty(examined: Examined) -> set[int]:
    problems = examined.problems()
    return {id(chain) for problem, chain in problems if problem.name not in _HARMLESS}


def _is_equation(chain: Chain) -> bool:
    return len(chain.sides) > 1 and _EQUATING.issuperset(chain.relations)


def _case(chain: Chain, inference: Inference, setting: Setting) -> Case:
    """Return the chain as a case on all of its sides but lone names, which may be new."""
    sides = tuple(side for side in chain.sides if not isinstance(side, Symbol))
    told = replace(chain, sides=sides, relations=())
    return Case(Problem("side-mismatch", ""), told, inference, setting)


def _placed(
    chain: Chain, examined: Examined, claims: Iterator[Claim], evidence: EvidenceOf, number: int
) -> Iterator[Claim]:
    """Yield claims with their place, none surer than what is known of the names of the chain."""
    told = max((evidence(name) for name in _names(chain)), default=Evidence.DECLARED)
    place = chain.span or Span(0, len(examined.source.text))
    for claim in claims:
        if _may_be_told(claim.name):
            evidence_of_all = max(told, claim.evidence)
            section = examined.source.section
            name, shape, solved = claim.name, claim.shape, claim.solved
            yield Claim(name, shape, evidence_of_all, solved, number, section, place)


def _told(chain: Chain, inference: Inference) -> Iterator[Claim]:
    """Yield names with the shapes that the other sides of a chain give them."""
    defined = _defined(chain, inference)
    for position, side in enumerate(chain.sides):
        others = [other for n, other in enumerate(chain.sides) if n != position]
        found = _common([other for other in others if id(other) not in defined], inference)
        if found is None:
            if position == 0:
                yield from _introduced(chain)
            continue
        shape, least = found
        if isinstance(side, Symbol) and not any(_holds(other, side) for other in others):
            yield Claim(side.name, shape, least)
        for symbol, solution, weaker in solutions(inference, side, shape):
            if symbol is not side and _is_once(chain, symbol):
                yield Claim(symbol.name, solution, max(least, weaker), solved=True)


def _defined(chain: Chain, inference: Inference) -> set[int]:
    """Return the sides that took their shape from the others, such as ``f(x)`` of an unknown f."""
    for statement in inference.statements:
        if statement.chain is chain:
            return {id(chain.sides[number]) for number in statement.defined}
    return set()


def _common(sides: list[Expr], inference: Inference) -> tuple[Shape, Evidence] | None:
    """Return the shape of the sides that have one, if they agree, and how sure it is.

    Numbers and constants say nothing: zero is written for all kinds of tensors.
    """
    said = [side for side in sides if not isinstance(side, Number | Constant)]
    known = [shape for side in said if (shape := inference.shape(side)) is not None]
    if known:
        return (known[0], Evidence.DECLARED) if len(set(known)) == 1 else None
    usual = [shape for side in said if (shape := usual_shape(inference, side)) is not None]
    return (usual[0], Evidence.USE) if len(set(usual)) == 1 else None


def _introduced(chain: Chain) -> Iterator[Claim]:
    """Yield the name on the left, if it is said what it shall be: more than a number or a name."""
    side, *others = chain.sides
    says = any(not isinstance(other, Number | Constant | Symbol) for other in others)
    approximate = Relation.APPROXIMATE in chain.relations
    if not isinstance(side, Symbol) or not says or approximate:
        return
    if not any(_holds(other, side) for other in others):
        yield Claim(side.name, None)


def _holds(side: Expr, symbol: Symbol) -> bool:
    return side == symbol or any(node == symbol for node in descendants(side))


def _is_once(chain: Chain, symbol: Symbol) -> bool:
    return sum(node == symbol for node in descendants(chain)) == 1


def _names(chain: Chain) -> set[str]:
    return {node.name for node in descendants(chain) if isinstance(node, Symbol)}


def _may_be_told(name: str) -> bool:
    """Tell whether a name may stand for a tensor of its own: no power, no identity."""
    parts = split(name)
    plain = not parts.lower and not parts.upper
    return name not in IDENTITIES and (plain or is_label(name))
