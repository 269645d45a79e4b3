"""Reach agencies: visits, captures and looks at listings. Scrapy lives only here."""

from crawler.harvesting import harvest
from crawler.plan import BackOff, HarvestPlan, HarvestSummary, TlsException

__all__ = ["BackOff", "HarvestPlan", "HarvestSummary", "TlsException", "harvest"]
