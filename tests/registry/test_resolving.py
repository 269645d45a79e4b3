"""A report that does not say whose it is, from the queue to a remembered answer."""

from pathlib import Path

import pytest

from nianbao.stages.clues import page_clues
from storage.archive import Archive
from storage.rebuild import reconcile
from tests.crawler.child import open_database
from tests.nianbao.commands import nianbao
from tests.registry.here import nianbao_here

REGISTRY = """id,name,level,kind,region,duty
qinghe-edu,清禾市教育局,prefecture,department,419900,statutory
yundu-edu,云渡县教育局,county,department,419921,statutory
"""
HEADS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)


def report(who: str, head: str = "") -> str:
    title = f"2024年{who}政府信息公开工作年度报告"
    body = "".join(f"<h2>{each}</h2><p>无。</p>" for each in HEADS)
    return (
        f"<html><head><title>{title}</title>{head}</head><body><h1>{title}</h1>{body}</body></html>"
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    (folder / "r.csv").write_text(REGISTRY, "utf-8")
    (folder / "bare.html").write_text(report("教育局"), "utf-8")
    (folder / "stranger.html").write_text(report("清禾市水利局"), "utf-8")
    (folder / "known.html").write_text(report("清禾市教育局"), "utf-8")
    assert nianbao_here("registry", "import", folder / "r.csv", home=folder).code == 0
    files = [folder / name for name in ("bare.html", "stranger.html", "known.html")]
    nianbao("add", *files, home=folder)
    return folder


def questions(home: Path) -> dict[str, tuple[str, list[str]]]:
    """Title → report id and candidates."""
    document = nianbao_here("registry", "resolve", "--json", home=home).document
    return {
        each["title"]: (each["report"], [one["agency"] for one in each["candidates"]])
        for each in document["questions"]
    }


def test_the_queue_and_its_answers(home: Path, tmp_path: Path) -> None:
    waiting = questions(home)
    bare, offered = waiting["2024年教育局政府信息公开工作年度报告"]
    stranger, nobody = waiting["2024年清禾市水利局政府信息公开工作年度报告"]

    assert len(waiting) == 2
    assert set(offered) == {"qinghe-edu", "yundu-edu"}
    assert nobody == []

    said = nianbao_here(
        "registry", "resolve", bare, "--agency", "yundu-edu", "--by", "王某", "--json", home=home
    )
    nianbao_here("registry", "resolve", stranger, "--none", "--by", "王某", home=home)

    assert said.document["agency_name"] == "云渡县教育局"
    assert questions(home) == {}
    # Reading everything again does not lose what a person said.
    assert nianbao("process", "--again", home=home).code == 0
    with open_database(home) as database:
        owners = {str(version.id): version.agency for version in database.reports()}
    assert (owners[bare], owners[stranger]) == ("yundu-edu", None)
    assert questions(home) == {}
    # Nor does the loss of the database.
    with Archive(home / "warc", software="tests") as archive, open_database(tmp_path) as empty:
        reconcile(archive, empty)
        assert {decision.by for decision in empty.decisions()} == {"王某"}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--agency", "yundu-edu"), 2),
        (("0000",), 2),
        (("0000", "--agency", "yundu-edu", "--none"), 2),
        (("0000", "--agency", "yundu-edu"), 5),
    ],
)
def test_answers_that_are_none(home: Path, words: tuple[str, ...], code: int) -> None:
    assert nianbao_here("registry", "resolve", *words, home=home).code == code


CODE = "11370800004312263P"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_what_a_page_says_of_itself(encoding: str) -> None:
    head = '<meta name="SiteIDCode" content="4199000001">'
    page = f"<html><head>{head}</head><td>索引号：</td><td>{CODE}/2024-00012</td></html>"

    clues = page_clues(page.encode(encoding))

    assert (clues.uscc, clues.site_id) == (CODE, "4199000001")


@pytest.mark.parametrize(
    "page",
    [
        f"<html>统一社会信用代码 {CODE}</html>",
        "<html>索引号：234234234444444444</html>",
        "<html>索引号：11370800004312263X</html>",
        f"索引号：{CODE}",
        '<html><meta name="SiteIDCode" content=""></html>',
    ],
)
def test_codes_that_say_nothing(page: str) -> None:
    clues = page_clues(page.encode())

    assert (clues.uscc, clues.site_id) == (None, None)
