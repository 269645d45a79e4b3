import pytest

from model.agency import Agency, Kind, Registry
from registry import match_agency
from tests.registry.builders import LISTING, agency

OTHER_LISTING = "https://www.yundu.gov.cn/nb/"

GOVERNMENT = agency(
    "qinghe",
    name="清禾市人民政府",
    kind=Kind.GOVERNMENT,
    listings=(LISTING,),
    hosts=("www.qinghe.gov.cn",),
)
OFFICE = agency(
    "qinghe-office",
    name="清禾市人民政府办公室",
    aliases=("清禾市政府办公室",),
    kind=Kind.OFFICE,
    listings=(LISTING,),
    hosts=("www.qinghe.gov.cn",),
)
HEPING_ONE = agency("heping-1", name="和平区人民政府", hosts=("www.heping1.gov.cn",))
HEPING_TWO = agency("heping-2", name="和平区人民政府", hosts=("www.heping2.gov.cn:8080",))
ARCHIVES = agency("archives", name="清禾市云渡区档案局", listings=(OTHER_LISTING,))

ALL = (GOVERNMENT, OFFICE, HEPING_ONE, HEPING_TWO, ARCHIVES)


def match(
    name: str | None = None,
    listing: str | None = None,
    host: str | None = None,
    among: tuple[Agency, ...] = ALL,
) -> str | None:
    return match_agency(Registry(agencies=among), name=name, listing=listing, host=host)


def test_a_listing_of_one_agency_names_it() -> None:
    assert match(listing=OTHER_LISTING) == "archives"


def test_a_shared_listing_needs_the_name() -> None:
    assert match(listing=LISTING) is None
    assert match(name="清禾市人民政府", listing=LISTING) == "qinghe"
    assert match(name="清禾市政府办公室", listing=LISTING) == "qinghe-office"


def test_the_office_is_not_taken_for_its_government() -> None:
    assert match("清禾市人民政府办公室", listing=LISTING, among=(GOVERNMENT,)) is None


@pytest.mark.parametrize("name", ["云渡区档案局", "豫州省清禾市云渡区档案局"])
def test_a_region_dropped_or_added_on_its_own_listing(name: str) -> None:
    assert match(name, listing=OTHER_LISTING) == "archives"


def test_a_stranger_on_somebodys_listing_stays_unknown() -> None:
    assert match("云渡区统计局", listing=OTHER_LISTING) is None


def test_a_report_on_anothers_listing_goes_to_the_agency_it_names() -> None:
    assert match("清禾市人民政府", listing=OTHER_LISTING) == "qinghe"


@pytest.mark.parametrize(
    "name", ["清禾市人民政府", " 清禾市 人民政府 ", "清禾市人民政府（市政府办公室）"]
)
def test_a_name_of_one_agency(name: str) -> None:
    assert match(name) == "qinghe"


def test_an_ambiguous_name_is_nobodys() -> None:
    assert match("和平区人民政府") is None


@pytest.mark.parametrize(
    ("host", "found"),
    [
        ("www.heping1.gov.cn", "heping-1"),
        ("www.heping2.gov.cn:8080", "heping-2"),
        ("www.heping2.gov.cn", None),
        ("www.copy.example", None),
    ],
)
def test_the_host_decides_between_namesakes(host: str, found: str | None) -> None:
    assert match("和平区人民政府", host=host) == found


def test_a_shortened_name_without_a_listing_is_nobodys() -> None:
    assert match("云渡区档案局") is None


def test_nothing_known_is_nobody() -> None:
    assert match() is None
    assert match(host="www.heping1.gov.cn") is None
