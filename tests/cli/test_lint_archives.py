"""Archives of sources: linted as what is in them, and never trusted."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile

import pytest

from boxdot.grammar.errors import BoxdotError
from boxdot.grammar.papers import archives

PAPER = (
    "\\documentclass{article}\n\\input{part}\n"
    "$X \\in \\mathbb{R}^{n \\times d}$, $b \\in \\mathbb{R}^{1 \\times d}$\n"
)
FILES = {"main.tex": PAPER, "part.tex": "$X + b$\n", "figures/a.pdf": "%PDF", "README": "$1-X$"}


def tar(path, files, mode="w:gz", **facts):
    with tarfile.open(path, mode) as archive:
        for name, text in files.items():
            member = tarfile.TarInfo(name)
            data = text.encode() if isinstance(text, str) else text
            member.size = len(data)
            for fact, value in facts.items():
                setattr(member, fact, value)
            archive.addfile(member, io.BytesIO(data))
    return path


def zipped(path, files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


@pytest.mark.parametrize("name", ["p.tar.gz", "p.tgz", "2301.00001.gz", "p.tar", "p.zip"])
def test_archives_are_linted(boxdot_command, tmp_path, name):
    path = tmp_path / name
    if name.endswith("zip"):
        zipped(path, FILES)
    else:
        tar(path, FILES, "w" if name.endswith(".tar") else "w:gz")
    done = boxdot_command("lint", path, "--json")
    assert done.code == 1
    places = [(f["file"], f["line"], f["column"], f["name"]) for f in done.json]
    assert places == [(f"{path}/part.tex", 1, 4, "implicit-broadcast-add")]
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["2301.00001.gz", "paper.tex.gz"])
def test_a_single_source(boxdot_command, tmp_path, name):
    path = tmp_path / name
    path.write_bytes(gzip.compress((PAPER + "$X + b$").encode()))
    (finding,) = boxdot_command("lint", path, "--json").json
    assert finding["file"].endswith(f"{name}/{name.removesuffix('.gz').removesuffix('.tex')}.tex")


def test_old_encodings(boxdot_command, tmp_path):
    text = (PAPER + "Möbius $X + b$").encode("latin-1")
    path = tar(tmp_path / "p.tar.gz", {"main.tex": text})
    assert [(f["line"], f["column"]) for f in boxdot_command("lint", path, "--json").json] == [
        (4, 11)
    ]


def test_configuration_is_that_around_the_archive(boxdot_command, tmp_path):
    (tmp_path / "boxdot.toml").write_text('ignore = ["BX201"]')
    assert boxdot_command("lint", tar(tmp_path / "p.tar.gz", FILES)).code == 0


def test_archives_are_not_changed(boxdot_command, tmp_path):
    path = tar(tmp_path / "p.tar.gz", FILES)
    before = path.read_bytes()
    for option in ("--fix", "--add-ignore"):
        done = boxdot_command("lint", path, option)
        assert (done.code, path.read_bytes()) == (2, before)
        assert "unpack it" in done.err


@pytest.mark.parametrize(
    "name", ["../a.tex", "/tmp/a.tex", "x/../../a.tex", "C:/a.tex", "..\\a.tex"]
)
@pytest.mark.parametrize("pack", [tar, zipped])
def test_what_leads_out_is_refused(boxdot_command, tmp_path, pack, name):
    (tmp_path / "in").mkdir()
    path = pack(tmp_path / "in" / ("p.zip" if pack is zipped else "p.tar.gz"), {name: PAPER})
    done = boxdot_command("lint", path)
    assert (done.code, done.out) == (2, "")
    assert "leads out of it" in done.err
    assert [entry.name for entry in tmp_path.rglob("*.tex")] == []


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE]
)
def test_links_and_devices_are_passed_over(tmp_path, kind):
    secret = tmp_path / "secret.tex"
    secret.write_text("$1 - X$")
    path = tmp_path / "p.tar"
    tar(path, FILES, "w")
    with tarfile.open(path, "a") as archive:
        member = tarfile.TarInfo("link.tex")
        member.type, member.linkname = kind, str(secret)
        archive.addfile(member)
    (tmp_path / "out").mkdir()
    written = archives.unpack(path, tmp_path / "out")
    assert sorted(file.name for file in written) == ["main.tex", "part.tex"]


def test_links_in_zip_files_are_passed_over(tmp_path):
    path = zipped(tmp_path / "p.zip", FILES)
    with zipfile.ZipFile(path, "a") as archive:
        link = zipfile.ZipInfo("link.tex")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    (tmp_path / "out").mkdir()
    assert "link.tex" not in {file.name for file in archives.unpack(path, tmp_path / "out")}


def bombs(tmp_path):
    zeros = "0" * 300_000
    yield tar(tmp_path / "a.tar.gz", {"a.tex": PAPER, "b.pdf": zeros})
    yield zipped(tmp_path / "a.zip", {"a.tex": PAPER, "b.tex": zeros})
    (tmp_path / "a.gz").write_bytes(gzip.compress(zeros.encode()))
    yield tmp_path / "a.gz"


def test_bombs_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "SLACK", 50_000)
    for number, path in enumerate(bombs(tmp_path)):
        folder = tmp_path / str(number)
        folder.mkdir()
        with pytest.raises(BoxdotError, match="unpacks to more than"):
            archives.unpack(path, folder)


def test_many_and_large_files_are_refused(tmp_path, monkeypatch):
    (tmp_path / "out").mkdir()
    for name, value, said in (("MAX_MEMBERS", 2, "more than 2"), ("MAX_MEMBER", 20, "larger")):
        with monkeypatch.context() as patch:
            patch.setattr(archives, name, value)
            for path in (tar(tmp_path / "p.tgz", FILES), zipped(tmp_path / "p.zip", FILES)):
                with pytest.raises(BoxdotError, match=said):
                    archives.unpack(path, tmp_path / "out")


@pytest.mark.parametrize("name", ["p.tar.gz", "p.gz", "p.zip", "p.tar"])
def test_damaged_archives(boxdot_command, tmp_path, name):
    path = tmp_path / name
    whole = zipped(path, FILES) if name == "p.zip" else tar(path, FILES)
    data = whole.read_bytes()
    for damaged in (b"", data[: len(data) // 2], b"PK\3\4nothing", b"\x1f\x8bnothing", b"text"):
        path.write_bytes(damaged)
        done = boxdot_command("lint", path)
        assert (done.code, done.out) == (2, ""), damaged
        assert "bug" not in done.err


def test_no_paper_in_it(boxdot_command, tmp_path):
    done = boxdot_command("lint", tar(tmp_path / "p.tar.gz", {"a.pdf": "x", "b.sty": "x"}))
    assert done.code == 2
    assert f"{tmp_path}/p.tar.gz: no paper in this archive" in done.err


def test_a_file_and_a_folder_of_one_name(boxdot_command, tmp_path):
    path = tar(tmp_path / "p.tar.gz", {"a.tex": PAPER, "a.tex/b.tex": PAPER})
    assert boxdot_command("lint", path).code == 2
