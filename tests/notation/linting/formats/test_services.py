"""The formats of services: concise, GitHub, GitLab, JUnit and SARIF."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from boxdot.notation.linting import FORMATS, RULES, LintReport, lint_text

PAPER = r"""Let $X \in \mathbb{R}^{n \times d}$ and $b \in \mathbb{R}^{1 \times d}$.
\begin{equation}
  Y = \exp(X + b),
\end{equation}
and $1 - X$, $b X$, again $1 - X$.
"""
SHARED = Path(__file__).resolve().parents[4] / ".." / "shared" / "sarif" / "sarif-schema-2.1.0.json"
SCHEMA = Path(os.environ.get("BOXDOT_SARIF_SCHEMA", SHARED))


def written(name: str, path: str = "paper.tex", text: str = PAPER) -> str:
    return FORMATS[name](lint_text(text, path))


def test_concise_is_a_line_for_each_finding() -> None:
    *lines, last = written("concise").splitlines()
    assert [line.split()[:2] for line in lines] == [
        ["paper.tex:3:14:", "BX201"],
        ["paper.tex:5:8:", "BX202"],
        ["paper.tex:5:15:", "BX502"],
        ["paper.tex:5:30:", "BX202"],
    ]
    assert last.startswith("Found 4 findings in 1 file")


def test_github_escapes_properties_and_messages() -> None:
    first, *_ = written("github", "a,b:100%.tex").splitlines()
    properties, message = re.fullmatch(r"::error (.*?)::(.*)", first).groups()
    assert dict(part.split("=") for part in properties.split(",")) == {
        "title": "boxdot (BX201)",
        "file": "a%2Cb%3A100%25.tex",
        "line": "3",
        "endLine": "3",
        "col": "14",
        "endColumn": "14",
    }
    assert message.startswith("a,b:100%25.tex:3:14: BX201")
    assert message.endswith(r"%0Ahelp: write X \boxplus b")


def test_github_gives_no_columns_over_several_lines() -> None:
    text = "$X\nY$, $X \\in \\mathbb{R}^{n \\times d}$, $Y \\in \\mathbb{R}^{n \\times d}$"
    (command,) = written("github", text=text).splitlines()
    assert "line=1,endLine=2::" in command


def fingerprints(text: str) -> list[str]:
    return [issue["fingerprint"] for issue in json.loads(written("gitlab", text=text))]


def test_gitlab_has_the_keys_of_code_quality() -> None:
    first, *_ = json.loads(written("gitlab"))
    assert set(first) == {"description", "check_name", "fingerprint", "severity", "location"}
    assert first["location"]["path"] == "paper.tex"
    assert first["location"]["positions"]["begin"] == {"line": 3, "column": 14}


def test_fingerprints_outlive_moves_and_differ() -> None:
    marks = fingerprints(PAPER)
    assert len(set(marks)) == len(marks) == 4
    assert fingerprints("A new first line.\n\n" + PAPER.replace("and $1", "and then $1")) == marks
    assert fingerprints(PAPER.replace("Y = ", "Z = ")) != marks


def test_junit_is_xml_with_a_failure_for_each_finding() -> None:
    suites = ElementTree.fromstring(written("junit", 'a "<&>".tex'))
    assert (suites.get("tests"), suites.get("failures")) == ("4", "4")
    (suite,) = suites
    assert suite.get("name") == 'a "<&>".tex'
    assert [case[0].get("type") for case in suite] == ["BX201", "BX202", "BX502", "BX202"]
    assert "^" in suite[0][0].text


def test_junit_drops_what_xml_cannot_hold() -> None:
    text = "$X \\odot b$\x0b\x01 and" + PAPER
    assert len(ElementTree.fromstring(written("junit", text=text))[0]) == 5


def test_junit_of_a_clean_report_has_one_passed_case() -> None:
    suites = ElementTree.fromstring(FORMATS["junit"](LintReport()))
    assert (suites.get("failures"), [case.get("name") for case in suites[0]]) == (
        "0",
        ["No findings"],
    )


def sarif(path: str = "paper.tex", text: str = PAPER) -> dict:
    (run,) = json.loads(written("sarif", path, text))["runs"]
    return run


def test_sarif_tells_rules_places_and_fixes() -> None:
    run = sarif("part one/p.tex")
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(RULES)
    result = run["results"][0]
    assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == "BX201"
    assert "## Why is this bad" in rules[result["ruleIndex"]]["help"]["markdown"]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "part%20one/p.tex"
    assert place["region"] == {
        "startLine": 3, "startColumn": 14, "endLine": 3, "endColumn": 15, "snippet": {"text": "+"},
    }  # fmt: skip
    replaced = result["fixes"][0]["artifactChanges"][0]["replacements"][0]
    assert replaced["insertedContent"]["text"] == r"\boxplus"
    assert replaced["deletedRegion"]["startColumn"] == 14


@pytest.mark.skipif(not SCHEMA.is_file(), reason="the official schema of SARIF is not here")
@pytest.mark.parametrize("text", [PAPER, "", PAPER.replace("Let", "L\u00e9t \U0001d54f")])
def test_sarif_is_valid(text: str) -> None:
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    validator = jsonschema.validators.validator_for(schema)(schema)
    errors = list(validator.iter_errors(json.loads(written("sarif", text=text))))
    assert errors == []
    assert list(validator.iter_errors({"version": "2.0.0", "runs": []}))
