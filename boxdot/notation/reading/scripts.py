"""What a subscript or superscript means: part of the name, an index, a power, a transpose …"""

from __future__ import annotations

from dataclasses import dataclass, replace

from boxdot.grammar.errors import UnsupportedError
from boxdot.grammar.source import Span
from boxdot.notation.algebra import Size
from boxdot.notation.expressions.nodes import (
    Apply,
    Binary,
    BroadcastForm,
    Chain,
    Constant,
    ConstantKind,
    Expr,
    Index,
    Indicator,
    Inner,
    Listing,
    Marginal,
    Negate,
    Norm,
    Number,
    Op,
    Power,
    Relation,
    Symbol,
    Transpose,
)
from boxdot.notation.expressions.symbols import Symbols
from boxdot.notation.reading.indices import (
    are_indices,
    declared_order,
    fitted,
    is_multiple,
    is_word,
    split_indices,
)
from boxdot.notation.reading.names import decorated, script_text
from boxdot.notation.reading.parts import is_part
from boxdot.notation.reading.sizes import shape_of, size_of

_TRANSPOSES = frozenset({"ᵀ", "T", "⊤", "𝖳", "𝚃", "t̂"})
_LABEL_MARKS = frozenset({"*", "+", "−", "†", "′", "∗", "⊥", "∘", "⊙"})


@dataclass(frozen=True, slots=True)
class Script:
    """One script: its sign (``_`` or ``^``), what stands in it, where, and in which brackets."""

    sign: str
    items: tuple[Expr, ...]
    span: Span
    brackets: str = ""

    def label(self) -> str | None:
        """Return the content as part of a name (``xi``, ``t−1``, ``(l)``), if it can be one."""
        if self.content_is("ᵀ"):
            return None
        text = script_text(self.items)
        if text is None or not self.brackets or isinstance(self.items[0], Listing):
            return text
        return f"{self.brackets[0]}{text}{self.brackets[1]}"

    def content_is(self, name: str) -> bool:
        """Tell whether the content is just this one name."""
        return len(self.items) == 1 and self.items[0] == Symbol(name)


def apply_scripts(base: Expr, scripts: list[Script], symbols: Symbols, text: str) -> Expr:
    """Return the base with its scripts, from the inside out.

    As many scripts as make a declared name belong to the name (``W_0``, ``A^(r)``, ``m^X``);
    what each of the others means is decided by its content.
    """
    rest = scripts
    if isinstance(base, Symbol):
        base, rest = _declared_name(base, _transposed_last(base, scripts, symbols), symbols)
        if len(rest) == 2 and (entry := _entry(base, rest, symbols)):
            return entry
    elif _is_identity(base) and (found := _declared_identity(base, scripts, symbols, text)):
        base, rest = found
    for script in rest:
        base = _decorate(base, script, symbols, text)
    return base


# --- names ------------------------------------------------------------------------------------


def _declared_name(
    base: Symbol, scripts: list[Script], symbols: Symbols
) -> tuple[Symbol, list[Script]]:
    """Take in as many scripts as make a declared name."""
    for count in range(len(scripts), 0, -1):
        name = base.name
        for script in scripts[:count]:
            label = script.label()
            if label is None:
                break
            name = decorated(name, script.sign, label)
        else:
            found = symbols.resolve(name)
            if found is not None and not is_part(base, _below(scripts[:count]), found, symbols):
                return Symbol(found, span=_span(base, scripts[count - 1])), scripts[count:]
    return base, scripts


def _transposed_last(base: Symbol, scripts: list[Script], symbols: Symbols) -> list[Script]:
    """Put ``ᵀ`` behind a subscript that makes a declared name: ``Wᵀ_{xh}`` is ``(W_{xh})ᵀ``."""
    if len(scripts) < 2 or scripts[1].sign != "_" or scripts[1].content_is("□"):
        return scripts
    first, second, *others = scripts
    if first.sign != "^" or not any(map(first.content_is, _TRANSPOSES)):
        return scripts
    _, left = _declared_name(base, [second], symbols)
    return scripts if left else [second, first, *others]


def _below(scripts: list[Script]) -> tuple[Expr, ...]:
    """Return what stands in the one subscript, if there is nothing else."""
    (first, *others) = scripts
    return first.items if first.sign == "_" and not (others or first.brackets) else ()


