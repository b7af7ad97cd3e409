"""Evaluation: what a formula is worth on arrays."""

from boxdot.numeric.evaluating.evaluate import evaluate as evaluate
from boxdot.numeric.evaluating.evaluate import evaluate_sides as evaluate_sides
from boxdot.numeric.evaluating.loading import is_npy as is_npy
from boxdot.numeric.evaluating.loading import load_array as load_array
from boxdot.numeric.evaluating.loading import load_npz as load_npz
