"""Code in Python (NumPy, PyTorch, JAX) as notation: parsed, never run."""

from boxdot.notation.decoding.python.programs import decode_python as decode_python
