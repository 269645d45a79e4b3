from collections import Counter

import pytest

from model.agency import Kind, Level
from model.ids import RegionCode
from registry import load_changes, load_regions
from registry.changes import Change
from registry.place_names import full_place, government_of, short_name
from registry.regions import contains, region_names
from tests.registry.builders import agency

# Lists that lag behind the order that they reflect; the day is known, the list says later.
LAGGING = {"130604", "371200", "371202", "371203"}


def test_the_frozen_list_is_whole() -> None:
    levels = Counter(region.level for region in load_regions().current())

    assert levels == {Level.PROVINCE: 34, Level.PREFECTURE: 333, Level.COUNTY: 2845}


def test_every_region_lies_in_one_of_the_next_levels() -> None:
    regions = load_regions()

    for region in regions.current():
        above = list(regions.above(region))
        assert [each.last_listed for each in above] == [None] * len(above), region
        assert above or region.level is Level.PROVINCE


def test_every_change_joins_codes_that_stand_in_lists() -> None:
    regions = load_regions()
    known = {(region.code, region.name): region for region in regions.regions}

    for change in load_changes().changes:
        if change.from_code is not None:
            assert known[change.from_code, change.from_name or ""].last_listed is not None
        if change.to_code is not None:
            assert (change.to_code, change.to_name) in known


def test_every_former_region_has_become_something() -> None:
    changes = load_changes()

    assert [
        region
        for region in load_regions().regions
        if region.last_listed is not None and not changes.of(region.code, region.name)
    ] == []


def test_a_recalled_day_lies_between_the_lists() -> None:
    for change in load_changes().changes:
        if change.date is None:
            continue
        length = min(len(change.date), 7)
        assert change.date[:length] <= change.first_listed[:length], change
        if change.from_code not in LAGGING:
            assert change.date[:length] >= change.last_listed[:length], change


@pytest.mark.parametrize(
    ("code", "name", "change", "to_code", "to_name"),
    [
        ("410381", "偃师市", Change.RESTYLED, "410307", "偃师区"),
        ("371200", "莱芜市", Change.MERGED, "370100", "济南市"),
        ("341400", "巢湖市", Change.DIVIDED, None, None),
        ("341402", "居巢区", Change.RESTYLED, "340181", "巢湖市"),
        ("530800", "思茅市", Change.RENAMED, "530800", "普洱市"),
        ("330103", "下城区", Change.MERGED, "330105", "拱墅区"),
        ("469003", "儋州市", Change.RAISED, "460400", "儋州市"),
        ("360402", "庐山区", Change.RENAMED, "360402", "濂溪区"),
    ],
)
def test_known_changes(
    code: str, name: str, change: Change, to_code: str | None, to_name: str | None
) -> None:
    (found,) = load_changes().of(code, name)

    assert (found.change, found.to_code, found.to_name) == (change, to_code, to_name)


def test_a_place_is_followed_to_its_code_of_today() -> None:
    changes = load_changes()

    # 海东地区's 平安县 changed its code with the prefecture, then became a district.
    assert changes.now_of("632121", "平安县", since="2006-12") == "630203"
    assert changes.now_of("110105", "朝阳区", since="2006-12") == "110105"


def test_a_name_may_be_that_of_several() -> None:
    codes = [region.code for region in load_regions().named("和平区")]

    assert codes == ["120101", "210102"]


def test_codes_that_are_free() -> None:
    regions = load_regions()

    assert regions.knows("990100")
    assert regions.knows("419921")
    assert regions.knows("000000")
    assert not regions.knows("410399")


@pytest.mark.parametrize(
    ("outer", "inner", "held"),
    [
        ("000000", "410307", True),
        ("410000", "410307", True),
        ("410300", "410307", True),
        ("410300", "410400", False),
        ("410307", "410300", False),
        ("410000", "419001", True),
    ],
)
def test_what_a_code_contains(outer: str, inner: str, held: bool) -> None:
    assert contains(outer, inner) is held


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("黔东南苗族侗族自治州", "黔东南州"),
        ("巴音郭楞蒙古自治州", "巴音郭楞州"),
        ("新疆维吾尔自治区", "新疆"),
        ("内蒙古自治区", "内蒙古"),
        ("白沙黎族自治县", "白沙县"),
        ("双江拉祜族佤族布朗族傣族自治县", "双江县"),
        ("前郭尔罗斯蒙古族自治县", "前郭尔罗斯县"),
        ("东乡族自治县", None),
        ("鄂温克族自治旗", None),
        ("偃师区", None),
    ],
)
def test_short_names(name: str, short: str | None) -> None:
    assert short_name(name) == short


def test_districts_stand_after_their_city_and_counties_alone() -> None:
    regions = load_regions()

    def place(code: str) -> str:
        region = regions.get(code)
        assert region is not None
        return full_place(regions, region)

    assert place("210102") == "沈阳市和平区"
    assert place("110101") == "北京市东城区"
    assert place("340321") == "怀远县"
    assert government_of(place("232700")) == "大兴安岭地区行政公署"


def test_regions_are_named_by_the_registry_and_then_by_the_list() -> None:
    invented = agency("qinghe", name="清禾市人民政府", kind=Kind.GOVERNMENT)
    real = agency("a", region=RegionCode("410307"))
    renamed = agency(
        "b", name="偃师新区人民政府", kind=Kind.GOVERNMENT, region=RegionCode("410306")
    )

    names = region_names([invented, real, renamed])

    assert names == {
        "419900": "清禾市",
        "410307": "偃师区",
        "410306": "偃师新区",
        # What they lie in, although none of the agencies works for it.
        "410300": "洛阳市",
        "410000": "河南省",
    }
