"""Finds the formulas, the running text and the sections of papers, with exact places."""

from __future__ import annotations

from boxdot.grammar.papers.discovering import discover as discover
from boxdot.grammar.papers.documents import PLACEHOLDER as PLACEHOLDER
from boxdot.grammar.papers.documents import Document as Document
from boxdot.grammar.papers.documents import FormulaSource as FormulaSource
from boxdot.grammar.papers.documents import Prose as Prose
from boxdot.grammar.papers.documents import Reference as Reference
from boxdot.grammar.papers.documents import Row as Row
from boxdot.grammar.papers.documents import Section as Section
from boxdot.grammar.papers.documents import Skip as Skip
from boxdot.grammar.papers.documents import SourceFile as SourceFile
from boxdot.grammar.papers.expansion import Expanded as Expanded
from boxdot.grammar.papers.expansion import MacroError as MacroError
from boxdot.grammar.papers.expansion import expand_macros as expand_macros
from boxdot.grammar.papers.macros import Macro as Macro
from boxdot.grammar.papers.reading import read_document as read_document
from boxdot.grammar.papers.reading import read_documents as read_documents
from boxdot.grammar.papers.sourcemap import SourceMap as SourceMap
from boxdot.grammar.papers.wholes import wholes as wholes
