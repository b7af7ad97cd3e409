"""Shapes flow from statement to statement until nothing changes any more."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from boxdot.grammar.papers import Document, FormulaSource
from boxdot.notation.expressions.nodes import Symbol
from boxdot.notation.expressions.symbols import Declaration
from boxdot.notation.expressions.walking import descendants
from boxdot.notation.linting.candidates import LETTER, Glance, spellings, without_scripts
from boxdot.notation.linting.declaring.unsaid import is_unsaid
from boxdot.notation.linting.evidence import Evidence
from boxdot.notation.linting.examining import Examined, examine
from boxdot.notation.linting.flow.askers import Askers
from boxdot.notation.linting.flow.claiming import claims_of
from boxdot.notation.linting.flow.claims import Claim
from boxdot.notation.linting.flow.knowledge import Knowledge
from boxdot.notation.linting.gathering import Declared
from boxdot.notation.linting.naming import kin_of, split
from boxdot.notation.linting.scoping import Scopes
from boxdot.notation.linting.symbols import PaperSymbols
from boxdot.notation.shapes.conventions import Convention

Guard = Callable[[FormulaSource, Callable[[], list[Examined]]], list[Examined]]
"""Calls a function for a formula, and stands in for it where it fails."""

# How often a formula is read anew because a shape in it has become known, or is known no more.
MOST_READINGS = 4
_DEFINITION = re.compile(r"=|\\(?:leftarrow|gets|coloneqq|triangleq|doteq)(?![A-Za-z])|≔|←|≜")


def unguarded(formula: FormulaSource, work: Callable[[], list[Examined]]) -> list[Examined]:
    """Let errors pass."""
    return work()


class Flow:
    """The formulas of a paper, examined with all that is known of their symbols.

    What a formula makes of a name reaches the formulas that ask for that name, before it or after
    it; these are examined anew. Each formula is, at most ``MOST_READINGS`` times: the cost grows
    with the length of the paper. What a flow ``before`` it made of a formula is taken over where
    it knew the same.
    """

    def __init__(
        self,
        document: Document,
        declared: list[Declared],
        convention: Convention = Convention.F,
        guard: Guard = unguarded,
        pulse: Callable[[], None] = lambda: None,
        before: Flow | None = None,
    ) -> None:
        self.document = document
        self.knowledge = Knowledge(Scopes(declared, document), document)
        self.examined: dict[int, Examined] = {}
        self._convention, self._guard, self._pulse = convention, guard, pulse
        self._glance = Glance(self.knowledge.scopes.tensors)
        self._claimed: dict[int, list[Claim]] = {}
        self._asked: dict[int, dict[str, Declared | None]] = {}
        self._read_with: dict[int, dict[str, Declared | None]] = {}
        self._before = before if before is not None and self._has_sizes_of(before) else None
        self._askers = Askers()
        self._readings: dict[int, int] = {}
        self._unread: dict[str, list[int]] | None = None
        self._pending: deque[int] = deque()
        self._awaited: set[int] = set()

    def run(self) -> Knowledge:
        """Examine every formula that matters, and return what is known then."""
        formulas = self.document.formulas
        self._await(n for n, formula in enumerate(formulas) if self._matters(formula))
        while self._pending:
            self._pulse()
            number = self._pending.popleft()
            self._awaited.discard(number)
            if number in self._asked and not self._has_news(number):
                continue
            if self._readings.get(number, 0) < MOST_READINGS:
                self._examine(number)
            else:
                self.examined.pop(number, None)
        return self.knowledge

    @property
    def knows_tensors(self) -> bool:
        """Whether the shape of any tensor is known."""
        return bool(self._glance.bases)

    def _matters(self, formula: FormulaSource) -> bool:
        text = formula.text
        defines = _DEFINITION.search(text) is not None
        return self._glance.matters(text) or (defines and self._glance.speaks(text))

    def _examine(self, number: int) -> None:
        formula = self.document.formulas[number]
        self._readings[number] = self._readings.get(number, 0) + 1
        asked: dict[str, Declared | None] = {}
        for examined in self._guard(formula, partial(self._listed, number, asked)):
            self.examined[number] = examined
            self._asked[number] = asked
            self._read_with[number] = dict(asked)
            self._askers.note(number, formula.section, asked)
            self._note(number, examined)

    def _listed(self, number: int, asked: dict[str, Declared | None]) -> list[Examined]:
        return [self._as_before(number, asked) or self.read(number, asked)]

    def _has_sizes_of(self, before: Flow) -> bool:
        """Tell whether another flow knows the same sizes, so that it reads names alike."""
        ours, theirs = self.knowledge.sizes, before.knowledge.sizes
        return all(map(is_unsaid, ours ^ theirs))

    def _as_before(self, number: int, asked: dict[str, Declared | None]) -> Examined | None:
        """Return what the flow before this one made of a formula, if it knew the same of names."""
        if self._before is None or number not in self._before.examined:
            return None
        names = self._before._read_with[number]
        if any(self._visible(name, number) != found for name, found in names.items()):
            return None
        asked.update(names)
        return self._before.examined[number]

    def read(self, number: int, asked: dict[str, Declared | None] | None = None) -> Examined:
        """Examine a formula with what is known now; ``asked`` takes the names that it asks for."""
        formula = self.document.formulas[number]

        def declared(name: str) -> Declaration | None:
            found = self._visible(name, number)
            if asked is not None:
                asked[name] = found
            return None if found is None else self.knowledge.declaration(name, formula.section)

        symbols = PaperSymbols(declared, self.knowledge.sizes)
        return examine(formula, symbols, self._convention)

    def _visible(self, name: str, number: int) -> Declared | None:
        """Return what is known of a name in a formula, leaving out what it was solved for."""
        section = self.document.formulas[number].section
        if self.knowledge.rests_on(name, section, number):
            return None
        return self.knowledge.find(name, section)

    # --- what a formula tells ---------------------------------------------------------------

    def _note(self, number: int, examined: Examined) -> None:
        knowledge = self.knowledge
        before = self._claimed.get(number, [])
        after = self._claimed[number] = list(self._claims(number, examined))
        said = {claim.name: claim.shape for claim in after}
        changed = {claim.name: None for claim in after if knowledge.claim(claim)}
        for claim in before:
            if said.get(claim.name) != claim.shape and knowledge.withdraw(claim):
                changed[claim.name] = None
        for name in changed:
            self._wake(name, number)

    def _claims(self, number: int, examined: Examined) -> Iterator[Claim]:
        section = examined.source.section
        setting = self.knowledge.setting(section, examined.symbols)
        for claim in claims_of(examined, setting, lambda n: self._evidence(n, section), number):
            is_size = claim.name in self.knowledge.sizes  # 1/h may speak of the size h
            if not is_size and not self.knowledge.is_declared(claim.name, section):
                yield claim

    def _evidence(self, name: str, section: int) -> Evidence:
        found = self.knowledge.find(name, section)
        return Evidence.DECLARED if found is None else found.evidence

    def _wake(self, name: str, number: int) -> None:
        """Examine anew what asked for a name, and what may matter now that its shape is known."""
        section = self.document.formulas[number].section
        for other in self._askers.reached(name, section, self.knowledge.slots.reach(name, section)):
            if other == number:
                self._note_own(number, name)
            if other not in self._awaited and self._has_news(other, name):
                self._await([other])
        base = split(name).base
        if base not in self._glance.bases:
            self._glance.add(base)
            self._await(self._mattering_now(base))

    def _has_news(self, number: int, of: str | None = None) -> bool:
        """Tell whether anything is known now that was not when a formula was read.

        It is if ``of``, or another name of its family, has a shape of its own since.
        """
        asked = self._asked[number].items()
        key = None if of is None else kin_of(of)
        return any(
            self._visible(name, number) != found
            for name, found in asked
            if key is None or kin_of(name) == key
        )

    def _note_own(self, number: int, name: str) -> None:
        """Note that a formula was read with what it tells of a name itself.

        It was if the name stands in it once, or has that shape already wherever it stands: then it
        is not examined anew for what it says itself.
        """
        asked, examined = self._asked[number], self.examined[number]
        nodes = [
            node
            for chain in examined.statements
            for node in descendants(chain)
            if isinstance(node, Symbol) and node.name == name
        ]
        found = self._visible(name, number)
        if asked.get(name) is None and (len(nodes) < 2 or _have_shape(nodes, examined, found)):
            asked[name] = found

    def _await(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            if number not in self._awaited:
                self._awaited.add(number)
                self._pending.append(number)

    def _mattering_now(self, base: str) -> list[int]:
        """Return the formulas that were passed over, and speak of the name."""
        if self._unread is None:
            self._unread = {}
            for number, formula in enumerate(self.document.formulas):
                if number not in self.examined:
                    for letter in set(LETTER.findall(without_scripts(formula.text))):
                        self._unread.setdefault(letter, []).append(number)
        formulas = self.document.formulas
        numbers = (n for spelling in spellings(base) for n in self._unread.get(spelling, ()))
        return [
            n for n in dict.fromkeys(numbers)
            if n not in self.examined and self._matters(formulas[n])
        ]  # fmt: skip


def _have_shape(nodes: Iterable[Symbol], examined: Examined, found: Declared | None) -> bool:
    """Tell whether all nodes were given the shape that is known now."""
    inference = examined.inference
    if inference is None or found is None or found.shape is None:
        return False
    return all(inference.shape(node) == found.shape for node in nodes)
