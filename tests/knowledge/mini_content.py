"""A small world of three services: a complete, valid content folder for tests that must not lean on the shipped one."""

from __future__ import annotations

import json
from pathlib import Path

SERVICES = "services/education.yaml"
HEALTH = "services/health.yaml"
CHECKS = "checks/education.yaml"

_EDUCATION = """\
# 上学的事
- id: edu-waiver
  title: 普通高中免学费（每学期800元）
  strength: continuing
  for: 在普通高中念书的学生
  answer: 在普通高中念书的学生，学费每学期免800元，一共免三年。这是一直在办、接着办的事。要不要自己申请，规划没写。
  open: [要不要自己申请]
  facts: [800元, 三年, 每学期]
  cites: [3.2.3]
  lead: education
  with: [civil]
  window: education
  bring:
    - {paper: 身份证, basis: usual}
    - {paper: 户口本, when: 给孩子代办时, basis: usual}
  ask:
    - 高中学费能免多少
    - 念高中还要交学费吗
    - 高中 减免
    - 娃上高中屋里供不起
    - 普高学费标准
    - 女子今年考上石中，学费好多钱
    - 高一新生免不免学费
    - 八百块钱的学费减免是咋回事
    - 孙子读高二，学校喊交学费，该不该交
    - 免学费在哪里办
    - 学费减免要带啥
    - 高中三年都免吗
  eligible:
    all:
      - {fact: school_stage, in: [senior], basis: '3.2.3', by: bot}
      - any:
          - {fact: age, at_least: 14, at_most: 20, basis: usual, by: bot}
          - {window: 在读的证明, basis: usual, by: window}
      - not: {fact: school_stage, in: [finished], basis: '3.2.3', by: bot}
  related: [edu-loan]
  confused_with:
    - {id: edu-loan, question: 是高中免学费，还是上大学贷款？}
  checked_on: ''
  checked_by: ''
  valid_until: ''
  owner: ''
- id: edu-loan
  title: 生源地助学贷款
  strength: developing
  for: 上学缺钱的学生
  answer: 上学缺钱的学生，可以问生源地助学贷款。规划说这件事接着办，能贷多少、几月申请、要谁担保，都没有写。
  open: [能贷多少, 几月申请]
  facts: []
  cites: [3.2.3]
  lead: education
  with: []
  window: education
  bring: []
  ask:
    - 助学贷款咋申请
    - 生源地贷款
    - 上大学贷款
    - 考上大学没钱念
    - 大学生能在县里贷款不
    - 贷款念书要担保人吗
    - 助学贷款几月开始
    - 助学贷款找哪个
    - 大二还能申请贷款吗
    - 毕业以后怎么还贷
    - 屋里困难，娃的大学费用借得到不
    - 贷款合同丢了
  eligible: everyone
  related: []
  confused_with: []
  checked_on: '2026-01-05'
  checked_by: 王老师
  valid_until: '2026-12-31'
  owner: 资助中心
  source: {document: 助学贷款办法, number: 〔2025〕1号, date: '2025-06-01', address: 'https://example.org/loan'}
"""

_HEALTH = """\
- id: hlt-clinic
  title: 村卫生室
  strength: target
  for: 村里的人
  answer: 村里的人看小病，先去村卫生室。规划的目标是到2025年每个村都有一间像样的卫生室，是不是做到了要问镇卫生院。
  open: [哪天开门]
  facts: ['2025年']
  cites: [7.2.1]
  lead: health
  with: []
  window: town
  bring:
    - {paper: 医保卡, basis: plan}
  ask:
    - 村卫生室在哪
    - 村里看病去哪
    - 卫生室 开门
    - 村医今天在不在
    - 我们村有没有卫生室
    - 头疼脑热在村里能看吗
    - 卫生室能不能打点滴
    - 村上药房拿药
    - 婆婆感冒了走不动远路
    - 乡村医生电话
    - 卫生所修好没
    - 村里没得大夫咋办
  eligible: everyone
  related: [edu-waiver]
  confused_with: []
  checked_on: ''
  checked_by: ''
  valid_until: ''
  owner: ''
"""

_CHECKS_EDUCATION = """\
edu-waiver:
  - 高中学费是不是不用交
  - 高中学废减免
  - 免学费政策
  - 外甥在读高三，听说有钱免
  - 石中念书一学期少交多少
edu-loan:
  - 读大学借钱
  - 贷款上学怎么弄
  - 国家助学贷款
  - 大学学费凑不齐
  - 助学贷宽
"""

_CHECKS_HEALTH = """\
hlt-clinic:
  - 村医务室开着吗
  - 村卫生是
  - 小病在村里看
  - 最近的卫生室
  - 村上有医生吗
"""

_CHECKS_URGENT = """\
urgent:
  fire: [灶房燃起来了, 着火咯, 屋顶起火, 火烧起来了快点, 柴房着火]
calm: [烧烤店在哪, 灭火器年检]
"""

