"""CMS families: pure readings of listing pages. They act; the spider only declares."""

from crawler.families.base import Family
from crawler.families.entries import entries_of
from crawler.families.page import Entry, Page, Paging
from crawler.families.plain import Plain
from crawler.families.trs import Trs

FAMILIES: tuple[Family, ...] = (Trs(), Plain())
"""In the order they are asked; the last one takes every page."""


def family_of(page: Page) -> Family:
    return next(family for family in FAMILIES if family.recognises(page))


__all__ = ["FAMILIES", "Entry", "Family", "Page", "Paging", "entries_of", "family_of"]
