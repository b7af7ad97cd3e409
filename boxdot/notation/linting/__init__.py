"""Linting: what is wrong with the formulas of a paper, as far as its declarations prove it."""

from __future__ import annotations

from boxdot.notation.linting.findings import Edit as Edit
from boxdot.notation.linting.findings import Finding as Finding
from boxdot.notation.linting.findings import Fix as Fix
from boxdot.notation.linting.formats import FORMATS as FORMATS
from boxdot.notation.linting.formats.json import as_json as as_json
from boxdot.notation.linting.formats.text import as_text as as_text
from boxdot.notation.linting.formats.text import statistics_text as statistics_text
from boxdot.notation.linting.linter import lint_document as lint_document
from boxdot.notation.linting.linter import lint_paths as lint_paths
from boxdot.notation.linting.linter import lint_prepared as lint_prepared
from boxdot.notation.linting.linter import lint_text as lint_text
from boxdot.notation.linting.linter import read_papers as read_papers
from boxdot.notation.linting.options import LintOptions as LintOptions
from boxdot.notation.linting.options import OptionError as OptionError
from boxdot.notation.linting.options import options_from as options_from
from boxdot.notation.linting.preparing import Prepared as Prepared
from boxdot.notation.linting.preparing import prepare as prepare
from boxdot.notation.linting.report import LintReport as LintReport
from boxdot.notation.linting.rules.rule import Rule as Rule
from boxdot.notation.linting.rules.table import RULES as RULES
from boxdot.notation.linting.rules.table import find_rule as find_rule
from boxdot.notation.linting.statistics import Statistics as Statistics
