"""Invented reports in the manner of the genre: the same every time for the same seed."""

from collections.abc import Iterator
from random import Random

from index import IndexDocument
from model.agency import Level
from model.ids import AgencyId, RegionCode, ReportId
from model.verdict import Verdict

_PLACES = ("清禾市", "云渡县", "石桥区", "临澜市", "白榆县", "望川区", "青屿市", "松阳坡镇")
_AGENCIES = (
    "人民政府",
    "民政局",
    "司法局",
    "水利局",
    "公安局",
    "教育体育局",
    "自然资源局",
    "卫健委",
)
_SECTIONS = ("overview", "proactive", "applications", "remedies", "problems", "other_matters")
_TOPICS = (
    "依申请公开", "行政复议", "政务新媒体", "双公示", "警企恳谈会", "再生水利用", "农村宅基地审批",
    "营商环境", "信息公开指南", "公司法人", "公开发布", "政策解读", "重点领域", "基层政务公开",
)  # fmt: skip
_SUBJECTS = ("本机关", "我局", "各科室", "人民政府办公室", "县民政部门", "办事窗口", "信息公开专班")
_VERBS = ("进一步规范", "持续推进", "认真办理", "及时更新", "督促落实", "梳理完善", "研究部署")
_OBJECTS = ("工作台账", "公开目录", "答复文书", "审查流程", "培训计划", "网站栏目", "办理时限")
_TAILS = (
    "受理{n}件，办结{m}件。",
    "全年发布信息{n}条，较上年增长{m}.5%。",
    "人员不足的情况仍然存在，一岗多责较为普遍。",
    "依托“{topic}”等做法，解决群众反映的问题{n}项；",
    "2023年以来共开展业务培训{m}场，参训{n}人次。",
    "通过APP、微信公众号和 Open Data 平台发布（{topic}栏目）。",
)


def documents(count: int, *, seed: int = 1) -> Iterator[IndexDocument]:
    random = Random(seed)
    for number in range(count):
        yield _document(random, number)


def sentence(random: Random) -> str:
    topic = random.choice(_TOPICS)
    start = f"{random.choice(_SUBJECTS)}{random.choice(_VERBS)}{topic}{random.choice(_OBJECTS)}，"
    tail = random.choice(_TAILS)
    return start + tail.format(n=random.randint(0, 400), m=random.randint(0, 30), topic=topic)


def _document(random: Random, number: int) -> IndexDocument:
    place = random.randrange(len(_PLACES))
    name = _PLACES[place] + random.choice(_AGENCIES)
    year = random.choice([None, *range(2018, 2025)])
    return IndexDocument(
        report=ReportId(f"{number:012x}"),
        stamp=f"stamp-{number}",
        agency=AgencyId(f"agency-{number % 40}"),
        agency_name=name,
        reporting_year=year,
        region=RegionCode(f"99{place // 3:02}{place:02}"),
        region_name=_PLACES[place],
        level=random.choice([*(level.value for level in Level), None]),
        title=f"{name}{year or ''}年政府信息公开工作年度报告",
        url=f"http://127.0.0.1/{number}.html",
        sections=tuple(
            (section, "".join(sentence(random) for _ in range(random.randint(0, 6))))
            for section in _SECTIONS
        ),
        verdict=random.choice([*(verdict.value for verdict in Verdict), None]),
    )
