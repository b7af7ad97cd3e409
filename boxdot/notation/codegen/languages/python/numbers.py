"""Functions of plain numbers, for libraries whose functions take arrays only."""

from boxdot.notation.codegen.writer import ATOM, PRODUCT, Pattern

_SAME = "exp log log2 log10 log1p expm1 sqrt sin cos tan sinh cosh tanh floor ceil erf"
_ARCS = "sin cos tan sinh cosh tanh"

NUMBERS = {
    **{name: Pattern(f"math.{name}({{}})") for name in _SAME.split()},
    **{f"arc{name}": Pattern(f"math.a{name}({{}})") for name in _ARCS.split()},
    "abs": Pattern("abs({})"),
    "round": Pattern("round({})"),
    "sign": Pattern("math.copysign({0} != 0, {0})", ATOM),
    "conj": Pattern("{}", ATOM),
    "real": Pattern("{}", ATOM),
    "imag": Pattern("0 * {}", ATOM, PRODUCT),
    "maximum": Pattern("max({})"),
    "minimum": Pattern("min({})"),
    "sigmoid": Pattern("1 / (1 + math.exp(-{}))", ATOM, PRODUCT),
    "relu": Pattern("max({}, 0)"),
    "softplus": Pattern("math.log1p(math.exp({}))"),
    "indicator": Pattern("float({})"),
}
"""Python's own functions."""
