"""Whole regions of products and sums over axes as one sum of products each."""

from boxdot.notation.codegen.contracting.contracting import contracted as contracted
