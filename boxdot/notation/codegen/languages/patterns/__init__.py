"""Libraries that name the axes in a pattern: ``"h w c, h w -> h w c"``."""

from boxdot.notation.codegen.languages.patterns.spelling import Spelling as Spelling
