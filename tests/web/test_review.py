"""What a person decides: recorded by whoever may, and then what every reader sees."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from model.finding import Certainty, DecisionKind
from model.ids import RuleId
from nianbao.stages.audit import audit_everything
from storage.archive import Archive
from storage.database import Database, FindingFilter
from storage.rebuild import reconcile
from tests.web.conftest import NOW
from tests.web.reviews import Desk, desk_at, prepare


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("review") / "home"
    prepare(home, tmp_path_factory.mktemp("files"), NOW - timedelta(days=9))
    return home


@pytest.fixture(scope="module")
def at_work(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Shared: every test takes findings that nobody has decided about, and counts from there."""
    with desk_at(prepared, tmp_path_factory.mktemp("desk") / "home", NOW) as opened:
        opened.log_in()
        yield opened


@pytest.fixture
def alone(prepared: Path, tmp_path: Path) -> Iterator[Desk]:
    with desk_at(prepared, tmp_path / "home", NOW) as opened:
        opened.log_in()
        yield opened


def total(desk: Desk) -> int:
    found = re.search(r'class="total" role="status"><b>(\d+)</b>', desk.get("/findings").text)
    assert found
    return int(found[1])


def listed(desk: Desk) -> set[str]:
    """Ids of the findings that the API gives by default."""
    return {one["id"] for one in desk.get("/api/v1/findings").json()["items"]}


class TestTheQueue:
    def test_is_for_those_who_have_logged_in(self, at_work: Desk) -> None:
        answer = at_work.client.get("/en/review?of=unseen")
        assert answer.status_code == 303
        assert answer.headers["location"] == "/en/login?next=%2Fen%2Freview%3Fof%3Dunseen"

    def test_shows_what_rests_on_an_uncertain_reading_with_its_cell(self, at_work: Desk) -> None:
        finding = at_work.uncertain().finding
        page = at_work.get("/en/review").text

        assert finding.message.en in page
        assert "recognised from an image" in page
        assert page.count('class="marked-cell"') == 1
        assert "not public yet" in page

    def test_goes_on_to_the_next_and_says_what_was_done(self, at_work: Desk) -> None:
        page = at_work.get("/review?of=unseen").text
        (here,) = re.findall(r'action="/review/([0-9a-f-]+)"', page)
        (after,) = re.findall(r'data-key="j" href="/review/([0-9a-f-]+)\?', page)
        answer = at_work.post(f"/review/{here}", {"kind": "confirm", "back": "of=unseen"})

        assert answer.headers["location"] == f"/review/{after}?of=unseen&done={here}"
        following = at_work.get(answer.headers["location"]).text
        assert f'action="/review/{here}"' in following  # to take it back
        assert 'value="reopen"' in following

    def test_empties(self, alone: Desk) -> None:
        uncertain = FindingFilter(certainties=(Certainty.UNCONFIRMED,))
        for one in alone.site.database.each_finding(uncertain):
            alone.decide(one, "dismiss")
        page = alone.get("/en/review").text
        assert "Nothing is left to review here" in page

    @pytest.mark.parametrize(
        ("path", "data", "status"),
        [
            ("/review/0000000000000000", {"kind": "confirm"}, 404),
            ("/review/{}", {"kind": "burn"}, 400),
            ("/review/{}", {"kind": "note", "note": " "}, 400),
            ("/review/{}", {"kind": "note", "note": "x" * 2001}, 400),
            ("/review/{}", {}, 400),
        ],
    )
    def test_records_nothing_that_makes_no_sense(
        self, at_work: Desk, path: str, data: dict[str, str], status: int
    ) -> None:
        before = at_work.site.database.decisions()
        answer = at_work.post(path.format(at_work.certain().fingerprint), data)
        assert answer.status_code == status
        assert at_work.site.database.decisions() == before


