r"""Macros: what they expand to, and that every character still points to where it came from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxdot.grammar.errors import NotationError
from boxdot.grammar.papers import Macro, expand_macros
from boxdot.grammar.papers.macros import REQUIRED, Parameter
from boxdot.grammar.source import Span

NAMES = (r"\a", r"\b", r"\c", r"\d")

# A body may use the macros after its own only: no macro calls itself.
words = st.sampled_from(["x", "{y}", "_", "^2", r"\mathbf{z}", " ", "+", r"\\", "αβ"])


@st.composite
def tables(draw: st.DrawFn) -> dict[str, Macro]:
    table: dict[str, Macro] = {}
    for i in reversed(range(len(NAMES))):
        count = draw(st.integers(0, 2))
        parts = [words, st.sampled_from([f"#{n + 1}" for n in range(count)] or ["w"])]
        if i + 1 < len(NAMES):
            parts.append(uses(table))
        body = "".join(draw(st.lists(st.one_of(parts), max_size=4)))
        optional = [Parameter("optional", "dd")] if draw(st.booleans()) and count else []
        parameters = (*optional, *[REQUIRED] * (count - len(optional)))
        table[NAMES[i]] = Macro(NAMES[i], parameters, body)
    return table


def uses(table: dict[str, Macro]) -> st.SearchStrategy[str]:
    """Uses of macros with braced arguments."""
    arguments = {
        name: "".join("[o]" if p.kind == "optional" else "{g}" for p in macro.parameters)
        for name, macro in table.items()
    }
    return st.sampled_from([name + arguments[name] + "{}" for name in table])


@given(st.data(), tables())
def test_each_character_maps_into_the_use(data: st.DataObject, table: dict[str, Macro]) -> None:
    use, before, after = data.draw(uses(table)), data.draw(words), data.draw(words)
    text = before + use + after
    expanded = expand_macros(text, table)
    inside = Span(len(before), len(before) + len(use))
    middle = expanded.text.removeprefix(before)[: len(expanded.text) - len(before) - len(after)]
    assert expanded.text == before + middle + after
    for at in range(len(expanded.text)):
        span = expanded.map.locate(Span(at, at + 1))
        if len(before) <= at < len(expanded.text) - len(after):
            assert inside.start <= span.start < span.end <= inside.end
        else:
            assert span.of(text) == expanded.text[at]


@given(st.lists(words).map("".join), tables())
def test_text_without_macros_stays(text: str, table: dict[str, Macro]) -> None:
    expanded = expand_macros(text, table)
    assert expanded.text == text
    assert expanded.map.locate(Span(0, len(text))) == Span(0, len(text))


def test_a_place_in_an_argument_maps_to_the_argument() -> None:
    table = {r"\n": Macro(r"\n", (REQUIRED,), r"\|#1\|_2")}
    text = r"a + \n{\n{x} y}"
    expanded = expand_macros(text, table)
    assert expanded.text == r"a + \|\|x\|_2 y\|_2"
    at = expanded.text.index("x")
    assert expanded.map.locate(Span(at, at + 1)).of(text) == "x"
    assert expanded.map.locate(Span(at - 2, at + 5)).of(text) == r"\n{x}"
    assert expanded.map.locate(Span(4, len(expanded.text))).of(text) == r"\n{\n{x} y}"


@pytest.mark.parametrize(
    ("macros", "text", "expected"),
    [
        ([Macro(r"\x", (), r"\mathbf x")], r"\x y", r"\mathbf x y"),
        ([Macro(r"\x", (), r"\alpha")], r"2\x{}y", r"2\alpha{}y"),
        ([Macro(r"\x", (REQUIRED,), r"\hat #1")], r"\x ab", r"\hat ab"),
        ([Macro(r"\x", (REQUIRED,), r"\hat#1")], r"\x{a}b", r"\hat ab"),
        ([Macro(r"\x", (REQUIRED, REQUIRED), "#2#1")], r"\x12", "21"),
        ([Macro(r"\x", (), r"\y{1}"), Macro(r"\y", (REQUIRED,), "(#1)")], r"\x", "(1)"),
        ([Macro(r"\x", (), r"\y"), Macro(r"\y", (REQUIRED,), "(#1)")], r"\x{2}", "(2)"),
        ([Macro(r"\x", (), r"\hat", alias=True), Macro(r"\hat", (), "!")], r"\x\hat", r"\hat!"),
        ([Macro(r"\x", (Parameter("optional", "d"), REQUIRED), "#1,#2")], r"\x{e}\x[f]g", "d,ef,g"),
        ([Macro(r"\x", (Parameter("optional", "d"),), "#1")], r"\x [e]\x (f)", "ed (f)"),
        ([Macro(r"\x", (Parameter("until", mark=";"),), "<#1>")], r"\x {a};\x b;", "<a><b>"),
        ([Macro(r"\x", (), "## ##")], r"\x", "# #"),
        ([Macro(r"\1", (), r"\mathbf{1}")], r"\1_n\10", r"\mathbf{1}_n\mathbf{1}0"),
    ],
)
def test_expands_as_tex_does(macros: list[Macro], text: str, expected: str) -> None:
    assert expand_macros(text, {m.name: m for m in macros}).text == expected


@pytest.mark.parametrize(
    ("macros", "text", "message"),
    [
        ([Macro(r"\x", (), r"a\x")], r"1 + \x", r"the macro \x calls itself"),
        ([Macro(r"\x", (), r"\y"), Macro(r"\y", (), r"\x")], r"\y", "calls itself"),
        ([Macro(r"\x", (REQUIRED,), r"#1{#1}")], r"\x\x", "calls itself"),
        ([Macro(r"\x", (REQUIRED,), "#1")], r"y \x", r"the macro \x lacks an argument"),
        ([Macro(r"\x", (REQUIRED,), "#1")], r"{\x}", r"lacks an argument"),
        ([Macro(r"\x", (REQUIRED,), "#1")], r"\x{a", r"lacks an argument"),
        ([Macro(r"\x", (Parameter("mark", mark="("),), "")], r"\x[", r"lacks an argument"),
        ([Macro(rf"\{c}", (), rf"\{d}\{d}") for c, d in zip("abcdefghijklmnopqrstuvw",
         "bcdefghijklmnopqrstuvwx", strict=True)], r"\a", "expands without end"),
    ],
)  # fmt: skip
def test_says_which_macro_cannot_be_expanded(macros: list[Macro], text: str, message: str) -> None:
    with pytest.raises(NotationError) as caught:
        expand_macros(text, {m.name: m for m in macros})
    assert message in caught.value.message
    assert caught.value.hint
    assert caught.value.text == text
    assert caught.value.span is not None
    assert 0 <= caught.value.span.start < len(text)
