"""Rules of the register of service ids, `ids.yaml`: each id in use has an entry, and no id is used again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.checking.draft import SERVICES, Draft, nearest
from knowledge.content_files import whole
from knowledge.fields import Fields

REGISTER = "ids.yaml"
LONGEST_ID = 40
_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


def check_register(draft: Draft) -> None:
    """Note ids without an entry, entries whose id is not registered, and retired ids in use."""
    register = whole(draft.files, REGISTER, draft.problems)
    register.allow("in_use", "retired")
    in_use, retired = register.texts("in_use", required=True), register.texts("retired")
    _check_doubles(register, "in_use", in_use)
    _check_doubles(register, "retired", retired)
    for service_id in sorted(set(in_use) & set(retired)):
        register.report("retired", f"“{service_id}”也在 in_use 里", "只留一处：停用的留在 retired")
    if draft.is_readable(f"{SERVICES}/"):
        _check_missing(register, in_use, draft)
    for service_id in filter(None, draft.content.services):
        _check_id(draft.entry(SERVICES, service_id), service_id, in_use, retired)


def registered_ids(draft: Draft) -> frozenset[str]:
    """Return the ids in use of the register; empty where it cannot be read."""
    return frozenset(whole(draft.files, REGISTER, []).texts("in_use"))


def retired_ids(draft: Draft) -> frozenset[str]:
    """Return the retired ids of the register; empty where it cannot be read."""
    return frozenset(whole(draft.files, REGISTER, []).texts("retired"))


def report_missing(fields: Fields, service_id: str, draft: Draft) -> None:
    """Note a key that is no service: one that is no longer offered, or a name that is none."""
    if service_id in retired_ids(draft):
        fields.report(service_id, "这项服务停用了", "从这里删掉")
    else:
        remedy = nearest(service_id, draft.content.services, "写 services/ 里有的 id")
        fields.report(service_id, "没有这项服务", remedy)


def _check_doubles(register: Fields, field: str, ids: Sequence[str]) -> None:
    for service_id in sorted({name for name in ids if ids.count(name) > 1}):
        register.report(field, f"“{service_id}”写了不止一次", "只留一行")


def _check_missing(register: Fields, in_use: Sequence[str], draft: Draft) -> None:
    for service_id in in_use:
        if service_id not in draft.content.services:
            place = Fields(register.file, service_id, register.record, register.problems)
            place.report("in_use", "登记了，services/ 里却没有这个条目", "补上这个条目；不再办的，把编号挪到 retired")


def _check_id(fields: Fields, service_id: str, in_use: Sequence[str], retired: Sequence[str]) -> None:
    if not _ID.fullmatch(service_id) or len(service_id) > LONGEST_ID:
        remedy = f"只用小写字母、数字和连字符，不超过 {LONGEST_ID} 个字符，如 soc-dibao"
        fields.report("id", f"“{service_id}”不能做编号", remedy)
    if service_id in retired:
        fields.report("id", f"“{service_id}”是停用的编号，不能再用", "换一个从没用过的编号，登记到 ids.yaml 的 in_use")
    elif in_use and service_id not in in_use:
        near = nearest(service_id, in_use, "写对编号")
        fields.report("id", f"“{service_id}”没有登记", f"{near}；真是新服务，就在 ids.yaml 的 in_use 里加一行")
