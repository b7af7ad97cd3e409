"""Canonical forms do not depend on the names of bound indices, on order or on grouping."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from boxdot.notation.algebra import multiply as multiply_sizes
from boxdot.notation.indexform.arithmetic import (
    add,
    length,
    multiply,
    number,
    of_atom,
    power,
    scale,
    substitute,
    subtract,
    total,
)
from boxdot.notation.indexform.budgets import BudgetError, limited
from boxdot.notation.indexform.indices import Index, MisalignedError, fresh
from boxdot.notation.indexform.laws.raw import NegativeRadicandError, ZeroDenominatorError
from boxdot.notation.indexform.structure import ONE, ZERO, Call, Delta, Entry, Support
from boxdot.notation.indexform.tensors import Tensor, aligned, contracted
from boxdot.notation.shapes.conventions import Convention


def entry(name, *indices, entries="ℝ"):
    return of_atom(Entry(name, tuple((i,) for i in indices), entries))


def call(function, *forms):
    return of_atom(Call(function, forms))


def indices(*sizes):
    return [Index(size) for size in sizes]


def random_product(rng, pool, factors):
    """Return factors ``A_ij`` over random indices of the pool."""
    return [(rng.choice("ABC"), rng.choice(pool), rng.choice(pool)) for _ in range(factors)]


def built(product, renaming, order):
    forms = [entry(name, renaming[i], renaming[j]) for name, i, j in (product[k] for k in order)]
    return total(multiply(*forms), set(renaming.values()))


@pytest.mark.parametrize("seed", range(80))
def test_names_and_order_do_not_matter(seed):
    rng = random.Random(seed)
    pool = range(rng.randint(2, 5))
    product = random_product(rng, pool, rng.randint(2, 6))
    first = {i: Index("n") for i in pool}
    shuffled = [Index("n") for _ in pool]
    rng.shuffle(shuffled)
    second = dict(zip(pool, shuffled, strict=True))
    order = list(range(len(product)))
    left = built(product, first, order)
    rng.shuffle(order)
    right = built(product, second, order)
    assert left == right
    assert hash(left) == hash(right)
    assert not subtract(left, right)


def test_different_graphs_are_different():
    i, j, k = indices("n", "n", "n")
    path = total(multiply(entry("A", i, j), entry("A", j, k)), [i, j, k])
    fork = total(multiply(entry("A", i, j), entry("A", i, k)), [i, j, k])
    merge = total(multiply(entry("A", i, k), entry("A", j, k)), [i, j, k])
    loop = total(multiply(entry("A", i, j), entry("A", j, i)), [i, j])
    assert len({path, fork, merge, loop}) == 4


def test_interchangeable_indices_need_no_search():
    centre, *leaves = indices("n", *["m"] * 12)
    star = total(multiply(*(entry("A", centre, leaf) for leaf in leaves)), [centre, *leaves])
    row = total(entry("A", centre, leaves[0]), leaves[:1])
    assert star == total(power(row, 12), [centre])


def test_deltas_and_unused_sums():
    i, j = indices("n", "n")
    delta = of_atom(Delta((i,), (j,)))
    assert total(multiply(delta, entry("x", j)), [j]) == entry("x", i)
    assert total(delta, [i, j]) == length("n")
    assert total(ONE, [i, j]) == power(length("n"), 2)
    assert multiply(delta, entry("x", j)) == multiply(delta, entry("x", i))
    assert power(delta, 2) == delta


def test_fused_axes_split_where_needed():
    i, j = indices("I", "J")
    whole = Index(multiply_sizes("I", "J"))
    fused = of_atom(Entry("v", ((i, j),)))
    assert total(fused, [i, j]) == total(of_atom(Entry("v", ((whole,),))), [whole])
    swapped = of_atom(Entry("v", ((j, i),)))
    assert total(fused, [i, j]) == total(swapped, [i, j])
    weight = entry("A", i, j)
    assert total(multiply(fused, weight), [i, j]) != total(multiply(swapped, weight), [i, j])


def test_axes_that_do_not_fit_are_refused():
    left = Tensor((fresh(6),), ONE)
    right = Tensor(((*fresh(4), *fresh(3)),), ONE)
    with pytest.raises(MisalignedError):
        aligned((Tensor(((*fresh(3), *fresh(4)),), ONE), right), Convention.F)
    with pytest.raises(MisalignedError):
        contracted(Tensor((fresh(2), *left.axes), ONE), right, Convention.F)


def test_roots_of_numbers_and_squares():
    (i,) = indices("n")
    assert power(power(number(12), Fraction(1, 2)), 2) == number(12)
    assert power(number(8), Fraction(1, 2)) == scale(power(number(2), Fraction(1, 2)), 2)
    x = entry("x", i)
    assert power(power(x, 2), Fraction(1, 2)) == call("abs", x)
    assert power(power(x, Fraction(1, 2)), 2) == x
    norm = power(total(power(x, 2), [i]), Fraction(1, 2))
    assert power(norm, 2) == total(power(x, 2), [i])
    assert power(scale(norm, -3), 2) == scale(power(norm, 2), 9)


def test_laws_of_functions():
    i, j = indices("n", "n")
    x, y = entry("x", i), entry("y", i)
    assert multiply(call("exp", x), call("exp", y)) == call("exp", add(x, y))
    assert multiply(call("exp", x), call("exp", scale(x, -1))) == ONE
    assert call("log", call("exp", x)) == x
    assert call("abs", multiply(x, y)) == multiply(call("abs", x), call("abs", y))
    assert call("abs", scale(x, -2)) == scale(call("abs", x), 2)
    assert power(call("abs", subtract(x, y)), 2) == power(subtract(x, y), 2)
    assert call("abs", subtract(x, y)) != call("abs", add(x, y))
    support = of_atom(Support(multiply(x, y)))
    assert support == multiply(of_atom(Support(x)), of_atom(Support(y)))
    assert power(support, 3) == support
    binary = entry("b", j, entries="{0,1}")
    assert power(binary, 2) == binary


def test_content_and_signs_of_denominators():
    i, j = indices("n", "n")
    x, y = entry("x", i), entry("y", i)
    inverse = power(add(x, y), -1)
    assert power(add(scale(x, -2), scale(y, -2)), -1) == scale(inverse, Fraction(-1, 2))
    assert power(multiply(x, add(x, y)), -1) == multiply(power(x, -1), inverse)
    assert power(subtract(x, y), -1) == scale(power(subtract(y, x), -1), -1)
    assert substitute(power(x, -1), {i: (j,)}) == power(entry("x", j), -1)


def test_nested_forms_are_canonical_too():
    i, j, k, m = indices("n", "n", "n", "n")
    first = call("exp", total(multiply(entry("A", i, j), entry("x", j)), [j]))
    second = call("exp", total(multiply(entry("x", m), entry("A", k, m)), [m]))
    assert total(first, [i]) == total(second, [k])


def test_what_has_no_value_is_refused():
    i, j = indices("n", "n")
    with pytest.raises(ZeroDenominatorError):
        power(ZERO, -1)
    with pytest.raises(ZeroDenominatorError):
        power(of_atom(Delta((i,), (j,))), -1)
    with pytest.raises(NegativeRadicandError):
        power(number(-2), Fraction(1, 2))
    with pytest.raises(NegativeRadicandError):
        call("log", number(-1))


def test_work_is_bounded():
    (i,) = indices("n")
    big = add(*(entry(f"x{k}", i) for k in range(30)))
    with limited(terms=1_000), pytest.raises(BudgetError, match="term budget"):
        power(big, 10)
    with limited(seconds=-1), pytest.raises(BudgetError, match="time budget"):
        power(big, 10)
