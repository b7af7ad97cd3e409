"""A derivation as text: an aligned chain with the identity and its number beside each step."""

from __future__ import annotations

from collections.abc import Sequence

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.printing import to_text
from boxdot.notation.rewriting.result import Rewriting, Step

SPELLINGS = ("unicode", "latex")


def derivation(rewriting: Rewriting, spelling: str = "unicode") -> str:
    r"""Return a derivation as a chain, one step a line.

    Examples
    --------
    >>> from boxdot.notation.reading import read
    >>> from boxdot.notation.rewriting.rewriting import rewrite
    >>> r = rewrite(read("X ⊡ y", "X ∈ R^{I×J}; y ∈ R^I"), to="linear-algebra")
    >>> print(derivation(r))
      X ⊡ y
    = diag(y) X    by (25) row-scaling
    >>> print(derivation(r, "latex"))
    \begin{align*}
    & X \boxdot y \\
    &= \mathrm{diag}(y) X && \text{by (25), row-scaling}
    \end{align*}
    """
    if spelling not in SPELLINGS:
        raise UnsupportedError(f"derivations are not printed as {spelling!r}")
    relation = _relation(rewriting.start, spelling)
    lines = [to_text(rewriting.start, spelling)]
    lines += [to_text(step.after, spelling) for step in rewriting.steps]
    if spelling == "latex":
        return _latex(lines, relation, rewriting.steps)
    return _unicode(lines, relation, rewriting.steps)


def _relation(formula: Formula, spelling: str) -> str:
    """Return what joins the lines: = for an expression, an equivalence for statements."""
    (chain, *others) = formula.statements
    if not others and not chain.relations:
        return "="
    return r"\iff" if spelling == "latex" else "⟺"


def _unicode(lines: Sequence[str], relation: str, steps: Sequence[Step]) -> str:
    first, *others = lines
    width = max(map(len, others), default=0)
    shown = [f"{' ' * len(relation)} {first}"]
    for line, step in zip(others, steps, strict=True):
        shown.append(f"{relation} {line:{width}}    by {_reason(step, ' ')}")
    return "\n".join(shown)


def _latex(lines: Sequence[str], relation: str, steps: Sequence[Step]) -> str:
    first, *others = lines
    joint = relation
    shown = [f"& {first}"]
    for line, step in zip(others, steps, strict=True):
        shown.append(f"&{joint} {line} && \\text{{by {_reason(step, ', ')}}}")
    body = " \\\\\n".join(shown)
    return f"\\begin{{align*}}\n{body}\n\\end{{align*}}"


def _reason(step: Step, separator: str) -> str:
    """Return the number, as the paper writes it, and the name of an identity."""
    number = step.equation.removeprefix("eq. ")
    times = f", at {step.places} places" if step.places > 1 else ""
    return f"({number}){separator}{step.rule}{times}" if number else f"{step.rule}{times}"
