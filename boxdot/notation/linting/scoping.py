"""Which declaration of a name rules at a place of a paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property

from boxdot.grammar.papers import Document
from boxdot.notation.algebra import names_of
from boxdot.notation.expressions.symbols import Declaration
from boxdot.notation.linting.declaring.unsaid import has_unsaid
from boxdot.notation.linting.evidence import Evidence
from boxdot.notation.linting.gathering import Declared
from boxdot.notation.linting.naming import (
    Name,
    answers_for,
    bounds_run,
    family,
    hangs_on_index,
    split,
    tells_others,
)
from boxdot.notation.linting.setting import Setting, speaks_of_khatri_rao
from boxdot.notation.linting.symbols import PaperSymbols
from boxdot.notation.shapes.padding import is_scalar

_Layer = dict[int, list[Declared]]

EVERYWHERE = -2
"""The section of what is declared for the whole project, around all that stands in the paper."""


class Scopes:
    """The declarations of a paper, asked for by name and section.

    A declaration in the same section rules; else one directly in the sections around it, the
    nearest first; else what the whole paper says (not of scalars, whose letters are used again and
    again). Where these disagree, the shape is unknown. What words say of the sizes stands behind
    the declarations of one section, and what words or letters say of the kind behind all.
    """

    def __init__(self, declared: Sequence[Declared], document: Document) -> None:
        self._sections = document.sections
        self._khatri_rao = bool(declared) and speaks_of_khatri_rao(document)
        self._declared = declared
        self._exact: dict[Name, list[Declared]] = {}
        self._families: dict[Name, list[Declared]] = {}
        self._names: dict[int, set[str]] = {}
        for one in declared:
            self._names.setdefault(one.section, set()).add(one.name)
            self._exact.setdefault(split(one.name), []).append(one)
            if (kin := family(one.name)) is not None and tells_others(one.name):
                self._families.setdefault(kin, []).append(one)
        self._layers: dict[str, list[tuple[int, _Layer]]] = {}
        self._agreements: dict[tuple[str, int], Declared | None] = {}
        self._runs = _runs(declared)
        self._own: dict[int, frozenset[str]] = {}
        self._found: dict[tuple[str, int], Declared | None] = {}
        self._spoken: dict[str, frozenset[int]] = {}
        self._renamed: dict[tuple[str, int], Declaration | None] = {}

    @cached_property
    def tensors(self) -> frozenset[str]:
        """The letters of declared tensors: without one of them nothing can be ill-shaped."""
        tensors = (one.name for one in self._declared if _is_tensor(one.declaration))
        return frozenset(split(name).base for name in tensors)

    @cached_property
    def sizes(self) -> frozenset[str]:
        """The names of sizes in declared shapes."""
        shapes = {one.shape for one in self._declared}
        return frozenset(n for shape in shapes for size in shape or () for n in names_of(size))

    def symbols(self, section: int) -> PaperSymbols:
        """Return the symbols as they stand in a section (-1: before the first heading)."""
        return PaperSymbols(lambda name: self.declaration(name, section), self.sizes)

    def declaration(self, name: str, section: int) -> Declaration | None:
        """Return what is declared of a name, or None if its shape is not known there."""
        key = (name, section)
        if key not in self._renamed:
            found = self.find(name, section)
            named = None if found is None else replace(found.declaration, name=name)
            self._renamed[key] = named
        return self._renamed[key]

    def find(self, name: str, section: int) -> Declared | None:
        """Return the declaration that rules, with its place."""
        key = (name, section)
        if key not in self._found:
            self._found[key] = self._search(name, section)
        return self._found[key]

    def speaks_of(self, name: str, section: int) -> bool:
        """Tell whether a section, or one around it, says what a name is, with a shape or not."""
        if name not in self._spoken:
            told = (one for one in self._candidates(name) if _rank(one) < _KIND)
            self._spoken[name] = frozenset(one.section for one in told)
        spoken = self._spoken[name]
        return bool(spoken) and any(around in spoken for around in self._enclosing(section))

    def setting(self, section: int, used: Iterable[str]) -> Setting:
        """Return what is known in a section of the names that a formula uses."""
        own, near = self.own(section), self.near(used, section)
        return Setting(own, near, self.sizes, self._khatri_rao)

    def own(self, section: int) -> frozenset[str]:
        """Return the names that a section, or one around it, declares itself."""
        if section not in self._own:
            around = self._enclosing(section)
            self._own[section] = frozenset(n for one in around for n in self._names.get(one, ()))
        return self._own[section]

    def near(self, names: Iterable[str], section: int) -> frozenset[str]:
        """Return those of the names whose shape such a section tells, if only at another index."""
        around = set(self._enclosing(section))
        found = {name: self.find(name, section) for name in names}
        return frozenset(name for name, one in found.items() if one and one.section in around)

    def _search(self, name: str, section: int) -> Declared | None:
        layers = self._layered(name)
        for around in self._enclosing(section):
            for rank, layer in layers:
                if rank < _KIND and (near := layer.get(around)):
                    return _agreed(near, name)
        for rank, layer in layers:
            found = self._ruling(rank, layer, name, section)
            if found is not None:
                return found
        return None

    def _ruling(self, rank: int, layer: _Layer, name: str, section: int) -> Declared | None:
        """Return which of several that are equally sure rules in a section."""
        for around in self._enclosing(section):
            if near := layer.get(around):
                return _agreed(near, name)
        key = name, rank
        if key not in self._agreements:
            self._agreements[key] = _agreed([one for near in layer.values() for one in near], name)
        found = self._agreements[key]
        return None if found is None or found.shape == () else found

    def _layered(self, name: str) -> list[tuple[int, _Layer]]:
        """Return what tells the shape of a name, the surest first, each by section."""
        if name not in self._layers:
            layers: dict[int, _Layer] = {}
            for one in self._candidates(name):
                layers.setdefault(_rank(one), {}).setdefault(one.section, []).append(one)
            self._layers[name] = sorted(layers.items(), key=lambda layer: layer[0])
        return self._layers[name]

    def _candidates(self, name: str) -> list[Declared]:
        exact = self._exact.get(split(name), [])
        kin = family(name)
        others = [] if kin is None else self._families.get(kin, [])
        same = split(name)
        kindred = [one for one in others if split(one.name) != same and answers_for(one.name, name)]
        return exact + kindred + ([] if kin is None else self._runs.get(kin, []))

    def _enclosing(self, section: int) -> Iterable[int]:
        """Yield a section and those around it, outwards, and what stands before all headings."""
        while section >= 0:
            yield section
            section = self._sections[section].parent
        yield -1
        yield EVERYWHERE


_KIND = 2


def _rank(one: Declared) -> int:
    """Return how sure a declaration is: declared, said with sizes, said without, told by letters.

    One that says a kind without sizes rules only where nothing says more.
    """
    if one.evidence is Evidence.DECLARED:
        return 0
    if one.evidence is Evidence.STYLE:
        return _KIND + 1
    return _KIND if has_unsaid(one.shape) else 1


def _runs(declared: Iterable[Declared]) -> dict[Name, list[Declared]]:
    """Return what formulas declare from a first to a last member: ``W_1, …, W_L ∈ …``."""
    firsts: dict[tuple[int, Name], list[Declared]] = {}
    runs: dict[Name, list[Declared]] = {}
    families = [(one, kin) for one in declared if (kin := family(one.name)) is not None]
    for one, kin in families:
        firsts.setdefault((one.formula, kin), []).append(one)
    for last, kin in families:
        for one in firsts[last.formula, kin]:
            if one.shape == last.shape and bounds_run(one.name, last.name):
                runs.setdefault(kin, []).append(last)
    return runs


def _is_tensor(declaration: Declaration) -> bool:
    """Tell whether a name, or the value of a function, is more than a scalar."""
    shape = declaration.signature[1] if declaration.signature else declaration.shape
    return bool(shape) and not is_scalar(shape or ())


def _agreed(candidates: list[Declared], name: str) -> Declared | None:
    """Return a declaration on whose shape all agree; those of the very name go before others."""
    exact = [one for one in candidates if split(one.name) == split(name)]
    chosen = exact or candidates
    said = {(one.shape, one.declaration.signature) for one in chosen}
    if len(said) != 1 or said == {(None, None)}:
        return None
    if not exact and hangs_on_index(chosen[0].name, chosen[0].shape):
        return None
    return chosen[0]