def _declared_identity(
    base: Expr, scripts: list[Script], symbols: Symbols, text: str
) -> tuple[Expr, list[Script]] | None:
    """Take ``I_t`` for the declared symbol it may be, not for an identity."""
    written = base.span.of(text) if base.span else "I"
    letter = Symbol(written if len(written) == 1 else "I", span=base.span)
    letters = (letter, replace(letter, name="𝐈"), replace(letter, name="𝑰"))
    found = [_declared_name(candidate, scripts, symbols) for candidate in letters]
    found = [(symbol, rest) for symbol, rest in found if len(rest) < len(scripts)]
    declared = (one for one in found if symbols.get(one[0].name) is not None)
    return next(declared, found[0] if found else None)


# --- other meanings ---------------------------------------------------------------------------


def _decorate(base: Expr, script: Script, symbols: Symbols, text: str) -> Expr:
    span = _span(base, script)
    if script.sign == "^":
        return _raised(base, script, span, symbols)
    if script.content_is("□"):
        return Marginal(base, span=span)
    match base:
        case Constant():
            return _sized(base, script, span, text)
        case Norm():
            return _normed(base, script, span, symbols)
        case Inner():
            return replace(base, weight=script.items[0], span=span)
    return _lowered(base, script, span, symbols, text)


def _raised(base: Expr, script: Script, span: Span, symbols: Symbols) -> Expr:
    if script.content_is("□"):
        return BroadcastForm(base, span=span)
    item = script.items[0]
    if len(script.items) == 1 and isinstance(item, Symbol):
        if item.name in _TRANSPOSES and (item.name == "ᵀ" or item.name not in symbols):
            return Transpose(base, span=span)
        if item.name in _LABEL_MARKS and isinstance(base, Symbol):
            return Symbol(base.name + item.name.replace("−", "⁻"), span=span)
        if item.name == "′" and isinstance(base, Index) and isinstance(base.base, Symbol):
            primed = replace(base.base, name=base.base.name + "′")  # i_{1}^{\prime} is i′_1
            return replace(base, base=primed, span=span)
    if item == Negate(Symbol("T")) or item == Negate(Symbol("ᵀ")):
        return Transpose(Power(base, Number("-1"), span=base.span), span=span)
    if isinstance(item, Negate) and isinstance(item.operand, Number):
        return Power(base, Number("-" + item.operand.text), span=span)
    label = _label(script)
    if label is not None and isinstance(base, Symbol):
        return Symbol(decorated(base.name, "^", label), span=span)
    if label is not None and isinstance(base, Index):
        if script.brackets and isinstance(base.base, Symbol):  # H_t^{(l)} is H^{(l)}_t
            labelled = replace(base.base, name=decorated(base.base.name, "^", label))
            return replace(base, base=labelled, span=span)
        return replace(base, superscripts=(*base.superscripts, *script.items), span=span)
    if len(script.items) > 1:
        if isinstance(base, Symbol):
            return Index(base, (), script.items, span=span)
        raise UnsupportedError("several things in one superscript", span=span)
    return Power(base, item, span=span)


def _label(script: Script) -> str | None:
    """Return the text of a superscript that can only be a label: ``(l)``, ``(i,j)``, a word."""
    if script.brackets or isinstance(script.items[0], Listing):
        return script.label()
    item = script.items[0]
    single_word = len(script.items) == 1 and isinstance(item, Symbol) and is_word(item.name)
    return script.label() if single_word else None


def _lowered(base: Expr, script: Script, span: Span, symbols: Symbols, text: str) -> Expr:
    item = script.items[0]
    if script.brackets == "()" and not isinstance(item, Listing):
        return Apply("unfold", (base,), (item,), span=span)
    if isinstance(base, Symbol) and (label := script.label()) is not None:
        word = item.name if len(script.items) == 1 and isinstance(item, Symbol) else ""
        if (
            (is_word(word) and not are_indices(word, base, symbols))
            or script.brackets
            or isinstance(item, Listing)
        ):
            return Symbol(decorated(base.name, "_", label), span=span)
    if any(isinstance(i, Apply) and i.function == "{}" for i in script.items):
        raise UnsupportedError("a condition in a subscript", text=text, span=script.span)
    indices = script.items
    if not is_multiple(indices, base, symbols):
        indices = fitted(split_indices(script.items), base, symbols)
    if base == Symbol("δ") and len(indices) == 2 and symbols.resolve("δ") is None:
        return _kronecker_delta(indices, span) or Index(base, indices, span=span)
    return Index(base, indices, span=span)


