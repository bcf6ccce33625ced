"""The fields of a service as its entry writes them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.staff.service_fields import LISTS, SOURCE, TEXTS, list_fields, source_fields, text_fields
from knowledge.content import load_content
from knowledge.models import Service, Source
from tests.knowledge.mini_content import write_mini_content


@pytest.fixture
def waiver(tmp_path: Path) -> Service:
    write_mini_content(tmp_path)
    return load_content(tmp_path).services["edu-waiver"]


def test_every_field_is_there_by_its_name_in_the_entry(waiver: Service) -> None:
    assert (tuple(text_fields(waiver)), tuple(list_fields(waiver))) == (TEXTS, LISTS)
    assert text_fields(waiver)["for"] == waiver.audience
    assert list_fields(waiver)["with"] == waiver.partners


def test_days_are_written_as_the_entry_writes_them(waiver: Service) -> None:
    checked = replace(waiver, checked_on=date(2026, 3, 2), valid_until=None)
    assert (text_fields(checked)["checked_on"], text_fields(checked)["valid_until"]) == ("2026-03-02", "")


def test_source_is_empty_where_the_entry_has_none(waiver: Service) -> None:
    assert source_fields(replace(waiver, source=None)) == dict.fromkeys(SOURCE, "")
    named = replace(waiver, source=Source(document="办法", number="1号", date="2026-01-01", address=""))
    assert source_fields(named)["number"] == "1号"
