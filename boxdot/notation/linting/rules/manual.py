"""The manual of all rules as one page, made from the manual page of each."""

from __future__ import annotations

from boxdot.notation.linting.rules.rule import Rule
from boxdot.notation.linting.rules.table import RULES

_OPENING = """# Rules

This page is made from the rules themselves; `boxdot rule CODE` shows each part of it. A rule with
two codes is about declared shapes under the first, and about inferred ones under the second
(`BXI…`), which is off unless it is selected: `--extend-select BXI` for all of them.
"""


def manual() -> str:
    """Return the page in Markdown.

    >>> manual().count("## BX201, BXI201: implicit-broadcast-add")
    1
    """
    declared = [rule for rule in RULES.values() if not rule.inferred]
    return "\n".join([_OPENING, *map(_part, declared)])


def _part(rule: Rule) -> str:
    codes = [code for code, other in RULES.items() if other.name == rule.name]
    state = "" if rule.default else "\n\nIt is off unless it is selected."
    page = rule.manual.strip().replace("\n## ", "\n### ")
    return f"## {', '.join(codes)}: {rule.name}\n\n{page}{state}\n"
