"""Laws for every order and every pattern of shapes, written for the shapes at hand."""

from boxdot.notation.rewriting.schemes.table import SCHEMES as SCHEMES
from boxdot.notation.rewriting.schemes.table import schemes as schemes
