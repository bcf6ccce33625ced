"""Builds the `Content` from the YAML files: every field typed, every problem found noted with its line.

Called at start, when the files change, and by `check`.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from knowledge import models
from knowledge.conditions import Condition, read_condition
from knowledge.content_files import (
    DIALOGUE_CHECKS,
    OUTSIDE_CHECKS,
    OWN_CHECKS,
    SEVERAL_CHECKS,
    Files,
    content_version,
    entries,
    read_files,
    whole,
)
from knowledge.dialogues import read_dialogue
from knowledge.errors import ContentError, Problem
from knowledge.fields import Fields
from knowledge.lexicon import Lexicon
from knowledge.models import Content
from knowledge.offices_source import (
    read_department,
    read_office_words,
    read_opening_words,
    read_outside_places,
    read_routing_rule,
    read_town,
)
from knowledge.papers import read_paper_book
from knowledge.several import read_several_check
from knowledge.situation_source import SITUATION, read_situation
from knowledge.tellings_source import TELLINGS, read_tellings
from knowledge.yaml_source import Record

_REQUIRED = (
    "id title strength for answer open facts cites lead with window bring ask eligible related confused_with "
    "checked_on checked_by valid_until owner"
)
REQUIRED_FIELDS = tuple(_REQUIRED.split())
SERVICE_FIELDS = (*REQUIRED_FIELDS, "source")


def load_content(root: Path) -> Content:
    """Return the content below `root`; raises `ContentError` with every problem where there is any."""
    content, problems = read_content(root)
    if problems:
        raise ContentError(problems)
    return content


def read_content(root: Path) -> tuple[Content, list[Problem]]:
    """Return what can be read below `root`, and the problems found on the way (empty when all is well)."""
    files, problems = read_files(root)
    return build_content(files, content_version(root), problems), problems


def build_content(files: Files, version: str, problems: list[Problem]) -> Content:
    """Return what can be made of files already read, adding to `problems` what is wrong with their fields."""
    calm, urgent = _urgent(files, problems)
    screening = whole(files, "screening.yaml", problems)
    return Content(
        version=version,
        services=_services(files, problems),
        departments={d.key: d for d in map(read_department, entries(files, "departments.yaml", "key", problems))},
        towns=tuple(map(read_town, entries(files, "towns.yaml", "name", problems))),
        opening=read_opening_words(whole(files, "opening.yaml", problems)),
        places=read_outside_places(whole(files, "places.yaml", problems)),
        routing=tuple(map(read_routing_rule, entries(files, "routing.yaml", "key", problems))),
        calm=calm,
        urgent=urgent,
        smalltalk={s.id: s for s in map(_smalltalk, entries(files, "smalltalk.yaml", "id", problems))},
        elsewhere={e.id: e for e in map(_elsewhere, entries(files, "elsewhere.yaml", "id", problems))},
        vague={v.word: v for v in map(_vague, entries(files, "vague.yaml", "word", problems))},
        lexicon=_lexicon(whole(files, "lexicon.yaml", problems)),
        document=_document(whole(files, "document.yaml", problems)),
        situation=read_situation(entries(files, SITUATION, "fact", problems)),
        suits=_conditions(screening, "suits"),
        received=_conditions(screening, "received"),
        tellings=read_tellings(whole(files, TELLINGS, problems)),
        messages=_messages(files, problems),
        checks=_checks(files, problems),
        outside=_outside(files, problems),
        several=tuple(map(read_several_check, entries(files, SEVERAL_CHECKS, "q", problems))),
        dialogues=tuple(map(read_dialogue, entries(files, DIALOGUE_CHECKS, "start", problems))),
        papers=read_paper_book(entries(files, "papers.yaml", "paper", problems)),
        trip=_trip(whole(files, "trip.yaml", problems)),
        office_words=read_office_words(whole(files, "office.yaml", problems)),
    )


def service_files(files: Files) -> list[str]:
    """Return the names of the services files, in order."""
    return [name for name in sorted(files) if name.startswith("services/")]


def _services(files: Files, problems: list[Problem]) -> dict[str, models.Service]:
    services: dict[str, models.Service] = {}
    for file in service_files(files):
        for fields in entries(files, file, "id", problems):
            service = _service(fields)
            first = services.setdefault(service.id, service)
            if service.id and first.domain != service.domain:
                fields.report("id", f"在 services/{first.domain}.yaml 里也有", "删掉一个")
    return services


def _service(fields: Fields) -> models.Service:
    fields.allow(*SERVICE_FIELDS)
    return models.Service(
        id=fields.text("id"),
        domain=Path(fields.file).stem,
        title=fields.text("title"),
        strength=models.Strength(fields.choice("strength", tuple(models.Strength))),
        audience=fields.text("for"),
        answer=fields.text("answer"),
        open=fields.texts("open"),
        facts=fields.texts("facts"),
        cites=fields.texts("cites", required=True),
        lead=fields.text("lead"),
        partners=fields.texts("with"),
        window=fields.text("window"),
        bring=tuple(map(_paper, fields.records("bring"))),
        ask=fields.texts("ask", required=True),
        eligible=read_condition(fields.record.get("eligible")),
        related=fields.texts("related"),
        confused_with=tuple(map(_confusable, fields.records("confused_with"))),
        checked_on=fields.day("checked_on"),
        checked_by=fields.text("checked_by", required=False),
        valid_until=fields.day("valid_until"),
        owner=fields.text("owner", required=False),
        source=_source(fields),
    )


def _paper(fields: Fields) -> models.Paper:
    fields.allow("paper", "when", "basis")
    return models.Paper(fields.text("paper"), fields.text("when", required=False), fields.text("basis"))


def _confusable(fields: Fields) -> models.Confusable:
    fields.allow("id", "question")
    return models.Confusable(fields.text("id"), fields.text("question"))


def _source(fields: Fields) -> models.Source | None:
    value = fields.mapping("source")
    if not value:
        return None
    missing = {"document", "date"} - value.keys()
    if missing or value.keys() - {"document", "number", "date", "address"}:
        fields.report("source", "要有 document 和 date，可以有 number 和 address", "照这四个键写")
    return models.Source(*(value.get(key, "") for key in ("document", "number", "date", "address")))


def _urgent(files: Files, problems: list[Problem]) -> tuple[tuple[str, ...], tuple[models.UrgentSituation, ...]]:
    top = whole(files, "urgent.yaml", problems)
    top.allow("calm", "situations")
    return top.texts("calm"), tuple(map(_situation, top.records("situations", required=True)))


def _situation(fields: Fields) -> models.UrgentSituation:
    fields.entry = str(fields.record.get("id", ""))
    fields.allow("id", "title", "numbers", "say", "services", "signs", "ask", "near")
    return models.UrgentSituation(
        id=fields.text("id"),
        title=fields.text("title"),
        numbers=fields.texts("numbers", required=True),
        say=fields.text("say"),
        services=fields.texts("services"),
        signs=fields.texts("signs", required=True),
        ask=fields.texts("ask", required=True),
        near=fields.texts("near"),
    )


def _smalltalk(fields: Fields) -> models.Smalltalk:
    fields.allow("id", "reply", "ask")
    return models.Smalltalk(fields.text("id"), fields.text("reply"), fields.texts("ask", required=True))


def _elsewhere(fields: Fields) -> models.Elsewhere:
    fields.allow("id", "title", "office", "hotline", "ask")
    return models.Elsewhere(
        fields.text("id"),
        fields.text("title"),
        fields.text("office"),
        fields.text("hotline", required=False),
        fields.texts("ask", required=True),
    )


def _lexicon(fields: Fields) -> Lexicon:
    names = "say_as concepts fillers aspects connectors asking asking_too asking_at_end several linking adding turning"
    fields.allow(*names.split(), "closing", "corrections", "elliptic_starts", "elliptic_ends")
    return Lexicon(
        say_as={word: plain for plain, words in _word_lists(fields, "say_as").items() for word in words},
        concepts=_concepts(fields),
        fillers=_longest_first(fields.texts("fillers")),
        aspects={aspect: _longest_first(words) for aspect, words in _word_lists(fields, "aspects").items()},
        connectors=_longest_first(fields.texts("connectors")),
        asking=_longest_first(fields.texts("asking")),
        asking_too=fields.texts("asking_too"),
        asking_at_end=fields.texts("asking_at_end"),
        several=_longest_first(fields.texts("several")),
        linking=_longest_first(fields.texts("linking")),
        adding=_longest_first(fields.texts("adding")),
        turning=_longest_first(fields.texts("turning")),
        closing=_longest_first(fields.texts("closing")),
        corrections=_longest_first(fields.texts("corrections")),
        elliptic_starts=fields.texts("elliptic_starts"),
        elliptic_ends=fields.texts("elliptic_ends"),
    )


def _concepts(fields: Fields) -> dict[str, str]:
    concepts: dict[str, str] = {}
    for group in fields.records("concepts"):
        group.allow("concept", "words")
        group.entry = group.text("concept")
        for word in group.texts("words", required=True):
            if word in concepts:
                group.report("words", f"“{word}”已经在 {concepts[word]} 里", "只留一处")
            concepts.setdefault(word, group.entry)
    return concepts


def _word_lists(fields: Fields, name: str) -> dict[str, tuple[str, ...]]:
    value = fields.record.get(name, Record(1))
    if not isinstance(value, Record):
        fields.report(name, "应该是“词: [词, 词]”", "每行写一个词和它的一组说法")
        return {}
    inner = Fields(fields.file, name, value, fields.problems)
    return {key: inner.texts(key) for key in value}


def _longest_first(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


def _vague(fields: Fields) -> models.Vague:
    fields.allow("word", "also", "offer")
    return models.Vague(fields.text("word"), fields.texts("also"), fields.texts("offer", required=True))


def _trip(fields: Fields) -> models.TripSigns:
    names = ("list", "once", "several", "forward")
    fields.allow(*names)
    return models.TripSigns(*(fields.texts(name, required=True) for name in names))


def _document(fields: Fields) -> models.PlanDocument:
    fields.allow("title", "number", "issuer", "issued", "ends_on", "chapters", "sections")
    ends_on = fields.day("ends_on")
    if not fields.record.get("ends_on"):
        fields.report("ends_on", "规划期满的日子没有写", "写成 2025-12-31 的样子")
    return models.PlanDocument(
        title=fields.text("title"),
        number=fields.text("number"),
        issuer=fields.text("issuer"),
        issued=fields.text("issued"),
        ends_on=ends_on or date.min,
        chapters=fields.mapping("chapters"),
        sections=fields.mapping("sections"),
    )


def _conditions(fields: Fields, name: str) -> dict[str, Condition]:
    fields.allow("suits", "received")
    value = fields.record.get(name, Record(1))
    return {key: read_condition(node) for key, node in value.items()} if isinstance(value, Record) else {}


def _messages(files: Files, problems: list[Problem]) -> dict[str, str]:
    messages: dict[str, str] = {}
    for file in sorted(name for name in files if name.startswith("messages/")):
        fields = whole(files, file, problems)
        for key in fields.record:
            messages[f"{Path(file).stem}.{key}"] = fields.text(key, required=False)
    return messages


def _outside(files: Files, problems: list[Problem]) -> tuple[str, ...]:
    fields = whole(files, OUTSIDE_CHECKS, problems)
    fields.allow("outside")
    return fields.texts("outside")


def _checks(files: Files, problems: list[Problem]) -> dict[str, tuple[str, ...]]:
    checks: dict[str, tuple[str, ...]] = {}
    for file in sorted(name for name in files if name.startswith("checks/") and name not in OWN_CHECKS):
        fields = whole(files, file, problems)
        checks |= {key: fields.texts(key) for key in fields.record}
    return checks
