"""Checks the whole content and tells every problem at once. Called by `check`, before publishing and by the tests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from knowledge.checking.answer_rules import check_answers
from knowledge.checking.case_rules import check_cases
from knowledge.checking.department_rules import check_departments
from knowledge.checking.draft import Draft, read_draft
from knowledge.checking.eligibility_rules import check_eligibility
from knowledge.checking.lexicon_rules import check_lexicon
from knowledge.checking.message_rules import check_messages
from knowledge.checking.office_rules import check_office_words
from knowledge.checking.phrasing_rules import check_phrasings
from knowledge.checking.plan_rules import check_against_plan, read_plan
from knowledge.checking.reach_rules import check_reach
from knowledge.checking.reference_rules import check_references
from knowledge.checking.register_rules import check_register
from knowledge.checking.routing_rules import check_routing
from knowledge.checking.service_rules import check_services
from knowledge.checking.situation_rules import check_situation
from knowledge.checking.telling_rules import check_tellings
from knowledge.checking.trip_rules import check_trip
from knowledge.checking.urgent_rules import check_urgent
from knowledge.checking.window_rules import check_windows, remind_of_windows
from knowledge.errors import ContentError, Problem

RULES: tuple[Callable[[Draft], None], ...] = (
    check_register,
    check_services,
    check_references,
    check_answers,
    check_phrasings,
    check_situation,
    check_tellings,
    check_eligibility,
    check_reach,
    check_cases,
    check_departments,
    check_windows,
    check_office_words,
    check_routing,
    check_urgent,
    check_trip,
    check_lexicon,
    check_messages,
)


def check_content(root: Path) -> list[Problem]:
    """Return every problem of the content below `root`, by file and line; empty when all is well.

    A file that cannot be read gives its own problem and hides none of the others; names that may stand in it are not
    called missing.
    """
    return check_draft(read_draft(root))


def check_draft(draft: Draft) -> list[Problem]:
    """Return every problem of a draft, by file and line; empty when all is well."""
    for check in RULES:
        check(draft)
    return sorted(set(draft.problems))


def list_reminders(root: Path, today: date) -> list[Problem]:
    """Return what is no mistake but grows old, by file and line: the content is used all the same."""
    draft = read_draft(root)
    draft.problems.clear()
    remind_of_windows(draft, today)
    return sorted(set(draft.problems))


def check_plan(root: Path, plan_path: Path) -> list[Problem]:
    """Return what the plan does not bear out, by file and line; empty when every fact stands in a cited paragraph.

    `plan_path` is the plan paragraph by paragraph, as `plan_rules.read_plan` takes it; where it cannot be read, that
    is the one problem.
    """
    try:
        paragraphs = read_plan(plan_path)
    except ContentError as error:
        return list(error.problems)
    draft = read_draft(root)
    draft.problems.clear()
    check_against_plan(draft, paragraphs)
    return sorted(set(draft.problems))
