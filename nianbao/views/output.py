"""What a command says: results on stdout, everything else on stderr, in the user's language."""

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

from model.text import Language, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    language: Language
    json: bool = False
    jsonl: bool = False
    quiet: bool = False
    verbose: bool = False
    out: Console
    err: Console

    @property
    def machine(self) -> bool:
        """Whether stdout belongs to a program, so that prose must stay away from it."""
        return self.json or self.jsonl

    def words(self, text: Text) -> str:
        return text.in_language(self.language)

    def say(self, text: Text) -> None:
        """A line of the result for people; silent where stdout belongs to a program."""
        self.prose(self.words(text))

    def prose(self, line: object) -> None:
        """Running text of the result: the terminal wraps it, a pipe gets it whole."""
        if not self.machine and not self.quiet:
            self.out.print(line, soft_wrap=True)

    def show(self, renderable: object) -> None:
        """A table, laid out to the width of the terminal."""
        if not self.machine and not self.quiet:
            self.out.print(renderable)

    def note(self, text: Text) -> None:
        """Something beside the result, on stderr."""
        if not self.quiet:
            self.err.print(self.words(text), style="dim", soft_wrap=True)

    def warn(self, text: Text) -> None:
        self.alert(self.words(text))

    def alert(self, line: str) -> None:
        """A trouble of ours, on stderr, also in quiet runs."""
        self.err.print(line, style="yellow", soft_wrap=True)

    def document(self, value: Mapping[str, Any]) -> None:
        """The one JSON document of a command."""
        if self.machine:
            sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=self._indent()) + "\n")

    def rows(self, values: Iterable[Mapping[str, Any]]) -> None:
        """Rows as JSONL, each as soon as it is known."""
        for value in values:
            sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
            sys.stdout.flush()

    def progress(self, what: Text) -> Progress:
        """A bar on stderr, on a terminal only."""
        return Progress(
            SpinnerColumn(),
            TextColumn(self.words(what)),
            BarColumn(),
            MofNCompleteColumn(),
            console=self.err,
            transient=True,
            disable=self.quiet or self.machine or not self.err.is_terminal,
        )

    def _indent(self) -> int | None:
        """Spread out for eyes only; a line for programs, and always with --jsonl."""
        return 2 if sys.stdout.isatty() and not self.jsonl else None
