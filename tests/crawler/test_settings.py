"""What Scrapy does by itself unless it is told not to."""

import pytest
from scrapy.exceptions import NotConfigured
from scrapy.extensions.remote_control import RemoteControl
from scrapy.extensions.telnet import TelnetConsole
from scrapy.utils.test import get_crawler

from crawler.plan import HarvestPlan
from crawler.settings import scrapy_settings
from model.ids import CrawlId
from nianbao.clock import system_clock

PLAN = HarvestPlan(
    crawl=CrawlId("crawl"), agencies=(), user_agent="nianbao-tests/1.0", clock=system_clock
)


@pytest.mark.parametrize("listener", [RemoteControl, TelnetConsole])
def test_nothing_of_ours_listens(listener: type[RemoteControl | TelnetConsole]) -> None:
    with pytest.raises(NotConfigured):
        listener.from_crawler(get_crawler(settings_dict=scrapy_settings(PLAN)))
