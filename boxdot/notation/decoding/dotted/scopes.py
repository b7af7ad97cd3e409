"""The state of reading Julia and MATLAB; evaluation is passed in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.decoding.arrays import Array
from boxdot.notation.decoding.composing import Composer
from boxdot.notation.decoding.context import Context
from boxdot.notation.decoding.declaring import Declared
from boxdot.notation.decoding.dotted.tokens import Tree
from boxdot.notation.decoding.dotted.values import Own, Value, array_of
from boxdot.notation.decoding.refusing import CodeError, Refused
from boxdot.notation.decoding.symbols import symbol_of
from boxdot.notation.expressions.nodes import Expr


@dataclass(slots=True)
class Reading:
    """Names in scope, and what is collected; ``origins`` are what was reshaped, by its node."""

    text: str
    context: Context
    declared: Declared
    composer: Composer
    evaluate: Callable[[Reading, Tree], Value]
    run: Callable[[Reading, Sequence[Tree]], tuple[Value, bool]]
    names: dict[str, Value] = field(default_factory=dict)
    origins: dict[Expr, Array] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)
    by_entry: bool = False
    depth: int = 0

    @property
    def julia(self) -> bool:
        """Whether the language is Julia; in MATLAB every array has two axes at least."""
        return self.context.language == "Julia"

    def array(self, tree: Tree) -> Array:
        """Return what an expression is, which must be an array."""
        return array_of(self.evaluate(self, tree))

    def is_array(self, name: str) -> bool:
        """Return whether a name stands for an array."""
        if name in self.names:
            return not isinstance(self.names[name], Own)
        symbol = symbol_of(name, self.declared.given)
        return symbol is not None and self.declared.shape(symbol, self.context) is not None

    def entry_by_entry(self) -> Reading:
        """Return the reading of ``@. …``, where every operation has a dot."""
        return replace(self, by_entry=True)

    def new_memory(self, name: str) -> frozenset[str]:
        """Return a memory that nothing else has."""
        return frozenset({f"{name} {len(self.changed)} {len(self.composer.defined)}"})

    def guarded(self, tree: Tree, action: Callable[[], Value]) -> Value:
        """Return what an action gives; what cannot be read is shown with its place."""
        try:
            return action()
        except Refused as refused:
            kind = CodeError if refused.raises else UnsupportedError
            raise kind(refused.message, text=self.text, span=tree.span, hint=refused.hint) from None
