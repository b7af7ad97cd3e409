"""Comments that ignore rules: on the line, the next, a block, a file; and those that are unused."""

from __future__ import annotations

import pytest

from boxdot.notation.linting import lint_text

DECLARED = r"$X \in \mathbb{R}^{n \times d}$, $b \in \mathbb{R}^{1 \times d}$." + "\n"
DISPLAY = "\\begin{equation}\n  Y = X + b\n\\end{equation}\n"


def names(text: str, path: str = "a.tex", **options) -> list[str]:
    return [finding.name for finding in lint_text(DECLARED + text, path, **options)]


QUIET = [
    "$X + b$ % boxdot: ignore[BX201]",
    "$X + b$ % boxdot: ignore",
    "$X + b$ %% so it is % boxdot:ignore[ implicit-broadcast-add ]",
    "$X + b$ % boxdot: ignore[BX2]",
    "% boxdot: ignore-next-line[BX201]\n$X + b$",
    "% boxdot: ignore-next-line\n" + DISPLAY,
    "% boxdot: ignore-begin[BX201]\n$X + b$\n\n$X + b$\n% boxdot: ignore-end[BX201]",
    "$X + b$\n\n% boxdot: ignore-file[BX201]",
    "$X\n+ % boxdot: ignore[BX201]\nb$",
]
LOUD = [
    "$X + b$ % boxdot: ignore[BX202]",
    "$X + b$ \\% boxdot: ignore",
    "$X + b$\n% boxdot: ignore",
    "% boxdot: ignore-next-line\n\n$X + b$",
    "% boxdot: ignore-begin\n% boxdot: ignore-end\n$X + b$",
    "% boxdot: ignore-begin[BX2]\n% boxdot: ignore-begin[BX1]\n% boxdot: ignore-end[BX2]\n$X+b$",
    "% boxdot: ignored\n% boxdot: ignore-lines\n$X + b$",
    "<!-- boxdot: ignore-file -->\n$X + b$",
    "$X + b$ % boxdot: ignore[]",
]


@pytest.mark.parametrize("text", QUIET)
def test_quiet(text: str) -> None:
    assert names(text) == []
    assert names(text, select=["BX2", "BX901"]) == []


@pytest.mark.parametrize("text", LOUD)
def test_loud(text: str) -> None:
    assert names(text) == ["implicit-broadcast-add"]


@pytest.mark.parametrize(
    "text",
    [
        "$X + b$ <!-- boxdot: ignore[BX201] -->",
        "<!-- boxdot: ignore-next-line: numpy notation, see there -->\n\n$X + b$".replace(
            "\n\n", "\n"
        ),
        "<!-- boxdot: ignore-next-line[BX201] -->\n$$\nX + b\n$$",
        "$$\nX + b % boxdot: ignore[BX201]\n$$",
        "<!-- boxdot: ignore-begin -->\n$X + b$\n<!-- boxdot: ignore-end -->",
        "$X + b$\n<!-- boxdot: ignore-file[BX2] -->",
    ],
)
def test_markdown(text: str) -> None:
    assert names(text, "a.md") == []


def test_a_block_has_an_end() -> None:
    text = "% boxdot: ignore-begin\n$X + b$\n% boxdot: ignore-end\n$X + b$"
    (finding,) = lint_text(DECLARED + text)
    assert finding.line == 5


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("$X$ % boxdot: ignore[BX201]\n", "$X$\n"),
        ("$X$ % boxdot: ignore\r\n", "$X$\r\n"),
        ("a\n  % boxdot: ignore-next-line\nb\n", "a\nb\n"),
        ("a% boxdot: ignore\nb", "a%\nb"),
        ("a % boxdot: ignore[BX1] since it is so\nb", "a % since it is so\nb"),
        ("$X + b$ % boxdot: ignore[BX201, BX1]\n", "$X + b$ % boxdot: ignore[BX201]\n"),
        ("$X + b$ % boxdot: ignore[BX201, BX999]\n", "$X + b$ % boxdot: ignore[BX201]\n"),
        ("% boxdot: ignore-file[BX1]", ""),
    ],
)
def test_unused_comments_are_taken_out(text: str, after: str) -> None:
    assert names(text) == []
    (finding,) = lint_text(DECLARED + text, select="ALL")
    assert (finding.name, finding.severity) == ("unused-ignore", "warning")
    assert finding.fix is not None
    (edit,) = finding.fix.edits
    whole = DECLARED + text
    assert whole[: edit.start] + edit.text + whole[edit.end :] == DECLARED + after


def test_what_is_not_selected_may_be_needed() -> None:
    assert names("$X + b$ % boxdot: ignore[BX201]\n", select="BX1,BX901") == []


def test_unused_in_markdown_and_in_blocks() -> None:
    (finding,) = lint_text("<!-- boxdot: ignore-begin -->\na\n", "a.md", select="BX901")
    assert (finding.line, finding.column, finding.fix) == (1, 1, None)
    (finding,) = lint_text("a <!-- boxdot: ignore -->\n", "a.md", select="BX901")
    assert finding.fix is not None
    assert finding.fix.edits[0].start == 1
