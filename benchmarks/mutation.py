"""Does a test fail when the code that guards the verdicts is made wrong?

    python -m benchmarks.mutation [--jobs N] [--only absence] [--again OUTPUT] [--list]

Makes every classic small fault in the modules below, one at a time and in memory only, and runs the
tests of the room against each. A fault that no test notices is printed with its place; those in
`benchmarks/mutation.toml` are known to change nothing, and why stands there. Ends with 1 when there
are others. Takes minutes on two cores; not a part of the checks.
"""

import argparse
import ast
import importlib.abc
import importlib.machinery
import importlib.util
import os
import signal
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, ModuleType

import hypothesis  # noqa: F401 - loaded once, before the processes part
import pytest

import registry  # noqa: F401

ROOT = Path(__file__).resolve().parent.parent
GUARDS = (
    "audit/absence.py",
    "audit/settling.py",
    "audit/soundness.py",
    "audit/deciding.py",
    "audit/publication.py",
    "audit/case.py",
    "audit/days.py",
    "audit/imports.py",
    *(
        f"audit/rules/publication_{name}.py"
        for name in ("back_dated", "late", "not_found", "silently_edited", "withdrawn")
    ),
    "audit/rules/publication_wrong_column.py",
)
EQUIVALENT = Path(__file__).with_suffix(".toml")
TESTS = (
    *("-x", "-q", "-p", "no:cacheprovider", "--hypothesis-profile=ci"),
    *("-W", "ignore::pytest.PytestAssertRewriteWarning"),
    *("--ignore=tests/audit/test_real_reports.py", "tests/audit"),
)
"""The profile draws the same examples each time; the sums of real reports guard no verdict."""
LONGEST = 240
"""Seconds for one fault: one that never ends is noticed too."""

_SWAPS: dict[type[ast.AST], tuple[type[ast.AST], ...]] = {
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.BitOr: (ast.BitAnd,),
    ast.BitAnd: (ast.BitOr,),
}
_OTHER_NAME = {"any": "all", "all": "any", "min": "max", "max": "min"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One small change: what to put in which place of a module's tree."""

    path: str
    line: int
    function: str
    before: str
    after: str
    code: CodeType

    @property
    def key(self) -> str:
        """Without the line, so that it lasts longer than the next edit above it."""
        return f"{self.path} {self.function}: {self.before} -> {self.after}"


def faults(path: str) -> Iterator[Fault]:
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    for function, parent, field, index, node in _places(tree, "module"):
        for other in _alternatives(node):
            _put(parent, field, index, other)
            changed = ast.fix_missing_locations(deepcopy(tree))
            _put(parent, field, index, node)
            yield Fault(
                path=path,
                line=getattr(node, "lineno", 0),
                function=function,
                before=_in_a_line(node),
                after=_in_a_line(other),
                code=compile(changed, path, "exec"),
            )


def _places(
    parent: ast.AST, function: str
) -> Iterator[tuple[str, ast.AST, str, int | None, ast.AST]]:
    """Every node that may be changed; not words, types and decorators: no verdict is in them."""
    for field, value in ast.iter_fields(parent):
        if field in ("annotation", "returns", "decorator_list"):
            continue
        for index, node in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if not isinstance(node, ast.AST) or _is_words(node):
                continue
            name = node.name if isinstance(node, ast.FunctionDef) else function
            yield name, parent, field, index, node
            yield from _places(node, name)


def _is_words(node: ast.AST) -> bool:
    text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    made = isinstance(node, ast.Call) and ast.unparse(node.func) == "Text"
    alias = isinstance(node, ast.Assign) and "Callable" in ast.unparse(node.value)
    return isinstance(node, ast.JoinedStr | ast.Import | ast.ImportFrom) or text or made or alias


def _alternatives(node: ast.AST) -> Iterator[ast.AST]:
    """What may stand in place of a node."""
    match node:
        case ast.Compare(ops=[operator]):
            yield from (_with(node, ops=[new()]) for new in _SWAPS.get(type(operator), ()))
        case ast.BoolOp(op=operator, values=values):
            yield from (_with(node, op=new()) for new in _SWAPS[type(operator)])
            yield from (
                kept[0] if len(kept) == 1 else _with(node, values=kept)
                for kept in _without_one(values)
            )
        case ast.BinOp(op=operator):
            yield from (_with(node, op=new()) for new in _SWAPS.get(type(operator), ()))
        case ast.If(test=test) | ast.IfExp(test=test):
            yield _with(node, test=ast.UnaryOp(ast.Not(), test))
        case ast.comprehension(ifs=conditions):
            yield from (_with(node, ifs=kept) for kept in _without_one(conditions))
        # In place of False, None is no fault.
        case ast.Return(value=ast.AST() as value) if ast.unparse(value) not in ("None", "False"):
            yield ast.Return(ast.Constant(None))
        case _:
            yield from _other_atoms(node)


def _other_atoms(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield operand
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=1)):
            yield ast.Constant(0)
        case ast.Constant(value=bool(truth)):
            yield ast.Constant(not truth)
        case ast.Constant(value=int(number)):
            yield from (ast.Constant(number + 1), ast.Constant(number - 1))
        case ast.Name(id=name, ctx=ast.Load()) if name in _OTHER_NAME:
            yield ast.Name(_OTHER_NAME[name], ast.Load())


