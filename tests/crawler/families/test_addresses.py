"""The family told from an address alone: never a wrong one, and silence where it is not sure."""

from pathlib import Path

import pytest

from benchmarks.families import read_rows, table
from crawler.families import FAMILIES
from crawler.families.addresses import RULES, family_of_url
from tests.shared import SHARED, needs_shared

DOCS = Path(__file__).parents[3] / "docs" / "families.md"
HEX24, HEX32 = "65b751e15bd8e1f5e8f30678", "0019ee88c98e4d268f4577bfc712b499"
UUID = "8aef2fa0-cc14-409e-9f68-fbdba00a0c72"


@pytest.mark.parametrize(
    ("path", "family"),
    [
        ("/zwgk/nb/202401/t20240116_123.html", "trs"),
        ("/zwgk/nb/202401/t20240116_123_wap.shtml", "trs"),
        ("/zwgk/nb/202401/t20240116.html", None),
        ("/zwgk/nb/t803352.shtml", None),
        ("/art/2024/1/22/art_1229063423_4234584.html", "hanweb-jcms"),
        ("/col/col1229063423/index.html", "hanweb-jcms"),
        ("/art/2024/art_1229063423.html", None),
        (f"/zfxxgk/art/2025/art_{HEX32}.html", "hanweb-jpaas"),
        ("/module/xxgk/xxgkAnnualReport.jsp?area=11370883004325769B&fbtime=2010", "hanweb-annual"),
        ("/module/xxgk/search.jsp?area=11370883004325769B", None),
        (f"/qh/c107077/202401/{HEX32}.shtml", "ucap"),
        (f"/nw12344/20230331/{HEX32}.html", None),
        ("/info/2381/644672.htm", "vsb"),
        ("/info/18336", None),
        ("/gkmlpt/content/2/2877/post_2877736.html", "gkmlpt"),
        ("/qh/gkmlpt/index#4321", "gkmlpt"),
        ("/xxgk/qt/ndxxgkbg/content/post_11117680.html", "nfcms"),
        ("/xxgk/qt/ndxxgkbg/content/mpost_11117680.html", "nfcms"),
        ("/content/post.html", None),
        ("/zfxxgk/public/column/24601?action=detail&title=2020&type=3", "anhui"),
        ("/public/column/about", None),
        ("/zfxxgknb.html?nbYear=2024", "yunnan"),
        ("/zfxxgknb.html?year=2024", None),
        (f"/gongkai/site_tqq/channel_6389a0883759918282632254/doc_{HEX24}.html", "gongkai"),
        (f"/columns/{UUID}/202308/21/{UUID}.html", "hebei"),
        ("/qh/c111341/202301/c01_592213.shtml", "hlj"),
        ("/gk/pnidpv196pntypepvnbpnnfpv2022.html", "xicheng"),
        ("/qh_customs/381558/381634/2875752/5652282/index.html", "eportal"),
        ("/nb/202401/index.html", None),
        ("/bsq/contents/10832/280287.html", "tjbh"),
        ("/News/Detail/20250107145505726", "newsdetail"),
        ("/News/Detail/42", None),
        ("/", None),
        ("", None),
    ],
)
def test_the_form_of_an_address(path: str, family: str | None) -> None:
    assert family_of_url(f"http://www.qinghe.example{path}") == family


@pytest.mark.parametrize("address", ["", "javascript:open('t20240116_1.html')", "ftp://a/t/"])
def test_what_is_no_address_has_no_family(address: str) -> None:
    assert family_of_url(address) is None


@needs_shared
def test_real_addresses_are_never_told_wrong() -> None:
    found = table(read_rows(SHARED / "urls.tsv"))
    assert {guess: counts["wrong"] for guess, counts in found.items() if counts["wrong"]} == {}
    assert sum(counts["right"] for counts in found.values()) >= 93
    assert sum(counts["unknown"] for counts in found.values()) <= 19


def test_the_document_gives_a_reason_for_every_rule_and_every_reader() -> None:
    words = DOCS.read_text(encoding="utf-8")
    names = {rule.family for rule in RULES} | {family.name for family in FAMILIES}
    assert {name for name in names if f"`{name}`" not in words} == set()
