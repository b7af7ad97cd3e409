"""What the readers of every format share: a file, and where what is found in it goes."""

from __future__ import annotations

from boxdot.grammar.papers.closing import Closers
from boxdot.grammar.papers.documents import SourceFile
from boxdot.grammar.papers.groups import Groups
from boxdot.grammar.papers.recording import Recorder
from boxdot.grammar.papers.running import RunningText
from boxdot.grammar.papers.sourcemap import Located, SourceMap, TextBuilder
from boxdot.grammar.source import Span

# A formula is short; what is longer is a delimiter that nobody closed.
MAX_FORMULA = 100_000


class Reader:
    """One file being read, from its start to its end."""

    def __init__(
        self, file: SourceFile, recorder: Recorder, running: RunningText, closers: Closers
    ) -> None:
        self.file = file
        self.text = file.text
        self.recorder = recorder
        self.running = running
        self.closers = closers
        self.groups = Groups(file.text)

    def clean(self, text: str, at: int) -> TextBuilder | None:
        """Return the formula at ``at`` without comments, labels and escapes; None if unchanged."""
        raise NotImplementedError

    def keep(self, environment: str, body: Span, outer: Span) -> int:
        """Keep a formula; return the place after it."""
        if body.end - body.start > MAX_FORMULA:
            self.recorder.skip("formula too long", self.file, outer.start, outer.end)
            index = None
        else:
            text = body.of(self.text)
            raw = Located(text, SourceMap.identity(len(text), body.start))
            source = raw.edited(self.clean(text, body.start))
            index = self.recorder.formula(self.file, environment, source, outer)
        self.running.formula(index, outer)
        return outer.end

    def enclosed(self, environment: str, start: int, at: int, closer: str) -> int:
        """Keep the formula that was opened at ``start`` and runs from ``at`` to the closer."""
        end = self.closers.formula(at, closer)
        if end is None:
            return self.unclosed(start, at)
        return self.keep(environment, Span(at, end), Span(start, end + len(closer)))

    def unclosed(self, start: int, at: int) -> int:
        """Count a formula that does not end; go on after its opening."""
        self.recorder.skip("unclosed formula", self.file, start, at)
        return at