class TestAConfirmation:
    def test_makes_public_what_rested_on_an_uncertain_reading(self, at_work: Desk) -> None:
        finding = at_work.uncertain()
        before = total(at_work)
        assert finding.finding.message.zh not in at_work.get("/findings").text

        at_work.decide(finding, "confirm", "对照原件，数字无误")

        assert total(at_work) == before + 1
        for path in ("/findings", "/agency/yundu-gov", "/agency/yundu-gov/2022"):
            page = at_work.get(path).text
            assert finding.finding.message.zh in page
            assert "经人核实" in page
            assert "对照原件，数字无误" in page
        assert "经人核实" in at_work.get(f"/report/{finding.finding.report}").text
        feed = at_work.get("/feeds/findings.atom").text
        assert finding.fingerprint in feed

    def test_is_told_with_who_and_when(self, at_work: Desk) -> None:
        finding = at_work.uncertain()
        at_work.decide(finding, "confirm", "无误")
        row = at_work.get(f"/api/v1/findings/{finding.fingerprint}").json()

        assert (row["certainty"], row["decision"], row["decision_note"]) == (
            "unconfirmed",
            "confirmed",
            "无误",
        )
        assert row["decided"].startswith("2026-03-01")


class TestADismissal:
    def test_takes_a_finding_out_of_every_count_and_list(self, at_work: Desk) -> None:
        finding = at_work.certain()
        before = total(at_work)
        at_work.decide(finding, "dismiss", "附表另有说明")

        assert total(at_work) == before - 1
        assert finding.fingerprint not in listed(at_work)
        assert finding.fingerprint not in at_work.get("/feeds/findings.atom").text
        rows = list(csv.DictReader(io.StringIO(at_work.get("/export/findings.csv").text)))
        assert finding.fingerprint not in {row["id"] for row in rows}
        assert rows
        report = at_work.get(f"/api/v1/reports/{finding.finding.report}").json()
        assert finding.fingerprint not in {one["id"] for one in report["findings"]}

    def test_is_shown_as_set_aside_with_its_note(self, at_work: Desk) -> None:
        finding = at_work.certain()
        at_work.decide(finding, "dismiss", "附表另有说明")

        assert finding.finding.message.zh not in at_work.get("/findings").text
        for path in ("/findings?decision=dismissed", "/agency/yundu-gov", "/agency/yundu-gov/2022"):
            page = at_work.get(path).text
            assert finding.finding.message.zh in page
            assert "不成立，不计入" in page
            assert "附表另有说明" in page
        report = at_work.get(f"/report/{finding.finding.report}").text
        assert '<li id="finding-1" class="finding aside">' not in report  # it comes last
        assert 'class="finding aside"' in report

    def test_can_be_asked_for(self, at_work: Desk) -> None:
        finding = at_work.certain()
        at_work.decide(finding, "dismiss")
        items = at_work.get("/api/v1/findings?decision=dismissed").json()["items"]
        assert finding.fingerprint in {one["id"] for one in items}
        assert {one["decision"] for one in items} == {"dismissed"}

    def test_of_what_was_never_shown_is_not_shown_either(self, at_work: Desk) -> None:
        finding = at_work.uncertain()
        at_work.decide(finding, "dismiss", "读错了")
        for path in ("/findings?decision=dismissed", "/agency/yundu-gov"):
            assert finding.finding.message.zh not in at_work.get(path).text

    def test_no_longer_answers_a_search_for_the_rule(self, alone: Desk) -> None:
        rule, report = "remedies.outcome_sum", alone.certain().finding.report
        path = f"/search?q=finding:{rule}"
        assert f'href="/report/{report}"' in alone.get(path).text
        for one in alone.site.database.each_finding(FindingFilter(rules=(RuleId(rule),))):
            alone.decide(one, "dismiss")
        assert f'href="/report/{report}"' not in alone.get(path).text


