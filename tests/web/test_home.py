from pathlib import Path

from nianbao.home import Home
from nianbao.serving.home_site import serving
from nianbao.settings import load_settings
from tests.web.asking import Client
from tests.web.conftest import NOW
from web.app import create_app


def test_it_says_what_is_held_and_how_far_we_could_see(client: Client) -> None:
    page = client.get("/en").text

    assert "What the archive holds" in page
    assert "Published in time" in page
    assert "cannot be told" in page  # nobody has a listing here: the share stands beside the rate
    assert "No report was seen yet: nothing can be told" in page  # of the year that fell due last


def test_an_empty_home_says_what_to_do(tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    with serving(Home(folder=folder, settings=load_settings(folder)), lambda: NOW) as site:
        client = Client(create_app(site))
        home, search = client.get("/"), client.get("/search?q=x")

    assert home.status_code == 200
    assert "nianbao demo" in home.text
    assert search.status_code == 200
    assert "nianbao index" in search.text


def test_a_missing_page_is_404_in_both_languages(client: Client) -> None:
    assert "没有这一页" in client.get("/nowhere").text
    missing = client.get("/en/nowhere")
    assert missing.status_code == 404
    assert "There is no such page" in missing.text


def test_an_index_of_another_version_is_our_trouble(tmp_path: Path) -> None:
    folder = tmp_path / "home"
    (folder / "index").mkdir(parents=True)
    (folder / "index" / "nianbao-index.json").write_text('{"version": "0"}', encoding="utf-8")
    with serving(Home(folder=folder, settings=load_settings(folder)), lambda: NOW) as site:
        answer = Client(create_app(site)).get("/en/search?q=x")

    assert answer.status_code == 503
    assert "Not available now" in answer.text
    assert str(tmp_path) not in answer.text
