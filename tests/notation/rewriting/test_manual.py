"""The page of the identities is the table of the identities.

``BOXDOT_UPDATE_DOCS=1 python -m pytest tests/notation/rewriting/test_manual.py`` writes it anew.
"""

from __future__ import annotations

import os
from pathlib import Path

from boxdot.notation.rewriting import FAMILIES, TARGETS, Identity

DOCS = Path(__file__).resolve().parents[3] / "docs"
HEAD = """# Identities

The laws by which `boxdot rewrite` works. Each is proved for all sizes by `boxdot prove`; a named
size stands for any size. `boxdot identities NAME` shows one; `--only NAME` (or `--only eq-25`)
applies it once, from left to right or from right to left.
"""


def row(identity: Identity) -> str:
    guard = f" if {identity.guard}" if identity.guard else ""
    cells = (
        f"`{identity.name}`",
        identity.number.removeprefix("eq. "),
        f"`{identity.equation}`",
        f"`{identity.shapes}`{guard}",
        identity.sentence,
    )
    return "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |"


def page() -> str:
    parts = [HEAD]
    for family, identities in FAMILIES.items():
        parts.append(f"## {family}\n\n| name | eq. | identity | where | what it says |")
        parts.append("|---|---|---|---|---|")
        parts += [*map(row, identities), ""]
    return "\n".join(parts)


def test_the_page_of_identities():
    path = DOCS / "identities.md"
    if os.environ.get("BOXDOT_UPDATE_DOCS") == "1":
        path.write_text(page(), encoding="utf-8")
    assert path.read_text(encoding="utf-8") == page()


def test_the_page_of_rewriting_tells_every_target():
    text = (DOCS / "rewrite.md").read_text(encoding="utf-8")
    for make in TARGETS.values():
        assert f"| `{make().name}` | {make().sentence} |" in text
