"""Random formulas: expressions of a wanted shape, and sums of products in index form."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import strategies as st

LETTERS = "ABCDFGHKLMNPQSUVWXYZ"
LENGTHS = (1, 2, 2, 3)
Shape = tuple[int, ...]


@dataclass
class Formulas:
    """Draws an expression of a wanted shape; its symbols are declared as they come."""

    draw: st.DrawFn
    declared: dict[str, Shape] = field(default_factory=dict)

    def one_of(self, *choices):
        return self.draw(st.sampled_from(choices))

    def symbol(self, shape: Shape) -> str:
        """Return a symbol, now and then with trailing axes of length 1 more or fewer."""
        spare = self.one_of(0, 0, 0, 1)
        while shape and shape[-1] == 1 and self.one_of(True, False):
            shape = shape[:-1]
        known = [name for name, other in self.declared.items() if other == shape]
        if known and self.one_of(True, False):
            return self.one_of(*known)
        name = LETTERS[len(self.declared)]
        self.declared[name] = (*shape, *(1,) * spare) if shape else shape
        return name

    def expression(self, shape: Shape, depth: int) -> str:
        full = len(self.declared) > len(LETTERS) - 6
        if depth == 0 or full:
            return self.symbol(shape)
        rules = [self.symbol_only, self.broadcast, self.broadcast, self.strict, self.function]
        rules += [self.scaled, self.negated, self.quotient]
        if 1 in shape and shape != (1,) * len(shape):
            rules.append(self.summed)
        if len(shape) <= 2:
            rules += [self.transposed, self.product, self.diagonal]
        if len(shape) == 1 and shape[0] in (4, 6, 9):
            rules.append(self.vectorised)
        if not shape:
            rules += [self.norm, self.inner, self.trace]
        return self.one_of(*rules)(shape, depth - 1)

    def symbol_only(self, shape: Shape, depth: int) -> str:
        return self.symbol(shape)

    def broadcast(self, shape: Shape, depth: int) -> str:
        left, right = [], []
        for size in shape:
            narrow = self.one_of(None, None, left, right)
            left.append(1 if narrow is left else size)
            right.append(1 if narrow is right else size)
        operator = self.one_of("⊡", "⊞", "⊟")
        return f"({self.part(left, depth)} {operator} {self.part(right, depth)})"

    def part(self, sizes: list[int], depth: int) -> str:
        """Return an expression of a shape that may leave trailing axes of length 1 away."""
        while sizes and sizes[-1] == 1 and self.one_of(True, False):
            sizes = sizes[:-1]
        return self.expression(tuple(sizes), depth)

    def strict(self, shape: Shape, depth: int) -> str:
        operator = self.one_of("⊙", "+", "−")
        return f"({self.expression(shape, depth)} {operator} {self.expression(shape, depth)})"

    def quotient(self, shape: Shape, depth: int) -> str:
        return f"({self.expression(shape, depth)} ⧄ {self.symbol(shape)})"

    def function(self, shape: Shape, depth: int) -> str:
        return f"{self.one_of('tanh', 'sin', 'abs')}({self.expression(shape, depth)})"

    def scaled(self, shape: Shape, depth: int) -> str:
        return f"(2 {self.expression(shape, depth)})"

    def negated(self, shape: Shape, depth: int) -> str:
        return f"(−{self.expression(shape, depth)})"

    def summed(self, shape: Shape, depth: int) -> str:
        mode = self.one_of(*(n for n, size in enumerate(shape) if size == 1))
        wide = (*shape[:mode], self.one_of(*LENGTHS), *shape[mode + 1 :])
        return f"𝒫_{mode + 1}({self.expression(wide, depth)})"

    def transposed(self, shape: Shape, depth: int) -> str:
        rows, columns = (*shape, 1, 1)[:2]
        return f"({self.expression((columns, rows), depth)})ᵀ"

    def product(self, shape: Shape, depth: int) -> str:
        rows, columns = (*shape, 1, 1)[:2]
        inner = self.one_of(*LENGTHS)
        left = self.expression((rows, inner), depth)
        return f"({left} {self.expression((inner, columns), depth)})"

    def diagonal(self, shape: Shape, depth: int) -> str:
        rows, columns = (*shape, 1, 1)[:2]
        if self.one_of(True, False):
            return f"(diag({self.symbol((rows,))}) {self.expression((rows, columns), depth)})"
        return f"({self.expression((rows, columns), depth)} diag({self.symbol((columns,))}))"

    def vectorised(self, shape: Shape, depth: int) -> str:
        rows = {4: 2, 6: self.one_of(2, 3), 9: 3}[shape[0]]
        return f"vec({self.expression((rows, shape[0] // rows), depth)})"

    def norm(self, shape: Shape, depth: int) -> str:
        inner = tuple(self.draw(st.lists(st.sampled_from(LENGTHS), min_size=1, max_size=3)))
        return f"‖{self.expression(inner, depth)}‖{self.one_of('_F', '_1', '_∞')}"

    def inner(self, shape: Shape, depth: int) -> str:
        size = self.one_of(2, 3)
        return f"({self.expression((size,), depth)})ᵀ {self.expression((size,), depth)}"

    def trace(self, shape: Shape, depth: int) -> str:
        size = self.one_of(2, 3)
        return f"tr({self.expression((size, size), depth)})"


@st.composite
def formulas(draw) -> tuple[str, str]:
    shape = tuple(draw(st.lists(st.sampled_from(LENGTHS), max_size=4)))
    if draw(st.integers(0, 5)) == 0:
        shape = (draw(st.sampled_from((4, 6, 9))),)
    source = Formulas(draw)
    text = source.expression(shape, draw(st.integers(1, 3)))
    return text, declarations_of(source.declared)


def declarations_of(declared: dict[str, Shape]) -> str:
    return "; ".join(
        f"{name} ∈ R^{{{'×'.join(map(str, shape))}}}" if shape else f"{name} ∈ R"
        for name, shape in declared.items()
    )


@st.composite
def sums_of_products(draw) -> tuple[str, str, dict[str, int]]:
    """Draw index form: a product of entries, some indices kept in any order, the rest summed."""
    sizes = {index: draw(st.sampled_from((1, 2, 2, 3))) for index in "ijkl"}
    factors = draw(
        st.lists(st.lists(st.sampled_from("ijkl"), min_size=1, max_size=3), min_size=1, max_size=3)
    )
    used = sorted({index for factor in factors for index in factor})
    kept = draw(st.permutations(draw(st.lists(st.sampled_from(used), unique=True))))
    gone = [index for index in used if index not in kept]
    entries = [f"{LETTERS[n]}_{{{','.join(names)}}}" for n, names in enumerate(factors)]
    inner = " ".join(f"Σ_{index}" for index in gone)
    body = f"{inner} {' '.join(entries)}"
    left = f"T_{{{','.join(kept)}}}" if kept else "T"
    shapes = {LETTERS[n]: tuple(names) for n, names in enumerate(factors)}
    declared = {name: tuple(f"n_{index}" for index in names) for name, names in shapes.items()}
    named = {f"n_{index}": size for index, size in sizes.items()}
    return f"{left} = {body}", declarations_of(declared), named
