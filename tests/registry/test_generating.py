import csv
import time
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from model.agency import Agency, Duty, Kind, Level, Registry
from model.errors import RegistryError
from model.ids import RegionCode
from registry import (
    export_csv,
    export_toml,
    generate_governments,
    generate_townships,
    load_changes,
    load_regions,
    load_registry,
    obligation,
    starter_agencies,
    with_starter,
)
from registry.changes import Change, RegionChange, RegionChanges
from registry.regions import Region, Regions
from tests.registry.builders import saved
from tests.shared import SHARED, needs_shared

ALL = generate_governments(load_regions(), load_changes())
BY_ID = {agency.id: agency for agency in ALL}


def test_every_government_and_its_office() -> None:
    living = Counter((agency.level, agency.kind) for agency in ALL if agency.until is None)

    for kind in (Kind.GOVERNMENT, Kind.OFFICE):
        assert living[Level.PROVINCE, kind] == 31
        assert living[Level.PREFECTURE, kind] == 333
        assert living[Level.COUNTY, kind] == 2845
    assert len(BY_ID) == len(ALL)


def test_a_government_that_went_on_under_another_form_is_one_agency() -> None:
    yanshi = BY_ID["gov-410307"]  # type: ignore[index]

    assert yanshi.name == "洛阳市偃师区人民政府"
    assert {"偃师区人民政府", "偃师市人民政府"} <= set(yanshi.aliases)
    assert [(name.name, name.until) for name in yanshi.names] == [
        ("偃师市人民政府", date(2019, 4, 30))
    ]
    assert yanshi.parent == "gov-410300"
    assert BY_ID["office-410307"].parent == "gov-410307"  # type: ignore[index]
    assert "gov-410381" not in BY_ID


def test_one_that_was_merged_owes_nothing_after_its_end() -> None:
    luwan = BY_ID["gov-310103"]  # type: ignore[index]

    assert luwan.successor == "gov-310101"
    assert luwan.until == date(2010, 10, 31)
    assert "未核对" in (luwan.note or "")
    assert obligation(luwan, 2009).due == date(2010, 3, 31)
    assert obligation(luwan, 2010).due is None


def test_one_that_is_new_owes_nothing_before_it_began() -> None:
    linping = BY_ID["gov-330113"]  # type: ignore[index]

    assert obligation(linping, 2018).due is None
    assert obligation(linping, 2024).due == date(2025, 3, 31)


def test_a_code_used_again_is_another_agency() -> None:
    wansheng = BY_ID["gov-500110-2010-10"]  # type: ignore[index]

    assert wansheng.name == "重庆市万盛区人民政府"
    assert wansheng.successor == "gov-500110"
    assert "綦江县人民政府" in BY_ID["gov-500110"].aliases  # type: ignore[index]


def test_offices_bear_the_name_of_their_rank() -> None:
    assert BY_ID["office-410000"].name == "河南省人民政府办公厅"  # type: ignore[index]
    assert BY_ID["office-440300"].name == "深圳市人民政府办公厅"  # type: ignore[index]
    assert BY_ID["office-410300"].name == "洛阳市人民政府办公室"  # type: ignore[index]
    assert "洛阳市人民政府办公厅" in BY_ID["office-410300"].aliases  # type: ignore[index]


def test_deadlines_of_what_is_generated() -> None:
    for agency in ALL[:200]:
        if agency.until is None and agency.since is None:
            day = (3, 31) if agency.kind is Kind.GOVERNMENT else (1, 31)
            assert obligation(agency, 2024).due == date(2025, *day)


def region(code: str, name: str, **changes: object) -> Region:
    values: dict[str, object] = {
        "code": RegionCode(code),
        "name": name,
        "level": Level.COUNTY,
        "type": "市辖区",
        "parent": RegionCode("990100"),
        "first_listed": "2006-12",
        "last_listed": None,
    }
    return Region(**{**values, **changes})  # type: ignore[arg-type]


