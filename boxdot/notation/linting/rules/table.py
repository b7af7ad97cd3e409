"""The table of the rules, by code; a test holds it to the files of this folder."""

from __future__ import annotations

import difflib

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
    unused_ignore,
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
    "BX901": unused_ignore.RULE,
}

BY_NAME = {rule.name: rule for rule in RULES.values()}
DEFAULT = {code for code, rule in RULES.items() if rule.default}
"""The codes of the rules that are on when nothing is selected."""


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
        nearest = difflib.get_close_matches(code.lower(), BY_NAME, n=1)
        meant = f"did you mean {nearest[0]!r}? " if nearest else ""
        hint = f"{meant}`boxdot rules` lists the rules"
        raise BoxdotError(f"there is no rule {code!r}", hint=hint)
    return rule


def chosen_rules(
    select: Codes = None, ignore: Codes = None, extend: Codes = None
) -> dict[str, Rule]:
    """Return the rules by name that are selected (the default ones if None) and not ignored.

    ``extend`` are selected besides. Codes may be cut short: ``BX2`` is every rule whose code
    begins so; ``ALL`` is every rule.

    >>> list(chosen_rules(["BX1"], ["hadamard-scalar"]))
    ['hadamard-mismatch', 'hadamard-incompatible']
    """
    wanted = DEFAULT if select is None else codes_of(select)
    chosen = (wanted | codes_of(extend)) - codes_of(ignore)
    return {rule.name: rule for code, rule in RULES.items() if code in chosen}


def codes_of(given: Codes) -> set[str]:
    """Return the codes of the rules that codes, beginnings of codes and names stand for.

    >>> sorted(codes_of("BX10, scalar-add"))
    ['BX101', 'BX102', 'BX103', 'BX202']

    Raises
    ------
    BoxdotError
        There is no such rule.
    """
    parts = [given] if isinstance(given, str) else given or ()
    names = [name.strip() for part in parts for name in part.split(",") if name.strip()]
    return {code for name in names for code in _matching(name)}


def _matching(name: str) -> list[str]:
    if name.upper() == "ALL":
        return list(RULES)
    cut = [code for code in RULES if code.startswith(name.upper())]
    return cut or [find_rule(name).code]
