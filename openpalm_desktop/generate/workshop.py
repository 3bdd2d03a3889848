"""From a spec to everything that follows from it, again and again, at the cost of what changed."""

from collections.abc import Collection
from dataclasses import dataclass

from openpalm_desktop.model.checks import Checker
from openpalm_desktop.model.problem import Problem
from openpalm_desktop.model.resolved_stack import ResolvedStack, Resolver
from openpalm_desktop.model.stack import StackSpec

from .generator import Generated, Generator, Supplies


@dataclass(frozen=True, eq=False)
class Product:
    """What follows from one spec: its problems, and its files while it has no errors."""

    stack: ResolvedStack
    problems: tuple[Problem, ...]
    generated: Generated | None

    @property
    def has_errors(self) -> bool:
        """Whether something keeps the files from being made."""
        return self.generated is None


class Workshop:
    """Makes one product after another and keeps what the next one can use again."""

    def __init__(self, supplies: Supplies | None = None) -> None:
        self._resolver = Resolver()
        self._checker = Checker()
        self._generator = Generator(supplies)

    def make(self, spec: StackSpec, secrets: Collection[str] | None = None) -> Product:
        """Return what follows from a spec; `secrets` are the names that have a value, if known."""
        stack = self._resolver.resolve(spec)
        problems = self._checker.problems(stack, secrets)
        has_errors = any(problem.is_error for problem in problems)
        return Product(stack, problems, None if has_errors else self._generator.generate(stack))
