"""How the code is laid out, in numbers: `poe house`, or `python -m tests.architecture.house [FOLDER…]`.

Each folder is a checkout of mediaapp, the current one by default; two of them are shown side by side:

    git worktree add ../before COMMIT && python -m tests.architecture.house ../before .
"""

import ast
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

PACKAGES = ("mediaapp", "workers", "resources")
MAX_FILE = 400
MAX_FUNCTION = 60
MOST_NAMED = 3
Place = tuple[str, int]
"""A module's dotted name, and a line of it."""


class Row(NamedTuple):
    """A measurement, and the places behind it."""

    name: str
    value: str
    places: tuple[str, ...] = ()


class House:
    """The modules of a checkout, each parsed once."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @cached_property
    def sources(self) -> Mapping[str, ast.Module]:
        """Every module of the application by its dotted name."""
        return dict(self._parsed(PACKAGES))

    @cached_property
    def tests(self) -> Mapping[str, ast.Module]:
        """Every module of the tests."""
        return dict(self._parsed(["tests"]))

    @cached_property
    def imports(self) -> Mapping[str, frozenset[str]]:
        """Which modules of the application each one imports, anywhere in it."""
        return {name: frozenset(self._imported(tree)) - {name} for name, tree in self.sources.items()}

    def _parsed(self, packages: Iterable[str]) -> Iterator[tuple[str, ast.Module]]:
        for package in packages:
            for path in sorted((self.root / package).rglob("*.py")):
                parts = path.relative_to(self.root).with_suffix("").parts
                name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
                yield name, ast.parse(path.read_text("utf-8"))

    def _imported(self, tree: ast.Module) -> Iterator[str]:
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names if alias.name in self.sources)
            elif isinstance(node, ast.ImportFrom) and node.module is not None:
                for alias in node.names:
                    inner = f"{node.module}.{alias.name}"
                    if inner in self.sources:
                        yield inner
                    elif node.module in self.sources:
                        yield node.module


def size(house: House) -> Iterator[Row]:
    """How many modules there are, and how much each one needs of the others."""
    modules = len(house.sources)
    edges = sum(map(len, house.imports.values()))
    yield Row("modules of the application", f"{modules}")
    yield Row("imports a module", f"{edges / max(modules, 1):.2f}")
    lines = sum(_last_line(tree) for tree in house.sources.values())
    yield Row("lines of the application", f"{lines:,}")


def class_names(house: House) -> Iterator[Row]:
    """Names that stand for more than one public class."""
    defined: dict[str, list[str]] = defaultdict(list)
    for module, tree in house.sources.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                defined[node.name].append(module)
    doubled = {name: modules for name, modules in defined.items() if len(modules) > 1}
    places = tuple(f"{name}: {', '.join(modules)}" for name, modules in sorted(doubled.items()))
    yield Row("class names used twice", f"{len(doubled)}", places)


def format_names(house: House) -> Iterator[Row]:
    """Places that name one image format, outside of the files and folders that bear its name.

    That is `Format.JPEG`, and the import of a module that bears it.
    """
    formats = {name.lower() for tree in house.sources.values() for name in _members(tree, "Format")}
    found = Counter[str]()
    for module, tree in house.sources.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Format":
                named = node.attr.lower()
                if named in formats - _bears(module):
                    found[module] += 1
    places = tuple(f"{module}: {n}" for module, n in found.most_common())
    yield Row("places that name a format outside its folder", f"{found.total()} in {len(found)} files", places)
    imports = [
        f"{module}: {target}"
        for module, targets in house.imports.items()
        for target in sorted(targets)
        if _bears(target) & formats - _bears(module)
    ]
    yield Row("imports of a format's modules from outside", f"{len(imports)}", tuple(imports))


def private_reaches(house: House) -> Iterator[Row]:
    """Private members (`._x`) of other objects, taken in tests."""
    found = Counter[str]()
    for module, tree in house.tests.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and _is_private(node.attr) and not _is_own(node.value):
                found[module] += 1
    places = tuple(f"{module}: {n}" for module, n in found.most_common())
    yield Row("private members that tests reach into", f"{found.total()} in {len(found)} files", places)


def untyped(house: House) -> Iterator[Row]:
    """Where the window says `Any`, or sends a signal of `object`."""
    window = {module: tree for module, tree in house.sources.items() if module.startswith("mediaapp.gui")}
    anything = [
        (module, node.lineno)
        for module, tree in window.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and node.id == "Any"
    ]
    yield Row("`Any` in the window", f"{len(anything)}", _told(anything))
    signals = [
        (module, node.lineno)
        for module, tree in window.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "Signal"
        and any(isinstance(value, ast.Name) and value.id == "object" for value in node.args)
    ]
    yield Row("`Signal(object)` in the window", f"{len(signals)}", _told(signals))


def hubs(house: House) -> Iterator[Row]:
    """The modules that most others import, and those that import most."""
    imported = Counter(target for targets in house.imports.values() for target in targets)
    importing = Counter({module: len(targets) for module, targets in house.imports.items()})
    for name, counted in (("most imported", imported), ("importing most", importing)):
        yield Row(name, ", ".join(f"`{module}` {n}" for module, n in counted.most_common(MOST_NAMED)))


def caps(house: House) -> Iterator[Row]:
    """Files and functions that are too long to read."""
    files = [f"{module}: {lines}" for module, tree in house.sources.items() if (lines := _last_line(tree)) > MAX_FILE]
    yield Row(f"files over {MAX_FILE} lines", f"{len(files)}", tuple(files))
    functions = [
        f"{module}.{node.name}: {length}"
        for module, tree in house.sources.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > MAX_FUNCTION
    ]
    yield Row(f"functions over {MAX_FUNCTION} lines", f"{len(functions)}", tuple(functions))


def cycles(house: House) -> Iterator[Row]:
    """Groups of modules that need each other, imports inside functions included."""
    reached = {module: _reached(module, house.imports) for module in house.imports}
    groups = {
        frozenset(other for other in reached[module] if module in reached[other])
        for module in reached
        if module in reached[module]
    }
    yield Row("cycles", f"{len(groups)}", tuple(", ".join(sorted(group)) for group in groups))


MEASUREMENTS: tuple[Callable[[House], Iterator[Row]], ...] = (
    size,
    class_names,
    format_names,
    private_reaches,
    untyped,
    hubs,
    caps,
    cycles,
)


def measured(root: Path) -> list[Row]:
    """Every measurement of one checkout."""
    house = House(root)
    return [row for measurement in MEASUREMENTS for row in measurement(house)]


def _members(tree: ast.Module, enum: str) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and node.name == enum:
            for line in node.body:
                if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name):
                    yield line.targets[0].id


def _bears(module: str) -> set[str]:
    """The words of a module's name: 'workers.image.gif_extent' bears 'gif'."""
    return set(re.split(r"[._]", module))


