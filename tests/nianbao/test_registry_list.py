"""`nianbao registry list`: by region, as every other command narrows by region."""

from pathlib import Path

import pytest

from tests.nianbao.commands import nianbao
from tests.registry.builders import HEADER, saved

REGISTRY = f"""{HEADER}
qinghe,清禾市人民政府,prefecture,government,991100,statutory,,,,
qinghe-east,清禾市东桥县人民政府,county,government,991122,statutory,,,,
yundu,云渡市人民政府,prefecture,government,991200,statutory,,,,
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("listed")
    file = saved(folder, REGISTRY)
    assert nianbao("registry", "import", file, home=folder / "home").code == 0
    return folder / "home"


@pytest.mark.parametrize(
    ("region", "listed"),
    [
        ("991100", {"qinghe", "qinghe-east"}),
        ("991122", {"qinghe-east"}),
        ("990000", {"qinghe", "qinghe-east", "yundu"}),
        ("云渡", {"yundu"}),
    ],
)
def test_a_region_takes_in_what_is_below_it_and_not_its_neighbours(
    home: Path, region: str, listed: set[str]
) -> None:
    shown = nianbao("registry", "list", "--region", region, "--json", home=home).document
    assert {agency["id"] for agency in shown["agencies"]} == listed


def test_a_region_without_agencies_is_said_with_the_remedy(home: Path) -> None:
    shown = nianbao("registry", "list", "--region", "991300", home=home, lang="zh")
    assert shown.code == 5
    assert "名录中没有这样的机关" in shown.err
    assert "nianbao registry import" in shown.err
