"""The way of a reader in a real browser: from a word to its proof, from a rate to its dossier."""

import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.browser.chrome import reading

pytestmark = pytest.mark.timeout(900)


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def page(request: pytest.FixtureRequest, browser: Browser, base: str) -> Iterator[Page]:
    with reading(browser, base, java_script_enabled=request.param) as opened:
        yield opened


def number(words: str) -> int:
    return int(re.sub(r"\D", "", words))


def test_from_a_word_to_the_pixels(page: Page, places: Mapping[str, str]) -> None:
    page.goto("/")
    page.get_by_label("检索报告全文").fill("公开")
    page.get_by_role("button", name="检索").click()

    everything = number(page.locator(".total b").inner_text())
    year = page.get_by_role("navigation", name="筛选").get_by_role("link", name=re.compile("^2024"))
    promised = number(year.locator(".count").inner_text())
    year.click()

    expect(page).to_have_url(re.compile(r"year=2024"))
    assert number(page.locator(".total b").inner_text()) == promised < everything
    expect(page.locator("ol.cards mark").first).to_be_visible()

    page.locator("ol.cards h2 a").first.click()
    expect(page).to_have_url(re.compile(r"/report/[0-9a-f]{12}$"))
    expect(page.locator("table.statistics")).to_have_count(3)
    expect(page.locator("h1")).to_contain_text("2024")

    page.goto(places["report-pdf"])
    page.locator("td.figure > a:first-child").first.click()
    proof = page.locator("#cell-proof")
    expect(proof).to_be_visible()
    picture = proof.locator(".pixels img")
    expect(picture).to_be_visible()
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("image => image.naturalWidth") > 300
    expect(proof.locator(".digest")).to_have_text(re.compile(r"^[0-9a-f]{64}$"))


def test_the_table_of_a_web_page_with_its_cell_marked(
    page: Page, places: Mapping[str, str]
) -> None:
    page.goto(places["cell-web"])

    marked = page.locator(".original-table .marked-cell")
    expect(marked).to_have_count(1)
    assert marked.inner_text().strip() == page.locator("q.raw").inner_text().strip("「」 ")


def test_what_changed_between_versions_and_years(page: Page, places: Mapping[str, str]) -> None:
    latter = places["diff-versions"].rpartition("/")[2]
    page.goto(f"/report/{latter}")
    page.get_by_role("link", name="与前一版本逐格比较").click()
    expect(page.locator("h1")).to_have_text("两个版本逐格比较")
    expect(page.locator("tbody tr").first).to_be_visible()

    page.goto(places["compare"])
    years = page.locator("select[name=left_year] option").all_inner_texts()
    assert len(years) > 2, "choose, and two years at least"
    page.locator("select[name=left_year]").select_option(years[1])
    page.locator("select[name=right_year]").select_option(years[2])
    page.get_by_role("button", name="比较").click()
    expect(page.locator("h1")).to_have_text("两份报告比较")
    before = page.locator(".sides p").first.inner_text()
    page.get_by_role("link", name="左右对调").click()
    expect(page.locator(".sides p").nth(1)).to_contain_text(before[2:12])


def test_from_the_rate_to_a_dossier_that_verifies(
    page: Page, places: Mapping[str, str], tmp_path: Path
) -> None:
    page.goto("/audit?year=2024")
    regions = page.locator("#regions ~ .wide tbody")
    # One province with one prefecture: its parts are what there is to choose from.
    expect(regions.locator("th")).to_have_text(["清禾市（本级）", "云渡县", "栖岚区", "南稷县"])
    regions.get_by_role("link", name="南稷县").click()
    expect(page).to_have_url(re.compile(r"region="))
    expect(page.get_by_role("navigation", name="地区").locator("[aria-current]")).to_be_visible()

    page.goto("/audit?year=2024&verdict=not_found")
    page.locator("table.matrix a.not_found").first.click()
    expect(page.locator(".verdict-line .not_found")).to_be_visible()
    page.locator(".over a").first.click()
    expect(page).to_have_url(re.compile(r"/agency/[\w-]+$"))
    page.locator("ol.strip a", has_text="未见").first.click()
    expect(page.locator(".steps-of-proof > li").first).to_be_visible()

    with page.expect_download() as downloading:
        page.get_by_role("link", name="下载卷宗").click()
    packed = tmp_path / downloading.value.suggested_filename
    downloading.value.save_as(packed)
    with zipfile.ZipFile(packed) as package:
        package.extractall(tmp_path)
    (verifier,) = tmp_path.rglob("verify.py")
    done = subprocess.run(
        [sys.executable, verifier.name],
        cwd=verifier.parent,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_findings_can_be_narrowed_and_taken_away(page: Page, tmp_path: Path) -> None:
    page.goto("/findings")
    rule = page.locator(".facets li a").first
    promised = number(rule.locator(".count").inner_text())
    rule.click()
    assert number(page.locator(".total b").inner_text()) == promised
    for kind, begins in (("CSV", b"finding"), ("XLSX", b"PK\x03\x04")):
        with page.expect_download() as downloading:
            page.get_by_role("link", name=kind, exact=True).click()
        taken = tmp_path / kind
        downloading.value.save_as(taken)
        assert taken.read_bytes().startswith(begins) or kind == "CSV"
        if kind == "CSV":
            assert len(taken.read_text(encoding="utf-8-sig").splitlines()) > promised


@pytest.mark.parametrize("path", ["/status", "/methods"])
def test_what_stands_behind_it_all(page: Page, path: str) -> None:
    page.goto("/")
    page.locator(f'.masthead nav a[href="{path}"]').click()
    expect(page.locator(f'.masthead a[href="{path}"]')).to_have_attribute("aria-current", "page")
    assert page.locator("main").inner_text().strip()


def test_a_page_has_its_twin_in_the_other_language(page: Page) -> None:
    page.goto("/search?q=公开&year=2024")
    found = page.locator(".total b").inner_text()
    page.get_by_role("link", name="English").click()

    assert unquote(page.url).endswith("/en/search?q=公开&year=2024")
    assert page.locator(".total b").inner_text() == found
    assert page.locator("html").get_attribute("lang") == "en"


def test_a_reader_may_have_it_dark(browser: Browser, base: str) -> None:
    with reading(browser, base, color_scheme="light") as page:
        page.goto("/")
        lit = page.evaluate("getComputedStyle(document.body).backgroundColor")
        page.get_by_role("button", name="改用深色").click()
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") != lit
        page.goto("/methods")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") != lit
