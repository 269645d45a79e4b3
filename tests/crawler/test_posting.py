"""Questions that post a form are told apart."""

from dataclasses import replace

from crawler.asking import Ask
from model.capture import Purpose
from storage.archive import FORM
from tests.crawler.child import an_agency

HOST = "www.qinghe.example"
URL = f"http://{HOST}/module/web/jpage/dataproxy.jsp"


def an_ask(form: str = "columnid=7", **more: object) -> Ask:
    ask = Ask(
        url=URL,
        purpose=Purpose.LISTING,
        agency=an_agency(hosts=(HOST,)),
        method="POST",
        body=form.encode(),
        headers=(("Content-Type", FORM),),
    )
    return replace(ask, **more)  # type: ignore[arg-type]


def test_the_key_of_a_question_is_its_url_with_what_it_posts() -> None:
    assert an_ask().key == f"{URL}?__wb_method=POST&columnid=7"
    assert an_ask("columnid=8").key != an_ask().key
    assert an_ask(method="GET", body=b"").key == URL
