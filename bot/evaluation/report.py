"""Writes the report: one HTML page that holds all it needs, for a phone, a desk and paper. Called by `commands`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.evaluation import charts, names
from bot.evaluation.asking import Result
from bot.evaluation.gaps import View, find_gaps
from bot.evaluation.goals import Measure, measure
from bot.evaluation.reliability import CurvePoint, Reliability, reliability, threshold_curve
from bot.evaluation.tallies import (
    Confusion,
    DepartmentTally,
    DomainMatrix,
    Tally,
    count_domains,
    domain_names,
    find_confusions,
    in_scope,
    kind_of,
    length_of,
    service_of,
    tally,
    tally_by,
    tally_departments,
)
from bot.library import Edition
from bot.question_files import Group, Verdict
from knowledge.models import Content

MOST_CONFUSIONS = 12
MOST_EXAMPLES = 3
SERVICES_AT_ONCE = 12
"""Services shown before the rest is folded away."""
FAILED = (Verdict.WRONG, Verdict.MISSED)


@dataclass(frozen=True, slots=True)
class Failure:
    """A question that was answered wrongly or not at all."""

    text: str
    """What was asked."""
    verdict: Verdict
    """How the reply is judged."""
    expected: tuple[str, ...]
    """What it should have led to, in words; never empty."""
    given: tuple[str, ...]
    """What was shown or offered, in words; empty where nothing was."""


@dataclass(frozen=True, slots=True)
class ServicePart:
    """How the questions about one service fared."""

    title: str
    """The service's title."""
    tally: Tally
    """The verdicts."""
    failures: tuple[Failure, ...]
    """Some that were answered wrongly or not at all."""


@dataclass(frozen=True, slots=True)
class ViewPart:
    """All that the report shows of a view."""

    view: View
    """The view."""
    tally: Tally
    """The verdicts on questions in scope; all nought where there are none."""
    measures: Sequence[Measure]
    """The figures with their goals."""
    kinds: Mapping[str, Tally]
    """The verdicts by kind of question, in words; may be empty."""
    lengths: Mapping[str, Tally]
    """The verdicts by length of question, in words; may be empty."""
    reliability: Reliability
    """How far probabilities can be taken at their word."""
    dots: Sequence[charts.Dot]
    """The same, drawn."""
    curve: Sequence[CurvePoint]
    """What other answer thresholds would give."""
    areas: Sequence[charts.Area]
    """The same, drawn."""
    matrix: DomainMatrix
    """From which domain to which questions were led."""
    confusions: Sequence[Confusion]
    """The most frequent confusions."""
    departments: Mapping[str, DepartmentTally]
    """How questions fared by leading department, in words."""
    services: Sequence[ServicePart]
    """How questions fared by service, the worst first."""
    others: Sequence[Failure]
    """Failures on all but single questions in scope."""


def write_report(views: Sequence[View], edition: Edition, today: date) -> str:
    """Return the report on views of an edition as one HTML page that loads nothing."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["percent"] = names.percent
    content = edition.content
    return environment.get_template("report.html").render(
        parts=[_part(view, content) for view in views],
        gaps=find_gaps(views),
        names=names,
        charts=charts,
        titles={service.id: service.title for service in content.services.values()},
        domains=domain_names(content),
        thresholds=edition.understander.thresholds,
        version=content.version[:12],
        today=today,
        at_once=SERVICES_AT_ONCE,
    )


def _part(view: View, content: Content) -> ViewPart:
    inside = in_scope(view.results)
    found, curve = reliability(view.results), threshold_curve(view.results)
    return ViewPart(
        view=view,
        tally=tally(inside),
        measures=measure(view.results, content.services),
        kinds=_tallies(inside, kind_of, names.KINDS),
        lengths=_tallies(inside, length_of, names.LENGTHS),
        reliability=found,
        dots=charts.draw_reliability(found),
        curve=curve,
        areas=charts.draw_curve(curve),
        matrix=count_domains(inside, content.services),
        confusions=find_confusions(inside)[:MOST_CONFUSIONS],
        departments={
            content.departments[lead].name: part for lead, part in tally_departments(inside, content.services).items()
        },
        services=_services(inside, content),
        others=[
            _failure(result, content)
            for result in view.results
            if result.verdict in FAILED and result.question.group is not Group.IN_SCOPE
        ],
    )


def _tallies(results: Sequence[Result], key: Callable[[Result], str], words: Mapping[str, str]) -> dict[str, Tally]:
    tallies = tally_by(results, key)
    ordered = [*(name for name in words if name in tallies), *(name for name in tallies if name not in words)]
    return {names.named(words, name): tallies[name] for name in ordered}


def _services(results: Sequence[Result], content: Content) -> list[ServicePart]:
    parts = []
    for key, part in tally_by(results, service_of).items():
        failed = [result for result in results if service_of(result) == key and result.verdict in FAILED]
        failures = tuple(_failure(result, content) for result in failed[:MOST_EXAMPLES])
        parts.append((part.share(Verdict.RIGHT), -part.wrong, key, ServicePart(_title(key, content), part, failures)))
    return [part for *_, part in sorted(parts, key=lambda row: row[:3])]


def _failure(result: Result, content: Content) -> Failure:
    question, reply = result.question, result.reply
    needs = [" / ".join(_title(key, content) for key in need) for need in question.needs]
    expected = [_title(key, content) for key in question.accept] or needs or list(question.numbers)
    given = [_title(key, content) for key in reply.services or reply.options] or list(reply.numbers)
    nothing = "不算危险" if question.group is Group.NEAR_MISS else "不归这里管"
    return Failure(question.text, result.verdict, tuple(expected) or (nothing,), tuple(given))


def _title(key: str, content: Content) -> str:
    service = content.services.get(key)
    return service.title if service else key
