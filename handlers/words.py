"""Fills the sentences of `messages/` and names offices, paragraphs and hotlines in words. Called by the handlers."""

from __future__ import annotations

import re
from datetime import date

from knowledge.models import Content, PlanDocument, Service
from knowledge.offices import Department
from knowledge.routing.intake import COUNTY_HOTLINE, intake_key

_NUMERALS = "零一二三四五六七八九"


def say(content: Content, key: str, **values: object) -> str:
    """Return the sentence `key` of the content with its placeholders filled.

    Raises KeyError where the content has no such sentence or a placeholder gets no value.
    """
    return content.messages[key].format(**values)


def department_name(content: Content, key: str) -> str:
    """Return a department's name, with the remark where the plan does not name it and nobody confirmed it."""
    department = content.departments[key]
    if department.is_named_in_plan or department.confirmed_on:
        return department.name
    return department.name + content.messages["answer.general_knowledge"]


def window_department(content: Content, service: Service) -> Department:
    """Return the department whose counter is the first to go to."""
    return content.departments[intake_key(service)]


def hotlines(content: Content, service: Service) -> str:
    """Return the numbers to call about a service: the national hotline of its lead, where there is one, and 12345."""
    return department_hotlines(content, content.departments[service.lead])


def department_hotlines(content: Content, department: Department) -> str:
    """Return the numbers to call about a department: its national hotline, where there is one, and 12345."""
    national = content.messages["common.hotline_national"]
    if not department.hotline or department.key == COUNTY_HOTLINE:
        return national
    own = say(content, "common.hotline_department", hotline=department.hotline)
    return own + content.messages["common.hotline_or"] + national


def citation(content: Content, service: Service) -> str:
    """Return where in the plan a service stands, in words, by chapter, section and item."""
    places = "；".join(_place(content, cite) for cite in service.cites)
    title = say(content, "answer.source_document", title=content.document.title, number=content.document.number)
    return say(content, "answer.source", document=title, places=places)


def _place(content: Content, cite: str) -> str:
    chapter, section, item = cite.split(".")
    document: PlanDocument = content.document
    chapter_name = document.chapters.get(chapter, "")
    if chapter == "0":
        return say(content, "answer.place_front", chapter_name=chapter_name)
    return say(
        content,
        "answer.place",
        chapter=numeral(int(chapter)),
        chapter_name=chapter_name,
        section=numeral(int(section)),
        section_name=document.sections.get(f"{chapter}.{section}", ""),
        item=numeral(int(item)),
    )


def numeral(number: int) -> str:
    """Return a number below 100 in Chinese.

    >>> numeral(3), numeral(10), numeral(11), numeral(24)
    ('三', '十', '十一', '二十四')
    """
    tens, ones = divmod(number, 10)
    if not tens:
        return _NUMERALS[ones]
    head = "" if tens == 1 else _NUMERALS[tens]
    return head + "十" + (_NUMERALS[ones] if ones else "")


_FIGURE = re.compile(
    r"[\d.]+\s*(?:元|%|万|户|套|亩|册|种|个|年|岁|m²|平方米|立方米|人|所|支|次|项|栋)|免费|按时足额|每学期|三年"
)


def figures(service: Service) -> tuple[str, ...]:
    """Return the facts of a service that are figures or say that something is free."""
    return tuple(fact for fact in service.facts if _FIGURE.search(fact))


def is_out_of_date(service: Service, today: date) -> bool:
    """Return whether staff confirmed a service up to a day that is past."""
    return service.valid_until is not None and service.valid_until < today


def is_period_over(content: Content, service: Service, today: date) -> bool:
    """Return whether the plan's period is over and nobody confirmed the entry for a later date."""
    if today <= content.document.ends_on:
        return False
    return service.valid_until is None or service.valid_until < today or service.source is None
