"""CMS families: pure readings of listing pages. They act; the spider only declares."""

from crawler.families.base import Family
from crawler.families.by_year import ANHUI, ANNUAL, YUNNAN
from crawler.families.entries import entries_of
from crawler.families.gkmlpt import Gkmlpt
from crawler.families.jcms import Jcms
from crawler.families.jpaas import Jpaas
from crawler.families.page import Entry, Page, Paging, Query
from crawler.families.plain import Addressed, Plain
from crawler.families.trs import Trs
from crawler.families.ucap import Ucap
from crawler.families.vsb import Vsb

FAMILIES: tuple[Family, ...] = (
    ANNUAL,
    ANHUI,
    YUNNAN,
    Gkmlpt(),
    Jcms(),
    Jpaas(),
    Ucap(),
    Addressed("nfcms"),
    Addressed("gongkai"),
    Vsb(),
    Trs(),
    Plain(),
)
"""In the order they are asked; the last one takes every page."""


def family_of(page: Page) -> Family:
    return next(family for family in FAMILIES if family.recognises(page))


__all__ = ["FAMILIES", "Entry", "Family", "Page", "Paging", "Query", "entries_of", "family_of"]
