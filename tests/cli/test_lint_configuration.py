"""``boxdot.toml`` and ``[tool.boxdot]``: what they say, which one counts, and what they may not."""

from __future__ import annotations

import pytest

PAPER = "$X + b$, $1 - X$, $X \\in \\mathbb{R}^{n \\times d}$, $b \\in \\mathbb{R}^{1 \\times d}$\n"
BOTH = ["BX201", "BX202"]


@pytest.fixture
def project(tmp_path, monkeypatch):
    (tmp_path / "parts").mkdir()
    (tmp_path / "paper.md").write_text(PAPER, encoding="utf-8")
    (tmp_path / "parts" / "part.md").write_text(PAPER, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def codes(boxdot_command):
    def run(*arguments):
        done = boxdot_command("lint", *arguments, "--json")
        assert done.code in (0, 1), done.err
        return [finding["code"] for finding in done.json]

    return run


def configure(folder, text, name="boxdot.toml"):
    (folder / name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", BOTH),
        ('select = ["BX201"]', ["BX201"]),
        ('select = ["scalar-add"]', ["BX202"]),
        ('ignore = ["BX2"]', []),
        ('select = ["BX1"]\nextend-select = ["BX202"]', ["BX202"]),
        ('[per-file-ignores]\n"*.md" = ["BX202"]', ["BX201"]),
        ('[per-file-ignores]\n"parts/*" = ["ALL"]', BOTH),
        ('[per-file-ignores]\n"paper.md" = ["ALL"]', []),
    ],
)
def test_rules(project, codes, text, found):
    configure(project, text)
    assert codes("paper.md") == found
    assert codes("--isolated", "paper.md") == BOTH


def test_pyproject_counts_if_it_has_a_table(project, codes):
    configure(project, '[tool.boxdot]\nselect = ["BX201"]', "pyproject.toml")
    assert codes("paper.md") == ["BX201"]
    configure(project, '[tool.other]\nselect = ["boxdot"]', "pyproject.toml")
    assert codes("paper.md") == BOTH
    configure(project, 'select = ["BX202"]')
    configure(project, '[tool.boxdot]\nselect = ["BX201"]', "pyproject.toml")
    assert codes("paper.md") == ["BX202"]


def test_the_nearest_counts(project, codes):
    configure(project, 'select = ["BX201"]')
    configure(project / "parts", 'select = ["BX202"]')
    assert codes("paper.md", "parts") == BOTH
    assert codes("parts/part.md") == ["BX202"]


def test_the_command_line_wins(project, codes):
    configure(project, 'select = ["BX201"]\nignore = ["BX202"]\noutput-format = "concise"')
    assert codes("paper.md", "--select", "BX202") == ["BX202"]
    assert codes("paper.md", "--extend-select", "BX1") == ["BX201"]
    assert codes("paper.md", "--ignore", "BX201") == []
    other = project / "other.toml"
    configure(project, 'select = ["BX202"]', "other.toml")
    assert codes("paper.md", "--config", other) == ["BX202"]


def test_exclude(project, codes):
    configure(project, 'exclude = ["parts"]')
    assert codes(".") == BOTH
    assert codes("parts/part.md") == BOTH, "what is named itself is linted"
    assert codes(".", "--exclude", "*.md") == []


def test_output_format(project, boxdot_command):
    configure(project, 'output-format = "github"')
    assert boxdot_command("lint", "paper.md").out.startswith("::error ")


def test_symbols_are_declared_for_all_papers(project, codes):
    configure(project, "[symbols]\nA = 'R^{H×W×3}'\n'\\mathbf{B}' = 'R^{H×W}'\n")
    (project / "a.md").write_text("$A \\odot \\mathbf{B}$, $A \\odot B$", encoding="utf-8")
    assert codes("a.md") == ["BX101"]
    own = "$A \\odot \\mathbf{B}$ with $A, \\mathbf{B} \\in \\mathbb{R}^{n}$"
    (project / "b.md").write_text(own, encoding="utf-8")
    assert codes("b.md") == []


def test_macros_are_known_in_all_papers(project, codes):
    (project / "macros.sty").write_text(r"\newcommand{\bb}{b} % \newcommand{\no}{x}")
    configure(project, "macro-files = ['macros.sty']\n[macros]\n'\\add' = '#1 + #2'\n")
    paper = PAPER.replace("X + b", r"\add{X}{\bb}")
    (project / "paper.md").write_text(paper, encoding="utf-8")
    assert codes("paper.md") == BOTH


def test_convention(project, codes):
    (project / "a.md").write_text(
        "$X \\boxdot b$, $X \\in \\mathbb{R}^{n \\times d}$, $b \\in \\mathbb{R}^{d}$",
        encoding="utf-8",
    )
    assert codes("a.md") == ["BX401"]
    configure(project, 'convention = "C"')
    assert codes("a.md") == []
    assert codes("a.md", "--convention", "F") == ["BX401"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            '\nselct = ["BX1"]',
            ":2: unknown option 'selct'\nhelp: did you mean 'select'?",
        ),
        ('ignore = ["BX1"]\nselect = "BX1"', "boxdot.toml:2: select must be a list of strings"),
        ('select = ["BX9999"]', "boxdot.toml:1: select: there is no rule 'BX9999'"),
        ('select = ["scalar-ad"]', "did you mean 'scalar-add'?"),
        ('convention = "G"', "boxdot.toml:1: convention must be one of 'F', 'C', not 'G'"),
        ("[per-file-ignores]\n'a.tex' = 1", "boxdot.toml:2: per-file-ignores.a.tex must be a list"),
        ("[macros]\nvx = 'x'", "boxdot.toml:2: 'vx' is not the name of a macro"),
        ("[symbols]\nA = 'BX'", "boxdot.toml:2: 'BX' does not declare the shape of 'A'"),
        ("[symbols]\nA = 'R^{'", "boxdot.toml:2: "),
        ("macro-files = ['missing.sty']", "missing.sty cannot be read"),
        ("select = [", "boxdot.toml: no TOML: Invalid value"),
        ("a = 1\na = = 2", "boxdot.toml:2:5: no TOML"),
        ("exclude = [1]", "exclude must be a list of strings"),
        ("output-format = 'xml'", "output-format must be one of 'text'"),
        ("symbols = 3", "symbols must be a table, not a number"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(project, boxdot_command, text, said):
    configure(project, text)
    done = boxdot_command("lint", "paper.md")
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert "bug" not in done.err


def test_a_missing_file_and_two_wishes(project, boxdot_command):
    assert boxdot_command("lint", "paper.md", "--config", "no.toml").code == 2
    assert boxdot_command("lint", "paper.md", "--config", "no.toml", "--isolated").code == 2


def test_standard_input_lies_where_its_name_says(project, boxdot_command):
    configure(project / "parts", 'select = ["BX202"]')
    arguments = ("lint", "-", "--json", "--stdin-filename", "parts/x.md")
    done = boxdot_command(*arguments, stdin=PAPER.encode())
    assert [finding["code"] for finding in done.json] == ["BX202"]


def test_fixing_knows_the_configuration(project, boxdot_command):
    configure(project, "select = ['BX201']\n[macros]\n'\\bb' = 'b'")
    (project / "paper.md").write_text(PAPER.replace("X + b", r"X + \bb"), encoding="utf-8")
    assert boxdot_command("lint", "--fix", "paper.md").code == 0
    fixed = (project / "paper.md").read_text(encoding="utf-8")
    assert r"$X \boxplus \bb$, $1 - X$" in fixed
