"""Code in Julia and MATLAB as notation: parsed, never run."""

from boxdot.notation.decoding.dotted.programs import decode_dotted as decode_dotted
