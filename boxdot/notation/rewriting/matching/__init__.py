"""Matching: patterns with shaped variables against expressions with inferred shapes."""

from boxdot.notation.rewriting.matching.bindings import Bindings as Bindings
from boxdot.notation.rewriting.matching.building import build as build
from boxdot.notation.rewriting.matching.matcher import Matcher as Matcher