class TestTakingBack:
    def test_opens_a_finding_again_and_keeps_all_that_was_said(self, at_work: Desk) -> None:
        finding = at_work.certain()
        before = total(at_work)
        at_work.decide(finding, "dismiss", "看错了行")
        answer = at_work.decide(finding, "reopen")

        assert total(at_work) == before
        said = at_work.site.database.decisions(fingerprint=finding.fingerprint)
        assert [one.kind for one in said] == [DecisionKind.DISMISS, DecisionKind.REOPEN]
        assert {one.by for one in said} == {"王某"}
        page = at_work.get(answer.headers["location"]).text
        assert "看错了行" in page
        assert "撤销判定" in page

    def test_the_last_word_counts(self, at_work: Desk) -> None:
        finding = at_work.uncertain()
        for kind in ("dismiss", "confirm", "reopen", "confirm"):
            at_work.decide(finding, kind)
        assert finding.fingerprint in at_work.get("/feeds/findings.atom").text
        at_work.decide(finding, "reopen")
        assert finding.fingerprint not in at_work.get("/feeds/findings.atom").text

    def test_a_note_decides_nothing(self, at_work: Desk) -> None:
        finding = at_work.uncertain()
        answer = at_work.decide(finding, "note", "已去电询问 <b>科室</b>")
        assert finding.fingerprint not in at_work.get("/feeds/findings.atom").text
        page = at_work.get(answer.headers["location"]).text
        assert "已去电询问 &lt;b&gt;科室&lt;/b&gt;" in page
        assert "not public yet" in at_work.get(f"/en/review/{finding.fingerprint}").text


def test_decisions_outlive_another_audit(at_work: Desk) -> None:
    finding = at_work.certain()
    at_work.decide(finding, "dismiss", "附表另有说明")
    settings = at_work.home.settings.audit
    audit_everything(at_work.site.database, settings, as_of=NOW + timedelta(days=30))

    stored = at_work.site.database.audit_finding(finding.fingerprint)
    assert stored
    assert stored.decision
    assert stored.decision.note == "附表另有说明"
    assert finding.fingerprint not in listed(at_work)


def test_decisions_and_replies_outlive_the_database(prepared: Path, tmp_path: Path) -> None:
    with desk_at(prepared, tmp_path / "home", NOW) as desk:
        desk.log_in()
        desk.decide(desk.certain(), "dismiss", "附表另有说明")
        desk.decide(desk.uncertain(), "note", "待查")
        desk.reply(None, WORDS)
        before = desk.site.database.decisions()
    assert len(before) == 3
    archive = Archive(tmp_path / "home" / "warc", software="nianbao/1")
    with Database.open(tmp_path / "rebuilt.db") as rebuilt:
        assert reconcile(archive, rebuilt).decisions == 3
        assert rebuilt.decisions() == before
    assert not (tmp_path / "home" / "decisions-waiting.jsonl").exists()


WORDS = "来函收悉。\n该数为笔误，已更正。"