def _without_one(items: Sequence[ast.expr]) -> Iterator[list[ast.expr]]:
    for left_out in range(len(items)):
        yield [item for at, item in enumerate(items) if at != left_out]


def _in_a_line(node: ast.AST) -> str:
    """Of a statement with a body, the condition only."""
    return ast.unparse(node.test if isinstance(node, ast.If) else node)


def _with(node: ast.AST, **fields: object) -> ast.AST:
    changed = deepcopy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed


def _put(parent: ast.AST, field: str, index: int | None, node: ast.AST) -> None:
    if index is None:
        setattr(parent, field, node)
    else:
        getattr(parent, field)[index] = node


class _Wrong(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports one module as it is with the fault."""

    def __init__(self, fault: Fault) -> None:
        self._fault = fault
        self._name = fault.path.removesuffix(".py").replace("/", ".")

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        del path, target
        if fullname != self._name:
            return None
        origin = str(ROOT / self._fault.path)
        return importlib.util.spec_from_loader(fullname, self, origin=origin)

    def exec_module(self, module: ModuleType) -> None:
        exec(self._fault.code, module.__dict__)


def _unnoticed(fault: Fault | None) -> bool:
    """In a process of its own: whether all tests pass. The quick ones first."""
    if fault is not None:
        sys.meta_path.insert(0, _Wrong(fault))
    return all(pytest.main([*TESTS, "-m", kind]) == 0 for kind in ("not hypothesis", "hypothesis"))


def _started(fault: Fault | None) -> int:
    """The id of a process that ends with 0 when the fault went unnoticed."""
    pid = os.fork()
    if pid:
        return pid
    signal.alarm(LONGEST)
    silence = os.open(os.devnull, os.O_WRONLY)
    if fault is not None:
        os.dup2(silence, 1)
        os.dup2(silence, 2)
    os._exit(0 if _unnoticed(fault) else 1)


def survivors(all_faults: Iterable[Fault], jobs: int) -> Iterator[tuple[Fault, bool]]:
    """Each fault with whether it went unnoticed, as they come."""
    running: dict[int, Fault] = {}
    waiting = iter(all_faults)
    more = True
    while more or running:
        while more and len(running) < jobs:
            fault = next(waiting, None)
            if fault is None:
                more = False
            else:
                running[_started(fault)] = fault
        if running:
            pid, status = os.wait()
            yield running.pop(pid), status == 0


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", default="", help="modules whose path has this")
    parser.add_argument("--again", type=Path, help="only what survived in this earlier output")
    parser.add_argument("--list", action="store_true", help="print the faults and run nothing")
    chosen = parser.parse_args()
    os.chdir(ROOT)
    found = [fault for path in GUARDS if chosen.only in path for fault in faults(path)]
    if chosen.again:
        before = chosen.again.read_text("utf-8")
        found = [fault for fault in found if f": {fault.key}\n" in before]
    if chosen.list:
        for fault in found:
            sys.stdout.write(f"{fault.line}: {fault.key}\n")
        return 0
    if os.waitpid(_started(None), 0)[1]:
        sys.stdout.write("the tests fail without any fault\n")
        return 1
    known = tomllib.loads(EQUIVALENT.read_text("utf-8")) if EQUIVALENT.exists() else {}
    counts: Counter[str] = Counter()
    for fault, unnoticed in survivors(found, chosen.jobs):
        equivalent = unnoticed and fault.key in known
        counts["equivalent" if equivalent else "survived" if unnoticed else "killed"] += 1
        if unnoticed and not equivalent:
            sys.stdout.write(f"survived {fault.line}: {fault.key}\n")
            sys.stdout.flush()
    sys.stdout.write(f"{len(found)} faults: {dict(counts)}\n")
    return 1 if counts["survived"] else 0


if __name__ == "__main__":
    sys.exit(main())
