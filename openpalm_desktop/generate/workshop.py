"""From a spec to everything that follows from it, again and again, at the cost of what changed."""

from collections.abc import Callable, Collection
from functools import cached_property

from openpalm_desktop.model.checks import Checker
from openpalm_desktop.model.checks.secrets import MISSING
from openpalm_desktop.model.problem import Problem
from openpalm_desktop.model.resolved_stack import ResolvedStack, Resolver
from openpalm_desktop.model.secret_uses import SecretUse, SecretUses
from openpalm_desktop.model.stack import StackSpec
from openpalm_desktop.record import Record

from .generator import Generated, Generator, Supplies


class Product(Record, eq=False):
    """What follows from one spec: its problems, and its files while no error stops them."""

    stack: ResolvedStack
    problems: tuple[Problem, ...]
    generated: Generated | None
    find_uses: Callable[[ResolvedStack], tuple[SecretUse, ...]]
    knows_secrets: bool = False

    @cached_property
    def secret_uses(self) -> tuple[SecretUse, ...]:
        """Where the stack uses secrets."""
        return self.find_uses(self.stack)

    @property
    def awaits_secrets(self) -> bool:
        """Whether it uses secrets, and nobody told yet which of them have a value."""
        return not self.knows_secrets and bool(self.secret_uses)

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
        self._uses = SecretUses()
        self._has_values = supplies is not None and supplies.secrets is not None

    def make(self, spec: StackSpec, secrets: Collection[str] | None = None) -> Product:
        """Return what follows from a spec; `secrets` are the names that have a value, if known."""
        stack = self._resolver.resolve(spec)
        problems = self._checker.problems(stack, secrets)
        is_stopped = any(p.is_error and not self._bears(p) for p in problems)
        generated = None if is_stopped else self._generator.generate(stack)
        return Product(stack, problems, generated, self._uses.of, secrets is not None)

    def _bears(self, problem: Problem) -> bool:
        """Whether files can be made all the same: where references stay, no value is missed."""
        return problem.code == MISSING and not self._has_values