def _kronecker_delta(indices: tuple[Expr, ...], span: Span) -> Indicator | None:
    """Read an undeclared ``δ_{ij}`` as 1 where its indices agree."""
    if not all(isinstance(index, Symbol) for index in indices):
        return None
    return Indicator(Chain(indices, (Relation.EQUAL,)), span=span)


def _entry(base: Symbol, scripts: list[Script], symbols: Symbols) -> Index | None:
    """Read ``F^{kk′}_{ij}`` as an entry where both scripts together index a declared tensor."""
    by_sign = {script.sign: script for script in scripts}
    if set(by_sign) != {"_", "^"} or by_sign["_"].content_is("□"):
        return None
    upper, lower = split_indices(by_sign["^"].items), split_indices(by_sign["_"].items)
    names = all(isinstance(i, Symbol) and i.name not in ("ᵀ", "□") for i in upper)
    if not names or declared_order(base, symbols) != len(upper) + len(lower):
        return None
    return Index(base, lower, upper, span=_span(base, scripts[-1]))


def _sized(base: Constant, script: Script, span: Span, text: str) -> Expr:
    """Read ``𝟏_J``, ``𝟎_{2,2}``, ``I_n``; ``1_{i=k}`` is an indicator."""
    item = script.items[0]
    if isinstance(item, Apply) and item.function == "{}":
        relation = Relation(getattr(item.parameters[0], "name", "="))
        return Indicator(Chain(item.arguments, (relation,)), span=span)
    sizes: tuple[Size, ...] | None = None
    found = [size_of(i) for i in script.items]
    if len(script.items) > 1 and None not in found:
        sizes = tuple(size for size in found if size is not None)
    elif len(script.items) == 1:
        sizes = shape_of(item)
    if sizes is None:
        raise UnsupportedError("the subscript of a constant is its shape", text=text, span=span)
    return replace(base, sizes=sizes, span=span)


def _normed(base: Norm, script: Script, span: Span, symbols: Symbols) -> Expr:
    """Read ``‖·‖_F ‖·‖₀ ‖·‖_∞ ‖·‖_* ‖·‖_{2,1}``; any other subscript is a weight matrix."""
    if len(script.items) > 1:
        kinds = [_kind_of_norm(item) for item in script.items]
        if len(kinds) > 2 or None in kinds:
            hint = "known are ‖X‖_F, ‖X‖_p, ‖X‖_{p,q}, ‖X‖_* and ‖x‖_P with a matrix P"
            raise UnsupportedError("this norm is not known", span=script.span, hint=hint)
        return replace(base, kind=",".join(kind for kind in kinds if kind), span=span)
    match script.items[0]:
        case Symbol(name=name) if name in ("F", "fro", "𝐹", "Fro"):
            return replace(base, kind="F", span=span)
        case Binary(op=Op.MATMUL) | Listing():
            return replace(base, kind=script_text(script.items) or "?", span=span)
        case Symbol(name=name) if is_word(name) and symbols.resolve(name) is None:
            return replace(base, kind=name, span=span)  # ‖X‖_op, ‖X‖_nuc
        case weight if (kind := _kind_of_norm(weight)) is None:
            return replace(base, weight=weight, span=span)
    return replace(base, kind=kind, span=span)


def _kind_of_norm(item: Expr) -> str | None:
    """Return the subscript of an entrywise or nuclear norm as text, or None."""
    match item:
        case Number(text=kind):
            return kind
        case Symbol(name="∗" | "*"):
            return "*"
        case Symbol(name="∞" | "p" | "q" as name):
            return name
    return None


def _is_identity(base: Expr) -> bool:
    return isinstance(base, Constant) and base.kind is ConstantKind.IDENTITY


def _span(base: Expr, script: Script) -> Span:
    return script.span if base.span is None else base.span | script.span
