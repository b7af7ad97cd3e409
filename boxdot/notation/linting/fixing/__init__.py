"""Fixing papers: edits are made where linting shows that they repair, and spoil nothing."""

from __future__ import annotations

from boxdot.notation.linting.fixing.diffs import diff_text as diff_text
from boxdot.notation.linting.fixing.fixer import fix_documents as fix_documents
from boxdot.notation.linting.fixing.result import FixedFile as FixedFile
from boxdot.notation.linting.fixing.result import Fixes as Fixes
from boxdot.notation.linting.fixing.result import Left as Left
