"""Files: which are papers, how they are decoded, what is said about those that are none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from boxdot.grammar.errors import BoxdotError
from boxdot.grammar.papers import discover, read_document, read_documents


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def test_directories_are_searched_for_papers(tmp_path: Path) -> None:
    write(tmp_path, b_md="", a_tex="", c_markdown="", d_txt="", sub__e_MD="", sub__f_py="")
    write(tmp_path, node_modules="")
    for junk in (".git", "sub/node_modules", ".hidden"):
        (tmp_path / junk).mkdir()
        (tmp_path / junk / "x.md").touch()
    found = [p.relative_to(tmp_path).as_posix() for p in discover([tmp_path])]
    assert found == ["a.tex", "b.md", "c.markdown", "sub/e.MD"]


def test_a_file_is_taken_once_whatever_its_name(tmp_path: Path) -> None:
    write(tmp_path, notes_txt="", a_md="")
    found = discover([tmp_path / "notes.txt", tmp_path, tmp_path / "a.md"])
    assert [p.name for p in found] == ["notes.txt", "a.md"]


@pytest.mark.parametrize("name", ["missing", "missing/a.md", "nul\0", "x" * 5000])
def test_a_missing_path_is_said(tmp_path: Path, name: str) -> None:
    with pytest.raises(BoxdotError, match="no such file or directory"):
        discover([tmp_path / name])
    with pytest.raises(BoxdotError, match="cannot be read"):
        read_document(tmp_path / name)


def test_a_directory_without_papers_is_said(tmp_path: Path) -> None:
    write(tmp_path, a_txt="")
    with pytest.raises(BoxdotError, match="no paper in this directory") as caught:
        discover([tmp_path])
    assert ".tex" in caught.value.hint


def test_another_encoding_is_said_with_the_place(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes("ab\ncaf\u00e9 $x$".encode("latin-1"))
    with pytest.raises(
        BoxdotError, match=r"a\.md is not utf-8: byte 0xe9 at offset 6, line 2"
    ) as e:
        read_document(path)
    assert "UTF-8" in e.value.hint
    assert read_document(path, encoding="latin-1").formulas[0].start == 9
    with pytest.raises(BoxdotError, match="unknown encoding"):
        read_document(path, encoding="no-such-encoding")


def test_utf_16_is_read_when_it_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes("$x$".encode("utf-16"))
    assert read_document(path, encoding="utf-16").formulas[0].text == "x"
    with pytest.raises(BoxdotError, match="not utf-8"):
        read_document(path)


def test_binary_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.tex"
    path.write_bytes(b"$x$\n\0")
    with pytest.raises(BoxdotError, match="NUL character on line 2"):
        read_document(path)


def test_a_large_file_is_refused(tmp_path: Path) -> None:
    write(tmp_path, a_md="$x$" * 10)
    with pytest.raises(BoxdotError, match="larger than 20 bytes"):
        read_document(tmp_path / "a.md", max_bytes=20)
    assert len(read_document(tmp_path / "a.md", max_bytes=30).formulas) == 10


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_only_regular_files_are_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.tex")
    with pytest.raises(BoxdotError, match="not a regular file"):
        read_document(tmp_path / "pipe.tex")
    with pytest.raises(BoxdotError, match="is a directory"):
        read_document(tmp_path)
    write(tmp_path, a_tex=rf"\input{{pipe}} \input{{/dev/zero}} \input{{{tmp_path}}} $x$")
    document = read_document(tmp_path / "a.tex")
    assert document.skipped == {"missing include": 3}
    assert len(document.formulas) == 1


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("a.txt", r"\section{A} $x$", "tex"),
        ("a.txt", "# A\n$x$", "markdown"),
        ("-", r"\documentclass{article}\begin{document}$x$", "tex"),
        ("A.TEX", "$x$", "tex"),
    ],
)
def test_the_format_is_that_of_the_name_or_the_text(name: str, text: str, kind: str) -> None:
    document = read_document(name, text=text)
    assert document.format == kind
    assert [f.text for f in document.formulas] == ["x"]


def test_a_part_knows_the_macros_of_its_main_file(tmp_path: Path) -> None:
    preamble = r"\documentclass{a}\input{defs}\begin{document}$no$\input{parts/a}\end{document}"
    write(tmp_path, main_tex=preamble, defs_tex=r"\newcommand{\x}{X}")
    write(tmp_path, parts__a_tex="% !TeX root = ../main.tex\n$\\x$", parts__b_tex=r"$\x$")
    write(tmp_path, parts__c_tex=r"\documentclass[../main]{subfiles}\begin{document}$\x$")

    def texts(name: str, root: Path | None = None) -> list[str]:
        return [f.text for f in read_document(tmp_path / name, root=root).formulas]

    assert texts("parts/a.tex") == ["X"]
    assert texts("parts/c.tex") == ["X"]
    assert texts("parts/b.tex") == [r"\x"]
    assert texts("parts/b.tex", tmp_path / "main.tex") == ["X"]
    assert texts("main.tex", tmp_path / "main.tex") == ["no", "X"]


def test_included_papers_are_read_where_they_are_included(tmp_path: Path) -> None:
    write(tmp_path, a_tex="$a$ \\input{b}", b_tex="$b$", c_md="$c$")
    write(tmp_path, main_tex=r"\documentclass{x}\begin{document}\input{a}$m$")
    documents = read_documents(discover([tmp_path]))
    assert [d.path.name for d in documents] == ["c.md", "main.tex"]
    assert [f.text for f in documents[1].formulas] == ["a", "b", "m"]
    assert [f.path.name for f in documents[1].formulas] == ["a.tex", "b.tex", "main.tex"]


def test_includes_that_grow_without_end_are_bounded(tmp_path: Path) -> None:
    for i in range(30):
        write(tmp_path, **{f"f{i}_tex": rf"\input{{f{i + 1}}}\input{{f{i + 1}}}$x$"})
    document = read_document(tmp_path / "f0.tex")
    assert document.skipped["too many includes"] > 0
    assert len(document.formulas) <= 1001


def test_papers_that_include_each_other_are_each_read_once(tmp_path: Path) -> None:
    texts = {"a.tex": "$a$ \\input{b}", "b.tex": "$b$ \\input{c}", "c.tex": "$c$ \\input{a}"}
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    documents = read_documents([tmp_path / name for name in texts])
    assert [[f.text for f in document.formulas] for document in documents] == [["a", "b", "c"]]


def test_the_main_file_of_a_circle_is_the_paper(tmp_path: Path) -> None:
    (tmp_path / "a.tex").write_text("$a$ \\input{main}")
    main = r"\documentclass{article} \begin{document} $m$ \input{a} \end{document}"
    (tmp_path / "main.tex").write_text(main)
    (document,) = read_documents([tmp_path / "a.tex", tmp_path / "main.tex"])
    assert document.path.name == "main.tex"
    assert [f.text for f in document.formulas] == ["m", "a"]
