"""Searches over text and figures at once: the index and the database, put together.

Used by the pages, the API and the command line alike; nothing of the web is in here.
"""

from web.searching.asking import asked_query, vocabulary
from web.searching.explaining import Explained, Step, explain
from web.searching.over_time import YearShare, over_time
from web.searching.regions import RegionCount, drill
from web.searching.resolving import answered
from web.searching.saving import SavedSearch, forget_search, record_run, save_search, saved_searches
from web.searching.searching import ORDERS, Found, Search, figures_asked, search
from web.searching.suggesting import did_you_mean, suggest_agencies

__all__ = [
    "ORDERS",
    "Explained",
    "Found",
    "RegionCount",
    "SavedSearch",
    "Search",
    "Step",
    "YearShare",
    "answered",
    "asked_query",
    "did_you_mean",
    "drill",
    "explain",
    "figures_asked",
    "forget_search",
    "over_time",
    "record_run",
    "save_search",
    "saved_searches",
    "search",
    "suggest_agencies",
    "vocabulary",
]
