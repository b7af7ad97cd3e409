"""The table of schemes: each goes under the name of an identity that is an example of it."""

from __future__ import annotations

from collections.abc import Mapping

from boxdot.notation.expressions.nodes import Apply, Binary, Op
from boxdot.notation.rewriting.identities import IDENTITIES
from boxdot.notation.rewriting.rules import Kind, Scheme, Write
from boxdot.notation.rewriting.schemes.modes import sum_by_mode_products
from boxdot.notation.rewriting.schemes.terms import collected_terms, sorted_factors
from boxdot.notation.rewriting.schemes.vectors import product_by_vectors, sum_by_vectors

_ROWS: tuple[tuple[str, str, Kind, Write, bool], ...] = (
    # scheme, the identity that is an example, where it applies, what it writes, to whole chains
    ("product", "product-by-vectors", (Binary, Op.BOXDOT), product_by_vectors, False),
    ("quotient", "quotient-by-vectors", (Binary, Op.BOXSLASH), product_by_vectors, False),
    ("hadamard", "hadamard-by-vectors", (Binary, Op.HADAMARD), product_by_vectors, False),
    ("oslash", "hadamard-quotient-by-vectors", (Binary, Op.OSLASH), product_by_vectors, False),
    ("sum", "sum-by-vectors", (Binary, Op.BOXPLUS), sum_by_vectors, False),
    ("difference", "difference-by-vectors", (Binary, Op.BOXMINUS), sum_by_vectors, False),
    ("modes", "sum-is-mode-products", (Apply, "𝒫"), sum_by_mode_products, False),
    ("terms", "like-terms", (Binary, Op.BOXPLUS), collected_terms, True),
    ("plus-terms", "like-terms-of-plus", (Binary, Op.ADD), collected_terms, True),
    ("factors", "broadcast-product-in-order", (Binary, Op.BOXDOT), sorted_factors, True),
)

SCHEMES: Mapping[str, Scheme] = {
    name: Scheme(IDENTITIES[identity], kind, write, whole)
    for name, identity, kind, write, whole in _ROWS
}
"""Each scheme by its name."""


def schemes(names: str) -> tuple[Scheme, ...]:
    """Return the schemes of these names, parted by spaces."""
    return tuple(SCHEMES[name] for name in names.split())
