"""The Python array API standard: only what every library of it has."""

from boxdot.notation.codegen.languages.array_api.table import ARRAY_API as ARRAY_API
