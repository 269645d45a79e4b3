import csv
from collections.abc import Iterator

import pytest

from model.capture import LinkKind
from registry.titles import full_name, read_title
from tests.shared import SHARED, needs_shared

# Rows of titles.tsv whose expected agency needs more than the title's own words: what the title
# alone can give, and why it is not the row's name.
_BEYOND_THE_TITLE = {
    "洛阳市偃师区行政审批和政务信息管理局": (
        "偃师区行政审批和政务信息管理局",
        "prefecture missing",
    ),
    "仙居县下各镇人民政府": ("下各镇人民政府", "county missing"),
    "石家庄市长安区人民政府": (None, "no agency in the title"),
    "西藏自治区人民政府国有资产监督管理委员会": ("西藏自治区人民政府国资委", "abbreviated"),
    "永靖县人民政府": ("临夏回族自治州永靖县人民政府", "printed with the prefecture"),
    "重庆解放碑中央商务区管委会": ("重庆解放碑中央商务区管理委员会", "printed in full"),
    "额济纳旗赛汉陶来苏木人民政府": (
        "阿拉善盟额济纳旗赛汉陶来苏木人民政府",
        "printed with the league",
    ),
    "包头市九原区阿嘎如泰苏木人民政府": ("阿嘎如泰苏木人民政府", "superiors missing"),
    "北京市西城区金融街街道办事处": ("西城区金融街街道办事处", "city missing"),
    "洪雅县洪川镇人民政府": ("洪川镇人民政府", "county missing"),
    "邹城市唐村镇人民政府": ("唐村镇人民政府", "city missing"),
    "康乐县上湾乡人民政府": ("上湾乡人民政府", "county missing"),
    "天津港保税区管委会": ("天津港保税区", "a zone's organ cannot be told from its name"),
    "天津市和平区人民政府办公室": ("和平区人民政府办公室", "city missing"),
    "广州海关(关区)": ("广州海关关区", "the row's brackets are not printed"),
    "石家庄市气象局": ("河北省石家庄市气象局", "printed with the province"),
    "武汉市硚口区人民政府办公室": ("硚口区人民政府办公室", "city missing"),
}


def _rows() -> Iterator[dict[str, str]]:
    path = SHARED / "titles.tsv"
    if path.is_file():
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file, delimiter="\t")


@needs_shared
@pytest.mark.parametrize("row", list(_rows()), ids=lambda row: row["title"])
def test_real_title(row: dict[str, str]) -> None:
    reading = read_title(row["title"])
    if row["agency"] == "-":
        assert reading.kind is LinkKind.LOOKALIKE
        return
    expected = _BEYOND_THE_TITLE.get(row["agency"], (row["agency"], ""))[0]
    assert reading.kind is LinkKind.REPORT
    assert (full_name(reading.agency) if reading.agency else None) == expected
    assert reading.reporting_year == int(row["reporting_year"])


@pytest.mark.parametrize(
    ("title", "agency", "year"),
    [
        ("云渡县财政局2024年政府信息公开工作年\n度报告", "云渡县财政局", 2024),
        ("云渡县财政局 ２０２４ 年政府信息公开工作年度报告", "云渡县财政局", 2024),
        ("云渡县财政局二〇二三年政府信息公开年报", "云渡县财政局", 2023),
        ("政府信息公开工作年度报告（2022年度）", None, 2022),
        ("云渡县民意乡2023年度信息公开年报", "云渡县民意乡", 2023),
        ("云渡县政务服务和数据局2023年政府信息公开工作年度报告", "云渡县政务服务和数据局", 2023),
        ("云渡县重点工程建设中心2023年政府信息公开工作年度报告", "云渡县重点工程建设中心", 2023),
        ("云渡县卫生和计划生育局2016年政府信息公开年度报告", "云渡县卫生和计划生育局", 2016),
        ("云渡县统计局2023年政府信息公开工作年度报告", "云渡县统计局", 2023),
        ("云渡县督查考核局2023年政府信息公开工作年度报告", "云渡县督查考核局", 2023),
        ("云渡县司法局2023年政府信息公开工作年度报告_云渡县人民政府", "云渡县司法局", 2023),
        ("云渡县司法局2023年政府信息公开工作年度报告 - 清禾市", "云渡县司法局", 2023),
        ("政府信息公开年报 | 云渡县司法局2023年政府信息公开工作年度报告", "云渡县司法局", 2023),
        ("附件：云渡县司法局2023年政府信息公开工作年度报告.pdf", "云渡县司法局", 2023),
        ("· 云渡县司法局2023年政府信息公开工作年度报告 [2024-01-16]", "云渡县司法局", 2023),
        ("云渡县司法局2023年政府信息公开工作年度报告2024-01-16", "云渡县司法局", 2023),
        ("云渡县司法局2023年政府信息公开工作年度报告（图片版）", "云渡县司法局", 2023),
        ("云渡县司法局关于2023年政府信息公开工作情况的报告", "云渡县司法局", 2023),
        (
            "云渡县人民政府（县政府办公室）2023年政府信息公开工作年度报告",
            "云渡县人民政府（县政府办公室）",
            2023,
        ),
        ("[2024-01-16]云渡县司法局2023年政府信息公开工作年度报告", "云渡县司法局", 2023),
        ("2024-01-16 云渡县司法局2023年政府信息公开工作年度报告", "云渡县司法局", 2023),
        ("云渡中学2023年政府信息公开年度报告", "云渡中学", 2023),
        ("《云渡县司法局2023年政府信息公开工作年度报告》", "云渡县司法局", 2023),
        ("2023年度报告", None, 2023),
        ("2023年年度报告", None, 2023),
        ("云渡县司法局2023年政府信息公开工作年…", "云渡县司法局", 2023),
    ],
)
def test_reads_reports(title: str, agency: str | None, year: int | None) -> None:
    reading = read_title(title)
    assert (reading.kind, reading.agency, reading.reporting_year) == (LinkKind.REPORT, agency, year)


