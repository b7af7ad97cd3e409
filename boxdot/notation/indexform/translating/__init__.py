"""From expressions to index form: one arm a node."""

from boxdot.notation.indexform.translating.statements import Translated as Translated
from boxdot.notation.indexform.translating.statements import translate as translate
