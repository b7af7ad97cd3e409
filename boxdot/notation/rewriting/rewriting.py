"""Rewriting: towards a named form, or by one identity once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from boxdot.grammar.depth import deep
from boxdot.grammar.errors import NotationError, UnsupportedError
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.indexform import BudgetError, limited
from boxdot.notation.printing import to_text
from boxdot.notation.rewriting.applying import candidates, sides
from boxdot.notation.rewriting.identities import Identity, find_identities, hint_for
from boxdot.notation.rewriting.result import NotReachedError, Rewriting, Step
from boxdot.notation.rewriting.rules import Rule, rules_of
from boxdot.notation.rewriting.shortest import cost, shortest
from boxdot.notation.rewriting.staging import Taken, staged
from boxdot.notation.rewriting.targets import TARGETS, Target
from boxdot.notation.rewriting.trees import explicit, implicit
from boxdot.notation.rewriting.verifying import proof_of
from boxdot.notation.rewriting.views import View

SECONDS = 10.0
MOST_TERMS = 1_000_000


def rewrite(formula: Formula, *, to: str | None = None, only: str | None = None) -> Rewriting:
    """Rewrite a formula towards a target, or by one identity once; every step is proved.

    Parameters
    ----------
    formula
        What to rewrite: expressions, or the sides of equations.
    to
        The name of the target: ``"linear-algebra"``, ``"hadamard"``, ``"broadcast"``,
        ``"normal"`` or ``"shortest"``.
    only
        The name or the number of an identity (``"row-scaling"``, ``"eq-25"``), applied once in
        the direction in which it applies.

    Examples
    --------
    >>> from boxdot.notation.reading import read
    >>> print(rewrite(read("X ⊡ y ⊞ z", "X ∈ R^{I×J}; y, z ∈ R^I"), to="linear-algebra"))
    diag(y) X + z 𝟏_Jᵀ
    """
    if (to is None) == (only is None):
        raise ValueError("pass either to= or only=")
    try:
        with deep(), limited(terms=MOST_TERMS, seconds=SECONDS):
            view = _view(formula)
            if only is not None:
                return _derivation(view, [_once(view, only)])
            assert to is not None
            target = _target(to)
            derivation = _towards(view, target)
            return _no_longer(formula, derivation) if target.shortest else derivation
    except BudgetError:
        raise NotReachedError(
            f"nothing was reached in {SECONDS:g} seconds",
            hint="rewrite a part of the formula at a time",
        ) from None
    except RecursionError:
        raise UnsupportedError("the formula is nested too deeply to be rewritten") from None


def _view(formula: Formula) -> View:
    view = View.of(explicit(formula))
    for symbol in view.inference.unknown:
        raise NotationError(
            f"the shape of {symbol.name} is not declared",
            hint=f"declare it, as in {symbol.name} ∈ R^{{I×J}}",
        )
    return view.with_formula(replace(view.formula, text=to_text(view.formula)))


def _target(name: str) -> Target:
    if name not in TARGETS:
        raise ValueError(f"to must be one of {', '.join(TARGETS)}, not {name!r}")
    return TARGETS[name]()


def _towards(view: View, target: Target) -> Rewriting:
    taken = shortest(view, target.stages) if target.shortest else staged(view, target.stages)
    derivation = _derivation(view, taken)
    for _, _, side in sides(derivation.result):
        rest = target.left_over(side)
        if rest is not None:
            text = to_text(rest, symbols=view.formula.symbols)
            raise NotReachedError(
                f"no identity leads from {text} to the form {target.name}",
                hint=f"what can be rewritten gives {derivation}" if taken else target.sentence,
            )
    return derivation


def _no_longer(formula: Formula, derivation: Rewriting) -> Rewriting:
    """Return a derivation whose result is no longer than the formula was as it was written."""
    result = implicit(derivation.result)
    is_longer = any(new > old for new, old in zip(cost(result), cost(formula), strict=True))
    if not derivation.steps or is_longer:
        return Rewriting(formula, formula)
    *others, last = derivation.steps
    return replace(derivation, result=result, steps=(*others, replace(last, after=result)))


def _once(view: View, key: str) -> Taken:
    identities = find_identities(key)
    if not identities:
        raise NotationError(f"there is no identity {key!r}", hint=hint_for(key))
    for candidate in candidates(view, _in_both_directions(identities), innermost=False):
        proof = proof_of(view, candidate)
        if proof is not None:
            return Taken.of(view, candidate, proof)
    equations = "; ".join(dict.fromkeys(identity.equation for identity in identities))
    raise NotReachedError(
        f"{key} does not apply to {to_text(view.formula)}", hint=f"it says {equations}"
    )


def _in_both_directions(identities: Sequence[Identity]) -> list[Rule]:
    """Return the rules of the identities, those from left to right first."""
    rules = [rule for identity in identities for rule in rules_of(identity.name)]
    return sorted(rules, key=lambda rule: not rule.forward)


def _derivation(view: View, taken: Sequence[Taken]) -> Rewriting:
    steps = tuple(
        Step(
            step.rule.identity.name,
            step.rule.identity.number,
            step.before.formula,
            step.after.formula,
            step.places,
        )
        for step in taken
    )
    assumptions = dict.fromkeys(text for step in taken for text in step.assumptions)
    result = steps[-1].after if steps else view.formula
    return Rewriting(view.formula, result, steps, tuple(assumptions))
