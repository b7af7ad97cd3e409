"""Code as notation: parsed, never run; what the code does is what is written."""

from boxdot.notation.decoding.decode import LANGUAGES as LANGUAGES
from boxdot.notation.decoding.decode import decode as decode
from boxdot.notation.decoding.refusing import CodeError as CodeError
from boxdot.notation.decoding.result import Decoded as Decoded
