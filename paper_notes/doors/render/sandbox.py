"""What templates run in: Jinja's sandbox, with bounds for those that would never end or fill the memory.

A template may come with somebody else's repository, and it is a program. Jinja's own sandbox keeps it from
files and from code of ours. Here each loop and each call counts as a step, and so does each item of a
`range`, of a repeated text and of JSON, so that no nesting of them runs for ever; Ctrl-C ends all else.
"""

import contextlib
import json
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from jinja2 import Template, nodes
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment, safe_range

STEPS = 10_000_000
"""That one template may take: a page about ten thousand notes takes a twentieth of it."""

LONGEST = 100_000_000
"""Characters that one template may give."""

AT_ONCE = 1_000
"""Pieces of it that are counted together."""

LARGEST = 10_000
"""Bits of a number: an exponent can make one that takes longer than anybody lives, and hears no Ctrl-C."""

MEMORY = 1 << 30
"""Bytes that a template of somebody else's may take, where the system keeps to that: Linux does."""


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, quick with what templates ask for most: the fields of a NamedTuple, which are data."""

    intercepted_binops = frozenset({"*", "**"})

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.filters["counted"] = self._counted
        self.globals["range"] = self._range
        del self.globals["lipsum"]  # writes as many words of nonsense as one asks for
        del self.filters["pprint"]  # goes through nested lists once for each of their levels
        self.policies["json.dumps_function"] = self._json
        self._left = STEPS

    def text_of(self, template: Template, context: dict[str, object]) -> str:
        """Return what a template gives; raise `OverflowError` for one that goes beyond what it may."""
        self._left = STEPS
        parts = template.generate(context)
        texts: list[str] = []
        length = 0
        while some := list(islice(parts, AT_ONCE)):
            texts.append("".join(some))
            length += len(texts[-1])
            if length > LONGEST:
                raise OverflowError(f"it gives more than {LONGEST:,} characters")
        return "".join(texts)

    def _generate(self, source: nodes.Template, *args: Any, **options: Any) -> str:
        """Return the program that a template becomes: a hook of Jinja's. Each loop counts its turns."""
        for loop in source.find_all(nodes.For):
            loop.iter = nodes.Filter(loop.iter, "counted", [], [], None, None, lineno=loop.lineno)
        return super()._generate(source, *args, **options)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return the attribute; one that a template may not see is undefined."""
        if isinstance(obj, tuple) and attribute in getattr(type(obj), "_fields", ()):
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805 - as Jinja's
        """Call what a template may call, and count it."""
        __self._take(1)
        return super().call(__context, __obj, *args, **kwargs)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Multiply or raise to a power, unless that makes too much of it."""
        if isinstance(left, int) and isinstance(right, int):
            bits = left.bit_length() * right if operator == "**" else left.bit_length() + right.bit_length()
            if bits > LARGEST:
                raise OverflowError("the number is too big")
        elif operator == "*":
            for times, many in ((left, right), (right, left)):
                if isinstance(times, int) and hasattr(many, "__len__"):
                    self._take(times * len(many))
        return super().call_binop(context, operator, left, right)

    def _range(self, *args: int) -> range:
        numbers = safe_range(*args)
        self._take(len(numbers))
        return numbers

    def _json(self, value: object, **options: Any) -> str:
        """Return the value as JSON, in which a list that stands in it twice is written twice."""
        pending = [value]
        while pending:
            self._take(1)
            one = pending.pop()
            if isinstance(one, dict):
                pending += one.values()
            elif isinstance(one, list | tuple):
                pending += one
        return json.dumps(value, **options)

    def _counted(self, items: Iterable[Any]) -> Iterator[Any]:
        for item in items:
            self._take(1)
            yield item

    def _take(self, steps: int) -> None:
        self._left -= max(0, steps)
        if self._left < 0:
            raise OverflowError(f"it takes more than {STEPS:,} steps")


@contextlib.contextmanager
def little_memory() -> Iterator[None]:
    """Have what is done meanwhile fail with a `MemoryError` when it takes more than `MEMORY`.

    Where the system cannot tell how much that is, it takes what there is (Linux: getrlimit(2), proc(5)).
    """
    try:
        import resource

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (ImportError, OSError):
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = pages * resource.getpagesize() + MEMORY
    resource.setrlimit(
        resource.RLIMIT_AS, (most if soft == resource.RLIM_INFINITY else min(most, soft), hard)
    )
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
