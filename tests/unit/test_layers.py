"""Which module may know which: imports go down, from what wires the stages to the words they share, and never back."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
LAYERS = (
    ("errors", "english", "decode", "lexical"),
    ("types", "content_words", "manifest", "questions", "squad", "embed", "formats"),
    ("models", "codes", "markup", "sentences", "passages", "retrieve", "growth", "repeats", "examples", "receipt"),
    ("understanding", "read", "index", "corpus"),
    ("evidence", "cascade", "formats.extract"),
    ("find", "compose", "gather", "leads", "search", "report"),
    ("pipeline", "render"),
    ("library",),
    ("batch",),
    ("evaluation",),
    ("commands", "training"),
    ("cli", "evaluation.pytest_plugin"),
    ("__main__",),
)
"""From the lowest to the highest. A module, or a whole package, may import what stands lower, and a package its own."""
PLACES = {name: height for height, layer in enumerate(LAYERS) for name in layer}


def modules() -> dict[str, Path]:
    """Return the modules of `rag` by their names in it."""
    package = ROOT / "rag"
    paths = (path.relative_to(package).with_suffix("") for path in package.rglob("*.py"))
    return {".".join(path.parts): (package / path).with_suffix(".py") for path in paths if path.name != "__init__"}


def imported(path: Path, known: dict[str, Path]) -> Iterator[str]:
    """Yield what a module imports of `rag`, also where it does so late; a name of a package's own is the package."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name.removeprefix("rag.") for name in node.names if name.name.startswith("rag."))
        elif isinstance(node, ast.ImportFrom) and node.module == "rag":
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("rag."):
            module = (node.module or "").removeprefix("rag.")
            within = {f"{module}.{name.name}" for name in node.names}
            yield from within & known.keys() or {module}


def named(module: str) -> str:
    """Return the name under which a module has its place: its own or its package's."""
    return module if module in PLACES else module.rpartition(".")[0]


def test_every_module_has_a_place_and_every_place_is_one() -> None:
    assert {named(module) for module in modules()} == PLACES.keys()
    assert sum(map(len, LAYERS)) == len(PLACES)


def test_imports_go_down() -> None:
    known = modules()
    up = [
        f"{module} imports {other}"
        for module, path in known.items()
        for other in imported(path, known)
        if named(other) != named(module) and PLACES[named(other)] >= PLACES[named(module)]
    ]
    assert not up
