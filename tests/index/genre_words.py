"""What the invented reports are written with: names, and nouns as rare as in real prose."""

from functools import cache
from itertools import accumulate, product
from pathlib import Path
from random import Random

from model.agency import Kind, Level
from registry.regions import Region, load_regions

RARE_NOUNS = 20_000
"""How many nouns there are; the frequency of each falls with its rank (Zipf)."""

_MODIFIERS, _HEADS = (
    part.split()
    for part in Path(__file__).with_name("genre_nouns.txt").read_text("utf-8").split("\n\n")
)

_FIRST = "清云望临栖鹿芦棠榆槐枫岚澜汐沐霁烟雪砚墨琴鹤雁鸥萤荷菱荻苇桑"
_SECOND = "禾渡澜川坞浦屿陂塘汀沚溆埠驿津湾岙垟峪岗坪崖岭寨堡埭垛畈甸"

BODIES: tuple[tuple[str, Kind, int], ...] = (
    ("人民政府", Kind.GOVERNMENT, 30),
    ("人民政府办公室", Kind.OFFICE, 8),
    ("民政局", Kind.DEPARTMENT, 5),
    ("司法局", Kind.DEPARTMENT, 5),
    ("水利局", Kind.DEPARTMENT, 5),
    ("公安局", Kind.DEPARTMENT, 5),
    ("财政局", Kind.DEPARTMENT, 4),
    ("审计局", Kind.DEPARTMENT, 3),
    ("统计局", Kind.DEPARTMENT, 3),
    ("教育体育局", Kind.DEPARTMENT, 4),
    ("自然资源局", Kind.DEPARTMENT, 4),
    ("国土资源局", Kind.DEPARTMENT, 2),
    ("生态环境局", Kind.DEPARTMENT, 4),
    ("农业农村局", Kind.DEPARTMENT, 4),
    ("卫生健康委员会", Kind.DEPARTMENT, 4),
    ("发展和改革委员会", Kind.DEPARTMENT, 4),
    ("市场监督管理局", Kind.DEPARTMENT, 4),
    ("住房和城乡建设局", Kind.DEPARTMENT, 4),
    ("公安局交通警察支队", Kind.BRANCH, 2),
    ("税务局稽查局", Kind.BRANCH, 2),
    ("经济技术开发区管理委员会", Kind.INSTITUTION, 3),
    ("公共资源交易中心", Kind.INSTITUTION, 2),
)
TOWNS = ("镇人民政府", "乡人民政府", "街道办事处")
MINISTRIES = ("规划评议总局", "公共设施监理局", "县域统计总局")
"""Central bodies that do not exist."""

SUFFIXES = {Level.PROVINCE: "省", Level.PREFECTURE: "市", Level.COUNTY: "县"}


@cache
def divisions() -> tuple[Region, ...]:
    """The real divisions of today: their codes, their names and how they lie in each other."""
    return tuple(load_regions().current())


@cache
def stems() -> tuple[str, ...]:
    """Names of places that are none: no real division's name begins with one."""
    real = {region.name[:2] for region in load_regions().regions}
    found = [first + second for first, second in product(_FIRST, _SECOND)]
    Random(3).shuffle(found)
    return tuple(stem for stem in found if stem not in real)


@cache
def _ranked() -> tuple[tuple[str, ...], tuple[float, ...]]:
    words = [modifier + head for modifier, head in product(_MODIFIERS, _HEADS)]
    Random(7).shuffle(words)
    chosen = tuple(words[:RARE_NOUNS])
    return chosen, tuple(accumulate(1 / rank for rank in range(1, len(chosen) + 1)))


def noun(random: Random) -> str:
    words, weights = _ranked()
    return random.choices(words, cum_weights=weights)[0]
