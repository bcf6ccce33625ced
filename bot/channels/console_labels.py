"""What states, reasons, channels and fields are called on the pages of the console."""

from __future__ import annotations

from collections.abc import Mapping

from bot.review_words import REASONS
from bot.staff.audit_words import VERB_WORDS
from bot.staff.review_store import ANSWERED, DISMISSED, ELSEWHERE, HANDED, OPEN
from bot.staff.roles import ROLE_NAMES, Role

CHANNEL_NAMES = {"web": "网页", "telegram": "Telegram", "terminal": "终端"}
DOMAIN_NAMES = {
    "culture": "文化体育",
    "education": "教育",
    "employment": "就业",
    "health": "医疗卫生",
    "housing": "住房",
    "plan": "规划本身",
    "population": "人口",
    "social-security": "社会保险",
    "social-services": "社会服务",
}
KIND_NAMES = {
    "answer": "直接答",
    "detail": "细答",
    "choose": "让人选",
    "screen": "问情况",
    "urgent": "危险",
    "smalltalk": "闲话",
    "handoff": "没答上",
    "command": "命令",
}
FIELD_NAMES = {
    "id": "编号",
    "key": "编号",
    "title": "名称",
    "strength": "力度",
    "for": "给谁",
    "answer": "回答",
    "open": "没说清的事",
    "facts": "数和词",
    "cites": "引用",
    "lead": "牵头部门",
    "with": "参加的部门",
    "window": "窗口",
    "bring": "要带的",
    "ask": "问法",
    "related": "相关的服务",
    "checked_on": "核实日期",
    "checked_by": "核实人",
    "valid_until": "有效期",
    "owner": "负责人",
    "source": "依据",
    "eligible": "给谁的条件",
    "confused_with": "容易弄混的",
    "name": "名称",
    "aliases": "别的叫法",
    "handles": "管什么",
    "hotline": "热线",
    "not_handles": "跑错来问的",
    "town": "镇",
    "place": "地址",
    "phones": "电话",
    "hours": "上班时间",
    "exceptions": "某一天不一样",
    "latitude": "纬度",
    "longitude": "经度",
    "confirmed_on": "核实日期",
    "confirmed_by": "核实人",
    "checks": "留作核对",
}
"""What the fields of the content are called in forms."""
LABELS: Mapping[str, object] = {
    "roles": tuple(Role),
    "role_names": ROLE_NAMES,
    "group_states": {
        OPEN: "待办",
        ANSWERED: "教会了",
        ELSEWHERE: "不归规划管",
        HANDED: "交给部门了",
        DISMISSED: "不用管",
    },
    "audit_verbs": VERB_WORDS,
    "review_reasons": REASONS,
    "channel_names": CHANNEL_NAMES,
    "kind_names": KIND_NAMES,
    "strength_names": {
        "guaranteed": "规划保证",
        "continuing": "正在办，接着办",
        "target": "目标",
        "developing": "正在建设",
        "exploring": "还在探索",
        "encouraged": "鼓励，有条件的办",
        "info": "只是说明",
    },
    "domain_names": DOMAIN_NAMES,
    "expect_names": {"likely": "可能有", "possible": "还说不定", "unlikely": "可能不是"},
    "field_names": FIELD_NAMES,
}
"""Names used in the templates, by variable."""
