"""The table of the rules, by code; a test holds it to the files of this folder."""

from __future__ import annotations

import difflib

from boxdot.grammar.errors import BoxdotError
from boxdot.notation.linting.rules import (
    ambiguous_square,
    broadcast_condition,
    conflicting_declaration,
    hadamard_incompatible,
    hadamard_mismatch,
    hadamard_scalar,
    identity_as_ones,
    implicit_broadcast_add,
    incompatible_add,
    matmul_mismatch,
    non_associative_broadcast,
    numpy_hazard,
    scalar_add,
    side_mismatch,
    strict_division,
    symbol_conflict,
    tensor_division,
    undeclared_shape,
    unused_ignore,
    zero_denominator,
)
from boxdot.notation.linting.rules.rule import Rule

Codes = str | list[str] | tuple[str, ...] | None
"""Codes, beginnings of codes and names, in a list or parted by commas; None for the default."""

_DECLARED: dict[str, Rule] = {
    "BX101": hadamard_mismatch.RULE,
    "BX102": hadamard_incompatible.RULE,
    "BX103": hadamard_scalar.RULE,
    "BX201": implicit_broadcast_add.RULE,
    "BX202": scalar_add.RULE,
    "BX203": identity_as_ones.RULE,
    "BX204": incompatible_add.RULE,
    "BX301": tensor_division.RULE,
    "BX302": strict_division.RULE,
    "BX303": zero_denominator.RULE,
    "BX401": broadcast_condition.RULE,
    "BX402": non_associative_broadcast.RULE,
    "BX501": side_mismatch.RULE,
    "BX502": matmul_mismatch.RULE,
    "BX601": symbol_conflict.RULE,
    "BX602": conflicting_declaration.RULE,
    "BX603": undeclared_shape.RULE,
    "BX604": ambiguous_square.RULE,
    "BX701": numpy_hazard.RULE,
    "BX901": unused_ignore.RULE,
}

_INFERRED = {
    "BXI101": hadamard_mismatch.RULE.of_inferred_shapes(),
    "BXI102": hadamard_incompatible.RULE.of_inferred_shapes(),
    "BXI103": hadamard_scalar.RULE.of_inferred_shapes(),
    "BXI201": implicit_broadcast_add.RULE.of_inferred_shapes(),
    "BXI202": scalar_add.RULE.of_inferred_shapes(),
    "BXI203": identity_as_ones.RULE.of_inferred_shapes(),
    "BXI204": incompatible_add.RULE.of_inferred_shapes(),
    "BXI301": tensor_division.RULE.of_inferred_shapes(),
    "BXI302": strict_division.RULE.of_inferred_shapes(),
    "BXI401": broadcast_condition.RULE.of_inferred_shapes(),
    "BXI501": side_mismatch.RULE.of_inferred_shapes(),
    "BXI502": matmul_mismatch.RULE.of_inferred_shapes(),
}

RULES: dict[str, Rule] = {**_DECLARED, **_INFERRED}
"""Code to rule: first those about declared shapes, then their kin about inferred ones."""

BY_NAME = {rule.name: rule for rule in _DECLARED.values()}
DEFAULT = {code for code, rule in RULES.items() if rule.default}
"""The codes of the rules that are on when nothing is selected."""


def find_rule(code: str) -> Rule:
    """Return the rule of a code or a name.

    >>> find_rule("bx201").name, find_rule("scalar-add").code, find_rule("BXI202").name
    ('implicit-broadcast-add', 'BX202', 'scalar-add')

    Raises
    ------
    BoxdotError
        There is no such rule.
    """
    rule = RULES.get(code.upper()) or BY_NAME.get(code.lower())
    if rule is None:
        nearest = difflib.get_close_matches(code.lower(), BY_NAME, n=1)
        meant = f"did you mean {nearest[0]!r}? " if nearest else ""
        hint = f"{meant}`boxdot rules` lists the rules"
        raise BoxdotError(f"there is no rule {code!r}", hint=hint)
    return rule


def chosen_rules(
    select: Codes = None, ignore: Codes = None, extend: Codes = None
) -> dict[str, Rule]:
    """Return the rules by code that are selected (the default ones if None) and not ignored.

    ``extend`` are selected besides. Codes may be cut short: ``BX2`` is every rule whose code
    begins so; ``ALL`` is every rule. What is said more closely wins, as in Ruff: a name or a whole
    code over a beginning, a longer beginning over a shorter one, anything over ``ALL``; of what is
    said equally closely, ``ignore`` wins.

    >>> list(chosen_rules(["BX1"], ["hadamard-scalar"]))
    ['BX101', 'BX102']
    >>> list(chosen_rules(["BX101"], ["BX1"])), list(chosen_rules(["BX1"], ["ALL"]))
    (['BX101'], ['BX101', 'BX102', 'BX103'])
    """
    ranks = dict.fromkeys(DEFAULT, 0) if select is None else {}
    for given in (select, extend):
        for name in _names(given):
            for code in _selected(name):
                ranks[code] = max(ranks.get(code, 0), _closeness(name))
    ignored: dict[str, int] = {}
    for name in _names(ignore):
        for code in _matching(name):
            ignored[code] = max(ignored.get(code, 0), _closeness(name))
    return {
        code: rule
        for code, rule in RULES.items()
        if code in ranks and ranks[code] > ignored.get(code, -1)
    }


def codes_of(given: Codes) -> set[str]:
    """Return the codes of the rules that codes, beginnings of codes and names stand for.

    A name stands for both codes of its rule, that for declared and that for inferred shapes.

    >>> sorted(codes_of("BX10, scalar-add"))
    ['BX101', 'BX102', 'BX103', 'BX202', 'BXI202']

    Raises
    ------
    BoxdotError
        There is no such rule.
    """
    return {code for name in _names(given) for code in _matching(name)}


def _names(given: Codes) -> list[str]:
    parts = [given] if isinstance(given, str) else given or ()
    return [name.strip() for part in parts for name in part.split(",") if name.strip()]


def _matching(name: str) -> list[str]:
    if name.upper() == "ALL":
        return list(RULES)
    cut = [code for code in RULES if code.startswith(name.upper())]
    return cut or _of_name(name)


def _of_name(name: str) -> list[str]:
    found = find_rule(name)
    return [code for code, rule in RULES.items() if rule.name == found.name]


def _selected(name: str) -> list[str]:
    """Return what a name selects: by its name alone, a rule is about declared shapes only."""
    found = _matching(name)
    return [BY_NAME[name.lower()].code] if name.lower() in BY_NAME else found


def _closeness(name: str) -> int:
    """Return how closely a name says which rules it means."""
    if name.upper() == "ALL":
        return 0
    if name.lower() in BY_NAME:
        return _WHOLE
    return _WHOLE if name.upper() in RULES else len(name)


_WHOLE = 100
