"""Maps: composed maps say what one map after the other says."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from boxdot.grammar.papers.sourcemap import Located, SourceMap, TextBuilder
from boxdot.grammar.source import Span


@st.composite
def edits(draw: st.DrawFn, text: str) -> TextBuilder:
    """Copy, replace and leave out stretches of the text."""
    cuts = draw(st.lists(st.integers(0, len(text)), max_size=6).map(sorted))
    made, at = TextBuilder(), 0
    for cut in [*cuts, len(text)]:
        if draw(st.booleans()):
            made.copy(text[at:cut], at)
        elif cut > at and draw(st.booleans()):
            made.stand_in(draw(st.sampled_from(["", "!", "???"])), Span(at, cut))
        at = cut
    return made


@given(st.data(), st.text("abcdef", min_size=1, max_size=20))
def test_a_composed_map_covers_what_both_cover(data: st.DataObject, text: str) -> None:
    inner = data.draw(edits(text))
    outer = data.draw(edits(inner.text))
    both = outer.map.through(inner.map)
    for start in range(outer.length):
        for end in range(start + 1, outer.length + 1):
            middle = outer.map.locate(Span(start, end))
            if middle.start < middle.end:
                assert both.locate(Span(start, end)) == inner.map.locate(middle)


@given(st.data(), st.text("ab ", min_size=1, max_size=20))
def test_a_copy_covers_itself(data: st.DataObject, text: str) -> None:
    made = data.draw(edits(text))
    for at, character in enumerate(made.text):
        span = made.map.locate(Span(at, at + 1))
        assert 0 <= span.start <= span.end <= len(text)
        assert character in "!?" or span.of(text) == character


def test_a_stripped_text_keeps_its_place() -> None:
    stripped = Located("  ab ", SourceMap.identity(5, 10)).stripped()
    assert stripped.text == "ab"
    assert stripped.map.locate(Span(0, 2)) == Span(12, 14)


def test_an_empty_span_is_a_place() -> None:
    made = SourceMap.identity(3, 10)
    assert made.locate(Span(1, 1)) == Span(11, 11)
    assert made.locate(Span(3, 3)) == Span(13, 13)
    assert SourceMap((), 0).locate(Span(0, 0)) == Span(0, 0)
