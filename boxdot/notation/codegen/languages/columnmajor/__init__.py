"""What languages with column-major arrays and free trailing axes share."""

from boxdot.notation.codegen.languages.columnmajor.contracting import expanded as expanded
from boxdot.notation.codegen.languages.columnmajor.naming import named as named
from boxdot.notation.codegen.languages.columnmajor.restating import restated as restated
from boxdot.notation.codegen.rewriting import rewritten as rewritten
