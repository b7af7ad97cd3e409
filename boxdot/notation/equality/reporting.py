"""A proof as text for people."""

from __future__ import annotations

from collections.abc import Iterator

from boxdot.grammar.source import caret
from boxdot.notation.equality.exact.numbers import text_of
from boxdot.notation.equality.proof import CONDITIONAL, Counterexample, Proof
from boxdot.notation.expressions.formula import Formula


def report(proof: Proof, formula: Formula) -> str:
    """Return the verdict, what it assumes, and where it fails.

    >>> from boxdot.notation.equality.proving import prove
    >>> from boxdot.notation.reading import read
    >>> formula = read("X ⧄ Y = X ⊡ (𝟏 ⊘ Y)", "X, Y, 𝟏 ∈ R^I")
    >>> print(report(prove(formula), formula))
    proved
    assuming Y ≠ 0 in every entry
    >>> formula = read("(x + y)ᵀ (x + y) = xᵀ x + yᵀ y", "x, y ∈ R^I")
    >>> print(report(prove(formula), formula))
    refuted
    with I = 2
      x = [0, 1]
      y = [0, 1]
    the left side is 4, the right side 2
    """
    return "\n".join(_lines(proof, formula))


def _lines(proof: Proof, formula: Formula) -> Iterator[str]:
    yield _headline(proof)
    if proof.defined:
        yield f"taking {', '.join(proof.defined)} as defined"
    yield from (f"assuming {assumption}" for assumption in proof.assumptions)
    if proof.reason:
        yield proof.reason
    for problem in proof.problems[:1]:
        if problem.span is not None:
            yield from ("  " + line for line in caret(formula.text, problem.span).splitlines())
        if problem.fix is not None:
            yield f"help: did you mean {problem.fix}?"
    if proof.counterexample is not None:
        if proof.verdict == CONDITIONAL:
            yield "for other sizes it fails:"
        yield from _example(proof.counterexample)


def _headline(proof: Proof) -> str:
    if proof.verdict == CONDITIONAL:
        return f"conditional: holds if {proof.condition}"
    if proof.trials:
        plural = "s" if proof.trials > 1 else ""
        return f"{proof.verdict}: {proof.trials} trial{plural} with numbers passed"
    return proof.verdict


def _example(example: Counterexample) -> Iterator[str]:
    if example.sizes:
        yield "with " + ", ".join(f"{name} = {size}" for name, size in example.sizes.items())
    yield from (f"  {name} = {_value(value)}" for name, value in example.values.items())
    where = f" in entry {', '.join(map(str, example.entry))}" if example.entry else ""
    left, right = text_of(example.left), text_of(example.right)
    yield f"the left side is {left}, the right side {right}{where}"


def _value(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    return str(value)