@pytest.mark.parametrize(
    ("title", "refused"),
    [
        ("一图读懂：云渡县2023年政府信息公开工作年度报告", "interpretation"),
        ("云渡县2023年政府信息公开工作年度报告解读", "interpretation"),
        ("云渡县2023年政府信息公开工作年度报告（图文解读）", "interpretation"),
        ("解读 | 云渡县2023年政府信息公开工作年度报告", "interpretation"),
        ("云渡县人民政府网站工作年度报表（2023年）", "website_report"),
        ("云渡县2023年政府网站年度报表", "website_report"),
        ("云渡大学2022-2023学年信息公开年度报告", "academic_year"),
        ("云渡县财政局2023年度法治政府建设年度报告", "rule_of_law"),
        ("关于做好2023年政府信息公开工作年度报告编制工作的通知", "instruction"),
        ("政府信息公开年度报告制度", "rules"),
        ("云渡县2023年政务公开工作要点", "summary"),
        ("云渡县2023年政务公开工作总结", "summary"),
        ("云渡县2023年第一季度政府信息公开情况统计", "statistics"),
        ("清禾省发布2016年政府信息公开工作年度报告", "news"),
        ("云渡水务股份有限公司2023年年度报告", "company"),
        ("云渡县2023年行政执法统计年报", "enforcement_statistics"),
        ("云渡县2023年部门决算信息公开", "budget"),
    ],
)
def test_refuses_look_alikes_with_the_reason(title: str, refused: str) -> None:
    reading = read_title(title)
    assert (reading.kind, reading.refused) == (LinkKind.LOOKALIKE, refused)


@pytest.mark.parametrize(
    "title",
    [
        "",
        "云渡县召开春季植树动员会",
        "2024年云渡县政府工作报告",
        "云渡县司法局2023年政府信息公开工作年度报告" * 20,
        "首页>政务公开>云渡县司法局2023年政府信息公开工作年度报告",
        "现将2023年政府信息公开工作年度报告",
        "云渡县财政局2023年部门预算",
    ],
)
def test_has_nothing_to_say_about_other_titles(title: str) -> None:
    assert read_title(title).kind is LinkKind.OTHER


def test_academic_years_are_no_reporting_year() -> None:
    assert read_title("云渡大学2022-2023学年信息公开年度报告").reporting_year is None


@pytest.mark.parametrize(
    ("printed", "full"),
    [
        ("清禾市", "清禾市人民政府"),
        ("下 渡 镇", "下渡镇人民政府"),
        ("云渡县政府办公室", "云渡县人民政府办公室"),
        ("云渡县人民政府", "云渡县人民政府"),
        ("云渡县政府采购中心", "云渡县政府采购中心"),
        ("云渡街道", "云渡街道办事处"),
        ("清禾经济技术开发区", "清禾经济技术开发区"),
        ("清禾地区", "清禾地区行政公署"),
        ("云渡县财政局", "云渡县财政局"),
    ],
)
def test_full_names(printed: str, full: str) -> None:
    assert full_name(printed) == full