class TestAReply:
    def test_to_a_verdict_is_shown_with_it_and_on_the_page_of_the_agency(
        self, at_work: Desk
    ) -> None:
        at_work.reply(None, WORDS)
        for path in ("/agency/yundu-gov/2022", "/agency/yundu-gov"):
            page = at_work.get(path).text
            assert "<p>该数为笔误，已更正。</p>" in page
            assert "云渡县人民政府办公室" in page
            assert "2026-02-20" in page
            assert "机关原话，非本站观点" in page
        assert "该数为笔误" not in at_work.get("/agency/yundu-gov/2021").text

    def test_to_a_finding_stands_beside_it(self, at_work: Desk) -> None:
        finding = at_work.certain()
        at_work.reply(finding, WORDS, source="函")
        page = at_work.get("/findings").text
        card = page.partition(f'id="{finding.fingerprint}"')[2].partition("</article>")[0]

        assert "该数为笔误" in card
        report = f"/report/{finding.finding.report}"
        for path in (report, f"{report}/cell/{finding.finding.cells[0]}"):
            page = at_work.get(path).text
            claim = page.partition(finding.finding.message.zh)[2]
            assert "该数为笔误" in claim
            assert "云渡县人民政府办公室" in claim
        row = at_work.get(f"/api/v1/findings/{finding.fingerprint}").json()
        (told,) = row["replies"]
        assert told["text"] == "来函收悉。\n该数为笔误，已更正。"
        assert (told["on"], told["source"]) == ("2026-02-20", "函")

    def test_is_text_and_nothing_else(self, at_work: Desk) -> None:
        hostile = "</p><script>alert(1)</script>\n<img src=x onerror=alert(1)>\n{{ 7*7 }}"
        at_work.reply(None, hostile, who='"><script>1</script>', source="javascript:alert(1)")
        page = at_work.get("/agency/yundu-gov/2022").text

        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
        assert "{{ 7*7 }}" in page
        assert 'href="javascript' not in page

    def test_tells_all_that_is_missing_at_once(self, at_work: Desk) -> None:
        answer = at_work.post("/en/agency/yundu-gov/2022/reply", {"on": "yesterday"})
        assert answer.status_code == 400
        for words in ("who replied", "no words", "can be checked", "no day"):
            assert words in answer.text

    def test_to_a_finding_of_another_agency_is_refused(self, at_work: Desk) -> None:
        fields = {"who": "甲", "on": "2026-02-20", "text": "乙", "source": "丙"}
        fields["finding"] = at_work.certain().fingerprint
        assert at_work.post("/agency/yundu-tjj/2022/reply", fields).status_code == 400

    def test_entered_by_mistake_is_taken_down(self, at_work: Desk) -> None:
        at_work.reply(None, "张冠李戴的一份")
        before = len(at_work.site.database.decisions())
        form = at_work.get("/agency/yundu-gov/2022/reply").text
        place = form.index("张冠李戴的一份")
        (path,) = re.findall(r'action="([^"]+/take-back)"', form[place:])[:1]
        assert at_work.post(path, {}).status_code == 303
        assert "张冠李戴的一份" not in at_work.get("/agency/yundu-gov/2022").text
        assert len(at_work.site.database.decisions()) == before + 1


class TestReportsOfUnknownOwner:
    def test_are_given_to_an_agency_and_taken_back(self, at_work: Desk) -> None:
        page = at_work.get("/review-agencies").text
        (report,) = at_work.site.owners.waiting()
        assert "2021年统计局政府信息公开工作年度报告" in page
        assert 'value="yundu-tjj" data-key="1"' in page

        answer = at_work.post(f"/review-agencies/{report}", {"agency": "yundu-tjj"})
        assert at_work.site.database.report(report).agency == "yundu-tjj"
        after = at_work.get(answer.headers["location"]).text
        assert "没有归属不明的报告" in after

        at_work.post(f"/review-agencies/{report}", {"agency": "?"})
        assert at_work.site.database.report(report).agency is None
        assert tuple(at_work.site.owners.waiting()) == (report,)

    def test_may_be_of_nobody_here(self, at_work: Desk) -> None:
        (report,) = at_work.site.owners.waiting()
        at_work.post(f"/review-agencies/{report}", {"agency": "-"})
        assert at_work.site.owners.waiting() == ()
        at_work.post(f"/review-agencies/{report}", {"agency": "?"})

    @pytest.mark.parametrize(("agency", "status"), [("", 400), ("no-such", 400), ("<script>", 400)])
    def test_need_an_agency_of_the_registry(self, at_work: Desk, agency: str, status: int) -> None:
        (report,) = at_work.site.owners.waiting()
        before = at_work.site.database.decisions()
        answer = at_work.post(f"/review-agencies/{report}", {"agency": agency})
        assert answer.status_code == status
        assert at_work.site.database.decisions() == before