def test_a_later_renaming_keeps_the_id() -> None:
    """云渡县 was in the list when it was frozen; afterwards it became a district."""
    city = region("990100", "清禾市", level=Level.PREFECTURE, parent=RegionCode("990000"))
    before = Regions(regions=(city, region("990121", "云渡县", type="县")))
    after = Regions(
        regions=(
            city,
            region("990107", "云渡区", first_listed="2027-03"),
            region("990121", "云渡县", type="县", last_listed="2026-06"),
        )
    )
    later = RegionChange(
        change=Change.RESTYLED,
        from_code=RegionCode("990121"),
        from_name="云渡县",
        to_code=RegionCode("990107"),
        to_name="云渡区",
        last_listed="2026-06",
        first_listed="2027-03",
        date=None,
        recalled=False,
        note=None,
    )

    first = generate_governments(before, RegionChanges(changes=()))
    second = generate_governments(after, RegionChanges(changes=(later,)))

    assert {agency.id for agency in first} == {agency.id for agency in second}
    (renamed,) = [agency for agency in second if agency.id == "gov-990121"]
    assert renamed.name == "清禾市云渡区人民政府"
    assert renamed.region == "990107"
    assert "云渡县人民政府" in renamed.aliases
    assert renamed.since is None


def test_the_file_comes_back_byte_for_byte_and_in_seconds(tmp_path: Path) -> None:
    text = export_csv(Registry(agencies=with_starter(ALL)))

    begun = time.process_time()
    loaded = load_registry([saved(tmp_path, text)])

    assert time.process_time() - begun < 10
    assert export_csv(loaded) == text


def test_toml_says_the_same(tmp_path: Path) -> None:
    some = Registry(agencies=tuple(each for each in ALL if each.region.startswith(("37", "31"))))
    text = export_toml(some)

    loaded = load_registry([saved(tmp_path, text, "some.toml")])

    assert export_toml(loaded) == text
    assert export_csv(loaded) == export_csv(some)


def test_no_listing_of_the_starter_set_is_trusted() -> None:
    agencies = starter_agencies()

    assert len(agencies) > 90
    for agency in agencies:
        assert agency.unconfirmed == agency.listings
        assert agency.hosts
        assert "未经查看确认" in (agency.note or "")


@needs_shared
def test_the_starter_set_has_nothing_but_hosts_that_were_seen() -> None:
    with (SHARED / "urls.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    mirrors = {row["url"].split("/")[2] for row in rows if row["level"] == "MIRROR"}
    seen = {row["url"].split("/")[2] for row in rows} - mirrors

    assert {host for agency in starter_agencies() for host in agency.hosts} <= seen


def test_the_starter_set_completes_what_is_generated() -> None:
    merged = {agency.id: agency for agency in with_starter(ALL)}

    shanghai: Agency = merged["gov-310000"]  # type: ignore[index]
    assert shanghai.hosts == ("shanghai.gov.cn",)
    assert replace(shanghai, hosts=(), note=None) == BY_ID["gov-310000"]  # type: ignore[index]
    assert merged["justice-421200"].parent == "gov-421200"  # type: ignore[index]


def test_townships_and_streets() -> None:
    text = (
        "code,name\n331024106,下各镇\n110101001,东华门街道\n340321400000,某某农场\n"
        "370571100,六户镇\n500105001,华新街街道\n"
    )

    towns = generate_townships(text, "towns.csv", load_regions(), load_changes())

    assert [(each.id, each.name, each.kind, each.region, each.parent) for each in towns] == [
        ("gov-331024106", "仙居县下各镇人民政府", Kind.GOVERNMENT, "331024", "gov-331024"),
        ("gov-110101001", "北京市东城区东华门街道办事处", Kind.BRANCH, "110101", "gov-110101"),
        ("gov-370571100", "东营市六户镇人民政府", Kind.GOVERNMENT, "370500", "gov-370500"),
        ("gov-500105001", "重庆市两江新区华新街街道办事处", Kind.BRANCH, "500157", "gov-500157"),
    ]
    assert all(each.duty is Duty.LOCAL_ORDER for each in towns)


def test_a_list_of_towns_that_cannot_be_taken() -> None:
    text = "code,name\n331024106,下各镇\n999999999,某镇\n33102410,某镇\n331024107,\n"

    with pytest.raises(RegistryError) as caught:
        generate_townships(text, "towns.csv", load_regions(), load_changes())

    assert [problem.line for problem in caught.value.problems] == [3, 4, 5]
