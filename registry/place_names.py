"""How places and their governments are called: in full, in short, and in former times."""

import re
from collections.abc import Iterator

from model.agency import Level
from registry.regions import Region, Regions

_PEOPLES = (
    "维吾尔|哈萨克|柯尔克孜|塔吉克|蒙古|锡伯|达斡尔|鄂伦春|鄂温克|朝鲜|满|回|藏|苗|侗|壮|瑶|彝|白|傣|佤|土家|土|羌|黎|畲"
    "|水|怒|独龙|傈僳|拉祜|布朗|哈尼|景颇|纳西|普米|仡佬|布依|毛南|仫佬|裕固|保安|东乡|撒拉|各"
)
_AUTONOMOUS = re.compile(
    rf"^(?:(?P<plain>内蒙古)|(?P<place>.{{2,}}?)(?:(?:{_PEOPLES})族?)+)自治(?P<kind>[州县旗区])$"
)
_OFFICES_AT_THE_TOP = frozenset(
    (
        "沈阳市",
        "大连市",
        "长春市",
        "哈尔滨市",
        "南京市",
        "杭州市",
        "宁波市",
        "厦门市",
        "济南市",
        "青岛市",
        "武汉市",
        "广州市",
        "深圳市",
        "成都市",
        "西安市",
    )
)
"""Cities of deputy-province rank: their offices are called 办公厅, as those of provinces."""


def short_name(name: str) -> str | None:
    """`黔东南州` for 黔东南苗族侗族自治州; None where nothing is left out."""
    found = _AUTONOMOUS.match(name)
    if found is None:
        return None
    # Provinces are called by their first words alone.
    place = found["plain"] or found["place"]
    return place if found["kind"] == "区" else place + found["kind"]


def government_of(place: str) -> str:
    """`X地区` and `X盟` have no people's government but a commissioner's office."""
    return place + ("行政公署" if place.endswith(("地区", "盟")) else "人民政府")


def office_of(region: Region, place: str) -> str:
    high = region.level is Level.PROVINCE or region.name in _OFFICES_AT_THE_TOP
    return government_of(place) + ("办公厅" if high else "办公室")


def full_place(regions: Regions, region: Region) -> str:
    """The place as official names begin: districts after their city, namesakes after theirs.

    市辖区 are many times called alike, so their governments bear the city's name: 沈阳市和平区.
    """
    namesakes = [other for other in regions.named(region.name) if other.last_listed is None]
    if region.level is not Level.COUNTY or not (region.type == "市辖区" or len(namesakes) > 1):
        return region.name
    above = next(regions.above(region), None)
    return f"{above.name}{region.name}" if above else region.name


def other_places(regions: Regions, region: Region) -> Iterator[str]:
    """What else a title may call the place: bare, after its superiors, in short."""
    above = [each.name for each in regions.above(region)]
    for name in (region.name, short_name(region.name)):
        if name is None:
            continue
        yield name
        for depth in range(1, len(above) + 1):
            yield "".join(reversed(above[:depth])) + name
        if len(above) > 1 and (short := short_name(above[0])):
            yield short + name
