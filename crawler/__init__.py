"""Reach agencies: visits, captures and looks at listings. Scrapy lives only here."""

from crawler.harvesting import harvest
from crawler.plan import HarvestPlan, HarvestSummary

__all__ = ["HarvestPlan", "HarvestSummary", "harvest"]
