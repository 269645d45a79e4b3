from datetime import date

import pytest

from model.agency import Agency, Kind, Level, Registry
from model.ids import RegionCode
from registry import AgencyMatcher, Clues, match_agency
from registry.matching import is_bare_name
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


CODE = "11370800004312263P"
CHAOHU_CITY = agency(
    "chaohu-prefecture",
    name="巢湖市人民政府",
    kind=Kind.GOVERNMENT,
    region=RegionCode("341400"),
    until=date(2010, 10, 31),
)
CHAOHU_COUNTY = agency(
    "chaohu-county",
    name="巢湖市人民政府",
    kind=Kind.GOVERNMENT,
    region=RegionCode("340181"),
    since=date(2011, 10, 31),
)
SHENYANG = agency("shenyang", name="和平区档案局", region=RegionCode("210102"))
CODED = agency("coded", name="清禾市民政局", uscc=CODE)
TAXES = agency("taxes", name="国家税务总局", level=Level.CENTRAL, region=RegionCode("000000"))
WIDE = (CHAOHU_CITY, CHAOHU_COUNTY, SHENYANG, CODED, TAXES, GOVERNMENT)


def resolve(**clues: object) -> str | None:
    matcher = AgencyMatcher(Registry(agencies=WIDE))
    return matcher.resolve(Clues(**clues))  # type: ignore[arg-type]


def test_a_name_of_many_places_is_nobodys_even_if_the_registry_has_one() -> None:
    assert resolve(name="和平区档案局") is None
    assert resolve(name="和平区档案局", site_id="2101020003") == "shenyang"
    assert resolve(name="和平区档案局", site_id="1201010003") is None


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("和平区档案局", True),
        ("西安区发展和改革局", True),
        ("市中区人民政府", True),
        ("教育局", True),
        ("中村乡人民政府", True),
        ("沈阳市和平区档案局", False),
        ("海南区人民政府", False),
        ("海南省人民政府", False),
        ("新疆维吾尔自治区生态环境厅", False),
        ("弋江区人民政府", False),
        ("清禾市教育局", False),
    ],
)
def test_which_names_do_not_say_where(name: str, bare: bool) -> None:
    assert is_bare_name(name) is bare


def test_a_credit_code_names_its_agency_unless_the_report_names_another() -> None:
    assert resolve(uscc=CODE) == "coded"
    assert resolve(uscc=CODE, name="民政局") == "coded"
    assert resolve(uscc=CODE, name="清禾市人民政府") is None
    assert resolve(uscc="234234234444444444", name="清禾市人民政府") == "qinghe"


def test_namesakes_have_their_time() -> None:
    assert resolve(name="巢湖市人民政府") is None
    assert resolve(name="巢湖市人民政府", year=2009) == "chaohu-prefecture"
    assert resolve(name="巢湖市人民政府", year=2020) == "chaohu-county"


def test_a_body_of_the_centre_needs_no_place() -> None:
    assert resolve(name="国家税务总局") == "taxes"


def test_candidates_are_shown_the_likelier_first() -> None:
    matcher = AgencyMatcher(Registry(agencies=(*ALL, *WIDE[2:5])))

    same_name = matcher.candidates(Clues(name="和平区人民政府", host="www.heping2.gov.cn:8080"))
    by_code = matcher.candidates(Clues(name="清禾市人民政府", uscc=CODE))

    assert [each.id for each in same_name] == ["heping-2", "heping-1"]
    assert [each.id for each in by_code] == ["coded", "qinghe"]
    assert matcher.candidates(Clues()) == ()
