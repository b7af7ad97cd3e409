"""The proof itself: symbolically if that succeeds, else by looking for a counterexample."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from boxdot.grammar.depth import deeply
from boxdot.grammar.errors import NotationError, UnsupportedError
from boxdot.notation.checking import CheckResult, check
from boxdot.notation.diagnostics import ERROR
from boxdot.notation.equality.conditions import condition_of, from_differences, weakest
from boxdot.notation.equality.counting import condition_on_sizes
from boxdot.notation.equality.forks import Bindings, bind, cases
from boxdot.notation.equality.modes import with_numbers
from boxdot.notation.equality.planning import Plan, plan
from boxdot.notation.equality.proof import (
    CONDITIONAL,
    DEFINED,
    ILL_SHAPED,
    PROVED,
    REFUTED,
    UNKNOWN,
    Counterexample,
    Proof,
)
from boxdot.notation.equality.searching import Search, choices, search, size_names
from boxdot.notation.equality.symbolic import Attempt, attempt
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.indexform import limited
from boxdot.notation.inference import Inference, infer
from boxdot.notation.shapes.conditions import Condition
from boxdot.notation.shapes.simplifying import simplified

SECONDS = 2.0
TERMS = 100_000
QUICK = 6
MOST_OUTSIDE = 12


@deeply
def prove(formula: Formula, *, seconds: float = SECONDS, terms: int = TERMS) -> Proof:
    """Prove or refute the equations and inequalities of a formula.

    Parameters
    ----------
    formula
        Statements with relations; a bare symbol that occurs nowhere else is taken as defined.
    seconds
        About how long the proof and, after it, the search for a counterexample may take.
    terms
        How many terms may be formed in a proof.

    Examples
    --------
    >>> from boxdot.notation.reading import read
    >>> prove(read("X ⊡ y = diag(y) X", "X ∈ R^{I×J}; y ∈ R^I")).verdict
    'proved'
    >>> proof = prove(read("A B = B A", "A, B ∈ R^{n×n}"))
    >>> proof.verdict, proof.condition
    ('conditional', 'n = 1')
    """
    proofs = [_Prover(one, seconds, terms).proof() for one in with_numbers(formula)]
    sound = [proof for proof in proofs if proof.verdict != ILL_SHAPED] or proofs[:1]
    return _joined(sound)


def _joined(proofs: list[Proof]) -> Proof:
    """Return the worst proof of several; with the assumptions of all if all hold."""
    ranking = (REFUTED, ILL_SHAPED, CONDITIONAL, UNKNOWN, PROVED, DEFINED)
    worst = min(proofs, key=lambda proof: ranking.index(proof.verdict))
    return replace(worst, assumptions=_merged(proof.assumptions for proof in proofs))


def _merged(lists: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item for items in lists for item in items))


@dataclass(slots=True)
class _Prover:
    """The state of one proof."""

    formula: Formula
    seconds: float
    terms: int
    start: float = field(default_factory=time.monotonic)
    attempts: dict[frozenset[tuple[str, object]], Attempt | None] = field(default_factory=dict)
    assumptions: dict[str, None] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)
    inference: Inference | None = None

    def proof(self) -> Proof:
        """Return the verdict."""
        inference = self.inference = infer(self.formula, fixes=False)
        if inference.errors:
            return _ill_shaped(check(self.formula))
        planned = plan(self.formula, inference)
        _demand_relations(self.formula, planned)
        condition = inference.condition
        generic = self._cases(condition)
        check(bind(self.formula, generic[0]) if generic else self.formula)  # all is declared
        proved = generic is not None and all(self.holds(case) for case in generic)
        names = tuple(definition.name for definition in planned.definitions)
        if proved and not planned.inexact:
            return self._proved(planned, condition, names)
        if proved:
            relation = planned.inexact[0].value
            return Proof(UNKNOWN, str(condition), reason=f"{relation} says nothing exact")
        found = search(self.formula, condition, seconds=self.seconds)
        if found.counterexample is None:
            return self._unknown(found, names)
        return self._refuted(found.counterexample, planned, condition, generic or [])

    def _cases(self, condition: Condition) -> list[Bindings] | None:
        """Return the ways to meet the condition; None if there are too many."""
        if not condition:
            return [{}]
        try:
            return cases(condition)
        except UnsupportedError as error:
            self.reasons.append(error.message)
            return None

    def holds(self, bindings: Bindings) -> bool:
        """Return whether it is proved with these sizes put in."""
        result = self.attempt(bindings)
        return result is not None and result.proved

    def attempt(self, bindings: Bindings) -> Attempt | None:
        """Try to prove it with these sizes put in; None if the shapes do not hold."""
        key = frozenset(bindings.items())
        if key not in self.attempts:
            self.attempts[key] = self._attempt(bindings)
        return self.attempts[key]

    def _attempt(self, bindings: Bindings) -> Attempt | None:
        left = self.seconds - (time.monotonic() - self.start)
        if left <= 0:
            self.reasons.append("the time budget is reached")
            return None
        bound = bind(self.formula, bindings)
        known = self.inference if bound is self.formula else None
        inference = known or infer(bound, fixes=False)
        if inference.errors or inference.condition:
            return None
        planned = plan(bound, inference)
        if (
            planned.has_inequalities
            and search(bound, most_trials=QUICK, small=False).counterexample
        ):
            return Attempt(list(planned.goals))
        with limited(terms=self.terms, seconds=left):
            result = attempt(bound, inference, planned)
        if result.proved:
            self.assumptions.update(dict.fromkeys(result.assumptions))
        self.reasons += [reason for reason in result.reasons if reason not in self.reasons]
        return result

    def _proved(self, planned: Plan, condition: Condition, names: tuple[str, ...]) -> Proof:
        verdict = PROVED if planned.goals else DEFINED
        return Proof(
            CONDITIONAL if condition else verdict,
            str(condition),
            tuple(self.assumptions),
            defined=names,
        )

    def _unknown(self, found: Search, names: tuple[str, ...]) -> Proof:
        reasons = list(dict.fromkeys([*self.reasons, *found.reasons]))
        if not found.trials:
            reasons += [f"no trial has a value: {why}" for why in found.undefined[:1]]
        if not reasons:
            reasons = ["the sides have different normal forms"]
        return Proof(UNKNOWN, defined=names, reason="; ".join(reasons), trials=found.trials)

    def _refuted(
        self,
        example: Counterexample,
        planned: Plan,
        condition: Condition,
        generic: list[Bindings],
    ) -> Proof:
        """Refuted, unless it holds for some sizes that are known exactly."""
        names = tuple(definition.name for definition in planned.definitions)
        self.start = time.monotonic()  # the search for sizes has a budget of its own
        sizes = size_names(self.formula)
        differences = [a.differences for a in map(self.attempt, generic) if a is not None]
        more = [case for forms in differences for case in from_differences(forms)]
        truths = weakest(sizes, [*generic, *more], self.holds) if sizes else []
        if truths:
            exact = simplified(condition_of(truths, sizes))
            if self._is_exact(exact, condition):
                assumptions = tuple(self.assumptions)
                return Proof(CONDITIONAL, str(exact), assumptions, example, names)
        on_sizes = condition_on_sizes(self.formula, planned)
        if on_sizes is not None:
            return Proof(CONDITIONAL, str(on_sizes), (), example, names)
        return Proof(REFUTED, counterexample=example, defined=names)

    def _is_exact(self, truth: Condition, shapes: Condition) -> bool:
        """Return whether it fails at all small sizes that do not meet the condition."""
        return outside_fails(self.formula, truth, shapes, self.seconds / 4)


def outside_fails(formula: Formula, truth: Condition, shapes: Condition, seconds: float) -> bool:
    """Return whether a counterexample is found at each of the small sizes outside a condition."""
    stop = time.monotonic() + seconds
    names = size_names(formula)
    tried = 0
    for sizes in choices(names, shapes):
        full = {**{n: s for n, s in formula.sizes.items() if isinstance(s, int)}, **sizes}
        if truth.substitute(full) and truth.holds(full):
            continue
        tried += 1
        left = stop - time.monotonic()
        if tried > MOST_OUTSIDE or left < 0:
            return True
        bound = bind(formula, sizes)
        if search(bound, seconds=left, most_trials=10, small=False).counterexample is None:
            return False
    return True


def _fails_at_once(formula: Formula) -> bool:
    """Whether a few numbers refute it: inequalities are costly to prove."""
    return search(formula, most_trials=QUICK, small=False).counterexample is not None


def _ill_shaped(checked: CheckResult) -> Proof:
    errors = [problem for problem in checked.problems if problem.severity == ERROR]
    reason = errors[0].message if errors else "the shapes do not fit"
    return Proof(ILL_SHAPED, checked.condition, reason=reason, problems=tuple(errors))


def _demand_relations(formula: Formula, planned: Plan) -> None:
    if not (planned.goals or planned.definitions or planned.inexact):
        raise NotationError(
            "there is nothing to prove",
            text=formula.text,
            hint="write an equation or an inequality, such as X ⊡ y = diag(y) X",
        )
