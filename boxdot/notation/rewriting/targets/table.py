"""The table of targets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from boxdot.notation.expressions.nodes import (
    BROADCASTING,
    Binary,
    BroadcastForm,
    Dots,
    Expr,
    Marginal,
    Op,
)
from boxdot.notation.expressions.walking import descendants
from boxdot.notation.rewriting.rules import AnyRule
from boxdot.notation.rewriting.schemes import schemes
from boxdot.notation.rewriting.targets import forms
from boxdot.notation.rewriting.targets.target import Stage, Target, backwards, forwards

_STRICT_PRODUCTS = frozenset({Op.HADAMARD, Op.OSLASH})


def _linear_algebra() -> Target:
    rules: tuple[AnyRule, ...] = (
        *forwards("penetrating-product broadcast-product-with-scalar broadcast-quotient-by-scalar"),
        *backwards(forms.BROADCAST_FORMS + forms.COPIES),
        *forwards("scalar-out-of-left-factor scalar-out-of-right-factor"),
        *forwards(forms.ONES + "hadamard-product-of-vectors hadamard-product-of-rows"),
        *forwards("hadamard-quotient-of-vectors hadamard-quotient-of-rows"),
        *forwards("hadamard-with-outer-product hadamard-quotient-by-outer-product"),
        *forwards("row-and-column-scaling row-and-column-division"),
        *forwards(forms.OUTER_PRODUCTS + forms.DIAGONAL_PRODUCTS + forms.OUTER_QUOTIENTS),
        *forwards(forms.SUMS_OF_MATRICES + forms.EQUAL_SUMS),
        *forwards(forms.MODE_PRODUCTS + forms.SUMS_OF_TENSORS),
        *forwards("superdiagonal-with-vector sum-of-rows sum-of-columns sum-is-mode-product"),
        *forwards("first-mode-product-of-matrix second-mode-product-of-matrix"),
        *schemes("modes product quotient hadamard oslash sum difference"),
    )
    return Target(
        "linear-algebra",
        "Only +, −, products, diag, 𝟏, transposes, inverses of diagonals; of tensors, their vec.",
        (
            Stage(_around_products()),
            Stage(rules, innermost=True),
            Stage(forwards(forms.VECTORISATIONS)),
        ),
        BROADCASTING | _STRICT_PRODUCTS | {Op.PENETRATING},
        (BroadcastForm, Marginal, Dots),
        frozenset({"𝒫", "bc", "sum", "mean", "var"}),
    )


def _around_products() -> tuple[AnyRule, ...]:
    return *backwards(forms.NORMS + "trace-as-sum"), *forwards(forms.SCALARS)


def _hadamard() -> Target:
    to_broadcast = (
        *backwards(forms.COPIES + forms.SUMS_OF_MATRICES + forms.SUMS_OF_TENSORS),
        *backwards(forms.OUTER_QUOTIENTS + forms.DIAGONAL_PRODUCTS + forms.MODE_PRODUCTS),
        *forwards("penetrating-product"),
    )
    to_hadamard = (
        *forwards("broadcast-product-with-scalar broadcast-quotient-by-scalar"),
        *forwards(forms.EQUAL_PRODUCTS + forms.EQUAL_SUMS + forms.BROADCAST_FORMS),
    )
    return Target(
        "hadamard",
        "Only ⊙ ⊘ + − on equal shapes, with what is stretched written as X^□.",
        (Stage(to_broadcast), Stage(to_hadamard, innermost=True)),
        BROADCASTING | {Op.PENETRATING},
    )


def _to_broadcast() -> tuple[Stage, ...]:
    folding = (
        *backwards(forms.NORMS + "norm-of-scaled-rows norm-of-diagonal-product"),
        *forwards("penetrating-product double-transpose trace-of-diagonal" + forms.ONES),
        *backwards(forms.COPIES),
        *backwards(forms.SUMS_OF_MATRICES + forms.SUMS_OF_TENSORS),
        *backwards(forms.BROADCAST_FORMS),
        *forwards("product-of-diagonals diagonal-times-ones ones-times-diagonal"),
        *backwards(forms.OUTER_QUOTIENTS),
        *backwards(forms.MODE_PRODUCTS + forms.DIAGONAL_PRODUCTS),
        *forwards("mode-product-with-diagonal"),
        *backwards(forms.EQUAL_PRODUCTS + forms.OUTER_PRODUCTS),
    )
    alone = (
        *forwards("diagonal-of-matrix square-of-diagonal inverse-diagonal-is-divided-identity"),
        *forwards("diagonal-is-scaled-identity"),
    )
    return Stage(folding), Stage(alone), Stage(folding)


def _broadcast() -> Target:
    return Target(
        "broadcast",
        "Only ⊡ ⊞ ⊟ ⧄ where something is stretched or scaled: no diag, no copies, no X^□.",
        _to_broadcast(),
        _STRICT_PRODUCTS | {Op.PENETRATING},
        (BroadcastForm, Dots),
        frozenset({"diag"}),
    )


def _normal() -> Target:
    uniform = backwards(forms.EQUAL_SUMS)
    expanding = (
        *forwards("double-transpose transpose-of-broadcast-product transpose-of-broadcast-sum"),
        *forwards("transpose-of-broadcast-quotient transpose-of-product double-negative"),
        *forwards("scalar-out-of-transpose negative-of-transpose"),
        *forwards("broadcast-difference negative-of-broadcast-sum"),
        *forwards(forms.ONES + forms.CANCELLING),
        *forwards("broadcast-product-over-broadcast-sum"),
        *forwards(forms.QUOTIENTS),
        *backwards("quotient-of-broadcast-product"),
        *forwards("broadcast-product-with-scalar"),
        *forwards("scalar-out-of-left-factor scalar-out-of-right-factor"),
        *forwards("negative-of-broadcast-product"),
        *backwards("product-associates"),
    )
    matrices = (
        *forwards("product-over-plus plus-times-product product-over-minus minus-times-product"),
        *forwards("scalar-out-of-product"),
    )
    numbers = forwards("difference-is-sum negative-of-sum")
    return Target(
        "normal",
        "Broadcast operators, expanded, like terms in one, operands in alphabetical order.",
        (
            *_to_broadcast(),
            Stage(matrices),
            Stage(uniform, scalars=False),
            Stage(expanding, accepts=_less_nested),
            Stage(numbers),
            Stage(schemes("factors"), innermost=True),
            Stage(schemes("terms plus-terms"), innermost=True),
        ),
    )


def _less_nested(old: Expr, new: Expr) -> bool:
    """Return whether a chain loses parentheses, if it is the chain that changes."""
    if not (isinstance(old, Binary) and isinstance(new, Binary) and old.op is new.op):
        return True
    return _nested(new) < _nested(old)


def _nested(node: Binary) -> int:
    """Return how many operands of a chain of one operator are in parentheses."""
    return sum(
        isinstance(part, Binary) and isinstance(part.right, Binary) and part.right.op is node.op
        for part in (node, *descendants(node))
        if isinstance(part, Binary) and part.op is node.op
    )


def _shortest() -> Target:
    return Target(
        "shortest",
        "The fewest symbols that a search through all identities finds.",
        (
            *_to_broadcast(),
            Stage(forwards(forms.CANCELLING)),
            Stage(schemes("terms plus-terms"), innermost=True),
        ),
        shortest=True,
    )


TARGETS: Mapping[str, Callable[[], Target]] = {
    "linear-algebra": cache(_linear_algebra),
    "hadamard": cache(_hadamard),
    "broadcast": cache(_broadcast),
    "normal": cache(_normal),
    "shortest": cache(_shortest),
}
"""Each target by its name, made when it is asked for: reading the identities takes a moment."""