_DEPARTMENTS = """\
- key: education
  name: 县教育局
  aliases: [教育局, 教体局]
  named_in_plan: 'true'
  hotline: ''
  handles: 上学的事
  not_handles:
    - {matter: 看病报销, who: health}
  windows:
    - key: education-county
      place: 政务中心二楼
      phones: [0915-6321234]
      hours:
        周一至周五: 9:00-12:00, 13:30-17:00
      exceptions: {2025-12-30: 休息}
      latitude: '33.04'
      longitude: '108.25'
      confirmed_on: '2026-01-05'
      confirmed_by: 王老师
      source: 电话问过
- key: health
  name: 县卫健局
  aliases: [卫健局]
  named_in_plan: 'false'
  hotline: '12320'
  handles: 看病的事
- {key: civil, name: 县民政局, aliases: [民政局], named_in_plan: 'false', hotline: '', handles: 救助}
- {key: town, name: 镇便民服务中心, aliases: [镇上], named_in_plan: 'true', hotline: '', handles: 第一站,
   windows: [{key: town-chengguan, town: 城关镇}, {key: town-houliu, town: 后柳镇}]}
- {key: approval, name: 政务大厅, aliases: [大厅], named_in_plan: 'false', hotline: '', handles: 证照}
- {key: hotline, name: 12345热线, aliases: ['12345'], named_in_plan: 'false', hotline: '12345', handles: 不知道找谁}
"""

_TOWNS = """\
- {name: 城关镇, aliases: [城关], loose_aliases: [街上], named_in_plan: 'false'}
- {name: 后柳镇, aliases: [后柳], named_in_plan: 'true'}
"""

_ROUTING = """\
- key: relief
  intake: town
  services: [hlt-clinic]
  covers_partner: 'false'
  cites: ['7.2.1']
  say: 镇上一个窗口一起收。
"""

_OFFICE = """\
asking: [在哪, 电话, 管什么]
around: [我要去, 请问, 的, 那]
"""

_OPENING = """\
times: [几点, 什么时候]
working: [开门, 上班]
closing: [下班, 关门, 放假]
asking: [没有, 没, 吗, 不]
doubled: [上不上班]
nouns: [上班时间]
weak: [有人没, 开不开]
weekdays: [周, 星期]
counters: [窗口, 办]
here: [窗口, 那里]
days:
  today: [今天]
  tomorrow: [明天]
  after_tomorrow: [后天]
  weekend: [周末]
  noon: [中午]
  now: [现在]
  holiday: [节假日]
holidays: {元旦: [元旦], 国庆节: [国庆], 春节: [过年]}
"""

_PLACES = """\
outside: [宁陕, 西安]
abroad: [国外, 美国]
"""

_SITUATION = """\
- fact: age
  kind: number
  unit: 岁
  question: 多大年纪？
  why: 有些服务只看年龄
  name: 年纪
  ranges:
    - {key: 0-17, label: 不满18岁}
    - {key: 18-59, label: 18到59岁}
    - {key: 60-120, label: 60岁及以上}
- fact: school_stage
  kind: choice
  question: 念到哪一段了？
  why: 上学的服务按学段分
  name: 上学
  values: {junior: 初中, senior: 普通高中, finished: 不念书了}
"""

_SCREENING = """\
suits:
  hlt-clinic:
    any:
      - {fact: age, at_least: 60, basis: usual, by: bot}
      - {window: 别的人也看, basis: usual, by: window}
"""

_FACTS = """\
people:
  - {whom: me, words: [我]}
  - {whom: elder, words: [婆, 奶奶]}
  - {whom: elder, generic: 'true', words: [老人]}
  - {whom: child, several: 'true', words: [娃, 孩子]}
neutral: [我们村]
scope:
  denying: [没, 不是]
  light: [在, 是]
  wishing: [想]
  supposing: [要是]
  ended: [完了]
  past: [以前]
  now: [现在]
  owner: [我家, 我]
  with_whom: [跟]
  introducing: [有]
  on_behalf: [给]
  applying: [问]
  request: [有什么]
  asking: [想问]
groups:
  念: [上, 念]
  学: [~念, 读]
words:
  - {fact: school_stage, is: junior, words: [初中, 上|念 > 初一], topic: [初中生]}
  - {fact: school_stage, is: senior|junior, typical: 'true', words: [念书, ~学 > 中学]}
follows:
  - {fact: school_stage, is: junior, then: age, be: 10-20, firm: 'true'}
"""

_URGENT = """\
calm:
  - 去年|前年 > 着火|失火
situations:
  - id: fire
    title: 着火
    numbers: ['119', '120']
    say: 先离开着火的屋子，打119说清在哪个镇、哪个村。
    services: [hlt-clinic]
    signs:
      - 着火|起火|燃起来|烧起来
      - 煤气|液化气 + 炸
    ask: [屋里着火了, 山上起火了快来, 液化气罐子炸了]
    near: [去年着火的房子咋赔, 灭火器哪里买]
"""

_SMALLTALK = """\
- {id: greeting, reply: 你好，问我上学和看病的事就行。, ask: [你好, 在不在]}
"""

_ELSEWHERE = """\
- {id: id-card, title: 身份证, office: 派出所户籍窗口, hotline: '', ask: [身份证丢了, 补身份证]}
"""

