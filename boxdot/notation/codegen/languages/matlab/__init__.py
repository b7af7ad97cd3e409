"""MATLAB and GNU Octave."""

from boxdot.notation.codegen.languages.matlab.writing import write_matlab as write_matlab
