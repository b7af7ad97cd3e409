"""``boxdot rules`` and ``boxdot rule``: the manual that comes from the docstrings."""

from __future__ import annotations

import pytest

import boxdot

SECTIONS = ("## What it does", "## Why is this bad", "## Example", "## Use instead")


def test_every_rule_has_a_line(boxdot_command):
    lines = boxdot_command("rules").out.splitlines()
    assert [line.split()[:2] for line in lines] == [
        [rule.code, rule.name] for rule in boxdot.RULES.values()
    ]


def test_json_lists_the_same(boxdot_command):
    rows = boxdot_command("rules", "--json").json
    assert [row["code"] for row in rows] == list(boxdot.RULES)
    assert all(row["summary"].endswith(".") for row in rows)


@pytest.mark.parametrize("code", boxdot.RULES)
def test_manual_page(boxdot_command, code):
    rule = boxdot.RULES[code]
    page = boxdot_command("rule", code).out
    assert page.startswith(f"# {rule.name} ({code})\n")
    assert all(section in page for section in SECTIONS)
    assert ("## Inferred" in page) == rule.inferred
    if not rule.inferred:  # a name is that of the rule about declared shapes
        assert boxdot_command("rule", rule.name).out == page
    assert boxdot_command("rule", code, "--json").json["name"] == rule.name


def test_unknown_rule(boxdot_command):
    done = boxdot_command("rule", "BX999")
    assert (done.code, done.out) == (2, "")
    assert "boxdot rules" in done.err