_LEXICON = """\
say_as:
  怎么: [咋]
  没有: [莫得, 没得]
concepts:
  - {concept: clinic, words: [卫生室, 卫生所, 医务室]}
  - {concept: fee, words: [学费, 学杂费]}
fillers: [请问, 麻烦]
aspects:
  where: [在哪里, 去哪]
  bring: [带什么]
connectors: [还有, 另外]
asking: [多少, 咋, 哪]
asking_too: [谁]
asking_at_end: ['?', 没]
several: [这两样]
linking: [跟]
adding: [也]
turning: [还想]
closing: [咋办]
elliptic_starts: [那]
elliptic_ends: [呢]
"""

_DIALOGUES = """\
- start: 上高中交多少钱
  services: [edu-waiver]
  then:
  - {q: 那我娃呢, services: [edu-waiver]}
  - {q: 要带什么, about: edu-waiver}
  - {q: 村里看病在哪, services: [hlt-clinic]}
  - {q: 多谢, outside: true}
"""

_VAGUE = """\
- word: 补贴
  also: [有啥补贴]
  offer: [edu-waiver, edu-loan]
"""

_PAPERS = """\
- {paper: 身份证, form: both, also: [本人身份证], of: {家长: [家长身份证]}}
- {paper: 代办人身份证, form: both, proxy: 'true'}
- {paper: 身份证和户口本, parts: [身份证, 户口本]}
- {paper: 身份证或户口本, any_of: [身份证, 户口本]}
"""

_TRIP = """\
list: [列 > 单子]
once: [一次 > 办完]
several: [都 > 带什么]
forward: [发给 > 娃|家里, 打印]
"""

_DOCUMENT = """\
title: 小县公共服务规划
number: 小发〔2022〕1号
issuer: 小县
issued: 2022年1月1日
ends_on: '2025-12-31'
chapters: {'0': 前言, '3': 公共教育, '7': 医疗卫生}
sections: {'3.2': 主要任务, '7.2': 主要任务}
"""

_STYLE = """\
longest_sentence: 60
officialese: [推进, 统筹]
idioms: [万一]
"""

_IDS = """\
in_use: [edu-waiver, edu-loan, hlt-clinic]
retired: [edu-old]
"""

_MESSAGES = """\
start: 你好，我是一窗。
go_first: 先去：{window}
strength_info: ''
"""

FILES = {
    SERVICES: _EDUCATION,
    HEALTH: _HEALTH,
    CHECKS: _CHECKS_EDUCATION,
    "checks/health.yaml": _CHECKS_HEALTH,
    "checks/urgent.yaml": _CHECKS_URGENT,
    "checks/outside.yaml": "outside: [今天吃什么]\n",
    "checks/dialogues.yaml": _DIALOGUES,
    "checks/several.yaml": "- {q: '高中学费能免好多,村里看病找哪个', needs: [edu-waiver, hlt-clinic]}\n",
    "departments.yaml": _DEPARTMENTS,
    "towns.yaml": _TOWNS,
    "routing.yaml": _ROUTING,
    "office.yaml": _OFFICE,
    "opening.yaml": _OPENING,
    "places.yaml": _PLACES,
    "situation.yaml": _SITUATION,
    "facts.yaml": _FACTS,
    "screening.yaml": _SCREENING,
    "urgent.yaml": _URGENT,
    "smalltalk.yaml": _SMALLTALK,
    "elsewhere.yaml": _ELSEWHERE,
    "vague.yaml": _VAGUE,
    "lexicon.yaml": _LEXICON,
    "papers.yaml": _PAPERS,
    "trip.yaml": _TRIP,
    "document.yaml": _DOCUMENT,
    "style.yaml": _STYLE,
    "ids.yaml": _IDS,
    "messages/common.yaml": _MESSAGES,
}

PLAN = {
    "paragraphs": [
        {"id": "3.2.3", "text": "对普通高中学生每学期免除学费 800 元，免除三年；开展生源地助学贷款。"},
        {"id": "3.2.4", "text": "到２０２５年，入学率达到95%。"},
        {"id": "7.2.1", "text": "到2025年，每个行政村建成一所标准化卫生室。"},
    ]
}


def write_mini_content(root: Path) -> None:
    """Write the whole small content folder below `root`."""
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def write_mini_plan(path: Path) -> None:
    """Write the plan that the small content cites."""
    path.write_text(json.dumps(PLAN, ensure_ascii=False), encoding="utf-8")


def edit(root: Path, file: str, old: str, new: str) -> int:
    """Replace the one place where `old` stands in a file; return the line of its first character, counted from 1."""
    path = root / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"“{old}” stands {text.count(old)} times in {file}"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return text.count("\n", 0, text.index(old)) + 1


def line_of(file: str, text: str) -> int:
    """Return the line, counted from 1, of the one place where `text` stands in a file of the small content."""
    assert FILES[file].count(text) == 1, f"“{text}” stands {FILES[file].count(text)} times in {file}"
    return FILES[file].count("\n", 0, FILES[file].index(text)) + 1
