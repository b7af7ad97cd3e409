"""From expressions back to text: Unicode, ASCII and LaTeX, with as few parentheses as can be."""

from boxdot.notation.printing.face import print_declaration as print_declaration
from boxdot.notation.printing.face import print_shape as print_shape
from boxdot.notation.printing.face import to_text as to_text
from boxdot.notation.printing.latex import packages as packages
