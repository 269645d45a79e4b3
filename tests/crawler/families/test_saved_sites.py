"""Every family: its saved sites read to their ends, as they are and with their markup disturbed."""

import re

import pytest

from model.capture import LinkKind, LookEnd
from tests.crawler.families import saved
from tests.crawler.families.saved import Disturbance, Site

ALL = saved.sites()
UNDISTURBED = None
DISTURBANCES = (
    UNDISTURBED,
    saved.classes_changed,
    saved.banner_added,
    saved.wrapped,
    saved.attributes_reordered,
)
every_site = pytest.mark.parametrize("site", ALL, ids=[site.name for site in ALL])


def test_there_is_a_saved_site_for_every_family() -> None:
    from crawler.families import FAMILIES  # noqa: PLC0415 - what is tested

    assert {site.family for site in ALL} == {family.name for family in FAMILIES}


@pytest.mark.parametrize("disturb", DISTURBANCES)
@every_site
def test_a_site_is_read_to_its_end_with_all_that_it_lists(
    site: Site, disturb: Disturbance | None
) -> None:
    done = saved.read(site, disturb)
    assert (done.ended.end, done.ended.detail) == (LookEnd.READ_TO_END, None)
    assert done.family == site.family
    assert done.reports == site.reports
    refused = [link.refused for link in done.links if link.kind is LinkKind.LOOKALIKE]
    assert refused == site.refused
    assert sum(link.kind is LinkKind.OTHER for link in done.links) == site.other
    assert sorted(done.asked) == sorted(site.answers)


@pytest.mark.parametrize(
    "site", [s for s in ALL if s.removable], ids=[s.name for s in ALL if s.removable]
)
def test_an_item_that_is_gone_is_missed_where_the_page_counts_and_nothing_else_is(
    site: Site,
) -> None:
    words = site.removable or ""
    gone = int(re.findall(r"20\d\d", words)[0])
    done = saved.read(site, saved.without(words))
    assert done.reports == {year: day for year, day in site.reports.items() if year != gone}
    if done.ended.end is not LookEnd.READ_TO_END:
        assert done.ended.end is LookEnd.UNREADABLE
        assert re.fullmatch(
            rf"says \d+ entries, \d+ read|{saved.NOT_FOUND}", done.ended.detail or ""
        )


@every_site
def test_a_site_that_breaks_off_is_never_read_to_its_end(site: Site) -> None:
    """Each answer but the first in turn is replaced by what sites show in its place."""
    for query in list(site.answers)[1:]:
        for instead in (b"", b"<html><body></body></html>", b'{"code":500}', b"<datastore/>"):
            broken = site.answers | {query: instead}
            done = saved.read(saved.Site(**{**vars(site), "answers": broken}))
            assert done.ended.end is not LookEnd.READ_TO_END, (query, instead)


PAGED = [s for s in ALL if len(s.answers) > 1 and not re.search("columns|frame|sent", s.name)]


@pytest.mark.parametrize("site", PAGED, ids=[site.name for site in PAGED])
def test_a_page_that_is_served_for_every_other_is_never_the_end(site: Site) -> None:
    """A CMS that does not know a parameter shows the first page again and again."""
    first = next(iter(site.answers))
    cloned = dict.fromkeys(site.answers, site.answers[first])
    done = saved.read(saved.Site(**{**vars(site), "answers": cloned}))
    assert done.ended.end is not LookEnd.READ_TO_END