def _is_private(name: str) -> bool:
    return name.startswith("_") and not name.endswith("__")


def _is_own(value: ast.expr) -> bool:
    return isinstance(value, ast.Name) and value.id in {"self", "cls"}


def _last_line(tree: ast.Module) -> int:
    return max((node.end_lineno or 0 for node in tree.body), default=0)


def _told(places: Iterable[Place]) -> tuple[str, ...]:
    return tuple(f"{module}:{line}" for module, line in places)


def _reached(start: str, imports: Mapping[str, frozenset[str]]) -> frozenset[str]:
    seen = set[str]()
    waiting = [*imports[start]]
    while waiting:
        module = waiting.pop()
        if module not in seen:
            seen.add(module)
            waiting.extend(imports[module])
    return frozenset(seen)


def main() -> None:
    """Print one checkout with the places behind each number, or several as a table."""
    roots = [Path(folder) for folder in sys.argv[1:]] or [Path.cwd()]
    told = [measured(root) for root in roots]
    if len(roots) == 1:
        for row in told[0]:
            print(f"{row.name:<48} {row.value}")
            for place in row.places:
                print(f"    {place}")
        return
    print("|", " | ".join(["what", *map(str, roots)]), "|")
    print("|---" * (len(roots) + 1) + "|")
    for rows in zip(*told, strict=True):
        print("|", " | ".join([rows[0].name, *(row.value for row in rows)]), "|")


if __name__ == "__main__":
    main()
