"""Counts verdicts: in all, by kind, by length, by service, by department; and which services are taken for which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from bot.evaluation.asking import Result
from bot.question_files import Group, Verdict
from handlers.turn import Kind
from knowledge.models import Content, Service

SHORT, LONG = 8, 25
"""Characters up to which a question is short, and from which it is long."""
NOWHERE = ""
"""Stands for no service, where a question led to none."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many questions got each verdict."""

    right: int = 0
    """The right service, or rightly none."""
    asked: int = 0
    """A choice with the right service in it."""
    wrong: int = 0
    """Another service, or a choice without the right one."""
    missed: int = 0
    """Nothing, where there was something to say."""

    @property
    def total(self) -> int:
        """All questions."""
        return self.right + self.asked + self.wrong + self.missed

    def share(self, *verdicts: Verdict) -> float:
        """Return the part of the questions with one of these verdicts, 0 to 1; 0 where there are no questions."""
        counts = dict(zip(Verdict, (self.right, self.asked, self.wrong, self.missed), strict=True))
        return sum(counts[verdict] for verdict in verdicts) / (self.total or 1)


@dataclass(frozen=True, slots=True)
class DepartmentTally:
    """How the questions fared that a department leads."""

    tally: Tally
    """The verdicts."""
    answered: int
    """Questions that were answered with a service."""
    right: int
    """Those whose answer named a right leading department."""


@dataclass(frozen=True, slots=True)
class Confusion:
    """A service that was taken for another."""

    expected: str
    """Id of the right service."""
    given: str
    """Id of the service that was shown or offered first."""
    examples: tuple[str, ...]
    """The questions, in the order asked; at least one."""


@dataclass(frozen=True, slots=True)
class DomainMatrix:
    """From which domain to which domain questions in scope were led."""

    domains: tuple[str, ...]
    """Domains in the order of the content: the rows, and the columns but the last."""
    counts: tuple[tuple[int, ...], ...]
    """Questions, a row for each domain; the last column counts those that led to no service."""


def tally(results: Iterable[Result]) -> Tally:
    """Return how many of the results got each verdict."""
    return count_verdicts(result.verdict for result in results)


def count_verdicts(verdicts: Iterable[Verdict]) -> Tally:
    """Return how many there are of each verdict."""
    counts = Counter(verdicts)
    return Tally(*(counts[verdict] for verdict in Verdict))


def tally_by(results: Iterable[Result], key: Callable[[Result], str]) -> dict[str, Tally]:
    """Return a tally for each value of `key`, in the order of first occurrence; an empty value is left out."""
    parts: dict[str, list[Result]] = {}
    for result in results:
        if name := key(result):
            parts.setdefault(name, []).append(result)
    return {name: tally(part) for name, part in parts.items()}


def in_scope(results: Iterable[Result]) -> list[Result]:
    """Return the results of single questions that a service answers."""
    return [result for result in results if result.question.group is Group.IN_SCOPE]


def group_of(result: Result) -> str:
    """Return what the question measures."""
    return result.question.group.value


def kind_of(result: Result) -> str:
    """Return the kind its file tells; empty where it tells none."""
    return result.question.kind


def length_of(result: Result) -> str:
    """Return `short`, `medium` or `long` by the characters of the question."""
    size = len(result.question.text)
    return "short" if size <= SHORT else "long" if size >= LONG else "medium"


def service_of(result: Result) -> str:
    """Return the id of the service that answers the question best; empty where none does."""
    return next(iter(result.question.accept), NOWHERE)


def given_of(result: Result) -> str:
    """Return the id of the service shown or offered first; empty where there was none."""
    offered = result.reply.options if result.reply.kind is Kind.CHOOSE else result.reply.services
    return next(iter(offered), NOWHERE)


def department_right(results: Iterable[Result], services: Mapping[str, Service]) -> tuple[int, int]:
    """Return how many questions were answered with a service, and how many of these named a right lead department."""
    answered = [
        (result, leads)
        for result in results
        if result.reply.services
        and (leads := {services[key].lead for key in result.question.accept if key in services})
    ]
    return len(answered), sum(bool(leads & set(result.reply.departments[:1])) for result, leads in answered)


def tally_departments(results: Iterable[Result], services: Mapping[str, Service]) -> dict[str, DepartmentTally]:
    """Return how the questions in scope fared by the department that leads their best service, most asked first."""
    parts: dict[str, list[Result]] = {}
    for result in in_scope(results):
        if service := services.get(service_of(result)):
            parts.setdefault(service.lead, []).append(result)
    ordered = sorted(parts, key=lambda lead: (-len(parts[lead]), lead))
    return {lead: DepartmentTally(tally(parts[lead]), *department_right(parts[lead], services)) for lead in ordered}


def find_confusions(results: Iterable[Result]) -> list[Confusion]:
    """Return the services that were taken for another, the most frequent first; may be empty."""
    pairs: dict[tuple[str, str], list[str]] = {}
    for result in in_scope(results):
        if result.verdict is Verdict.WRONG and (given := given_of(result)):
            pairs.setdefault((service_of(result), given), []).append(result.question.text)
    ordered = sorted(pairs.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return [Confusion(expected, given, tuple(examples)) for (expected, given), examples in ordered]


def count_domains(results: Iterable[Result], services: Mapping[str, Service]) -> DomainMatrix:
    """Return from which domain to which the questions in scope led; any accepted service of the right domain counts."""
    domains = tuple(dict.fromkeys(service.domain for service in services.values()))
    counts: Counter[tuple[str, str]] = Counter()
    for result in in_scope(results):
        if best := services.get(service_of(result)):
            given = services.get(given_of(result))
            counts[best.domain, given.domain if given else NOWHERE] += 1
    return DomainMatrix(domains, tuple(tuple(counts[row, column] for column in (*domains, NOWHERE)) for row in domains))


def domain_names(content: Content) -> dict[str, str]:
    """Return for each domain the name of the plan's chapter that its services cite most."""
    chapters: dict[str, Counter[str]] = {}
    for service in content.services.values():
        cited = (paragraph.partition(".")[0] for paragraph in service.cites)
        chapters.setdefault(service.domain, Counter()).update(cited)
    most = {domain: counts.most_common(1)[0][0] for domain, counts in chapters.items()}
    return {domain: content.document.chapters.get(chapter, domain) for domain, chapter in most.items()}
