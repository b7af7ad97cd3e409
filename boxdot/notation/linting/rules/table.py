"""The table of the rules, by code; a test holds it to the files of this folder."""

from __future__ import annotations

from boxdot.grammar.errors import BoxdotError
from boxdot.notation.linting.rules import (
    broadcast_condition,
    hadamard_incompatible,
    hadamard_mismatch,
    hadamard_scalar,
    implicit_broadcast_add,
    incompatible_add,
    matmul_mismatch,
    scalar_add,
    side_mismatch,
    strict_division,
    tensor_division,
)
from boxdot.notation.linting.rules.rule import Rule

Codes = str | list[str] | tuple[str, ...] | None
"""Codes, beginnings of codes and names, in a list or parted by commas; None for the default."""

RULES: dict[str, Rule] = {
    "BX101": hadamard_mismatch.RULE,
    "BX102": hadamard_incompatible.RULE,
    "BX103": hadamard_scalar.RULE,
    "BX201": implicit_broadcast_add.RULE,
    "BX202": scalar_add.RULE,
    "BX204": incompatible_add.RULE,
    "BX301": tensor_division.RULE,
    "BX302": strict_division.RULE,
    "BX401": broadcast_condition.RULE,
    "BX501": side_mismatch.RULE,
    "BX502": matmul_mismatch.RULE,
}

BY_NAME = {rule.name: rule for rule in RULES.values()}


def find_rule(code: str) -> Rule:
    """Return the rule of a code or a name.

    >>> find_rule("bx201").name, find_rule("scalar-add").code
    ('implicit-broadcast-add', 'BX202')

    Raises
    ------
    BoxdotError
        There is no such rule.
    """
    rule = RULES.get(code.upper()) or BY_NAME.get(code.lower())
    if rule is None:
        raise BoxdotError(f"there is no rule {code!r}", hint="`boxdot rules` lists the rules")
    return rule


def chosen_rules(select: Codes = None, ignore: Codes = None) -> dict[str, Rule]:
    """Return the rules by name that are selected (all if None) and not ignored.

    Codes may be cut short: ``BX2`` is every rule whose code begins so.

    >>> list(chosen_rules(["BX1"], ["hadamard-scalar"]))
    ['hadamard-mismatch', 'hadamard-incompatible']
    """
    wanted = set(RULES) if select is None else _codes(select)
    unwanted = set() if ignore is None else _codes(ignore)
    return {rule.name: rule for code, rule in RULES.items() if code in wanted - unwanted}


def _codes(given: str | list[str] | tuple[str, ...]) -> set[str]:
    parts = [given] if isinstance(given, str) else given
    names = [name.strip() for part in parts for name in part.split(",") if name.strip()]
    return {code for name in names for code in _matching(name)}


def _matching(name: str) -> list[str]:
    if name.upper() == "ALL":
        return list(RULES)
    cut = [code for code in RULES if code.startswith(name.upper())]
    return cut or [find_rule(name).code]
