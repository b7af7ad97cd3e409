"""Identifiers of Julia: letters of any script, and none of the names in use."""

from __future__ import annotations

from collections.abc import Iterable

from boxdot.notation.codegen.names import identifiers

KEYWORDS = (
    "baremodule begin break catch const continue do else elseif end export false finally for "
    "function global if import in isa let local macro module quote return struct true try using "
    "where while abstract mutable primitive type outer"
)
FUNCTIONS = (
    "abs abs2 acos acosh asin asinh atan atanh axes cat ceil conj cos cosh count det diag dot "
    "dropdims erf exp expm1 fill floor imag inv iszero kron length log log10 log1p log2 max "
    "maximum mean min minimum norm ones only permutedims pi prod real repeat reshape round sign "
    "sin sinh size sqrt stack sum tan tanh throw tr transpose var vec zeros I Inf CartesianIndex "
    "Diagonal DimensionMismatch Float64 Integer Matrix LinearAlgebra Statistics SpecialFunctions "
    "Number Any AbstractVector AbstractMatrix AbstractArray π ℯ"
)
TAKEN = frozenset(f"{KEYWORDS} {FUNCTIONS}".split())
"""What the code itself says."""


def julia_identifiers(names: Iterable[str]) -> dict[str, str]:
    """Return an identifier of its own for each name.

    >>> julia_identifiers(["X", "μ", "end", "I"])
    {'X': 'X', 'μ': 'μ', 'end': 'end_', 'I': 'I_'}
    """
    found = identifiers(names, TAKEN)
    used = {*found.values()}
    return {name: _readable(identifier, used) for name, identifier in found.items()}


def _readable(identifier: str, used: set[str]) -> str:
    """Return the identifier, or another one for underscores alone, which Julia never reads."""
    if identifier.strip("_"):
        return identifier
    choices = (f"x{identifier}{n}" for n in range(len(used) + 1))
    choice = next(choice for choice in choices if choice not in used)
    used.add(choice)
    return choice
