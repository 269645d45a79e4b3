"""Scrapy's settings for a harvest; each one that differs from the default says why."""

from typing import Any

from crawler.plan import HarvestPlan
from crawler.sending import TLS_EXCEPTIONS


def scrapy_settings(plan: HarvestPlan) -> dict[str, Any]:
    return {
        "USER_AGENT": plan.user_agent,
        "DEFAULT_REQUEST_HEADERS": {
            "Accept": "text/html,application/xhtml+xml,application/pdf,*/*;q=0.8",
            "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5",
            # What the archive can undo; br and zstd would need libraries of their own.
            "Accept-Encoding": "gzip, deflate",
        },
        # Manners: one connection a host, a fixed least delay, longer when the site is slow.
        "CONCURRENT_REQUESTS": plan.hosts_at_a_time,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_DELAY": plan.delay,
        "DOWNLOAD_DELAY_JITTER": 0,  # it would go below the delay that we promise
        # Without a delay (the demo, tests) nobody is to be spared.
        "AUTOTHROTTLE_ENABLED": plan.delay > 0,
        "AUTOTHROTTLE_START_DELAY": plan.delay,
        "DOWNLOAD_TIMEOUT": plan.timeout,
        # The recorder cuts longer bodies, so that what came is archived; Scrapy would drop it.
        "DOWNLOAD_MAXSIZE": 0,
        "DOWNLOAD_WARNSIZE": 0,
        # A broken-off response is evidence too: it is archived as truncated, never read.
        "DOWNLOAD_FAIL_ON_DATALOSS": False,
        # Our handler's own policy takes the place of this; it says the same.
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        TLS_EXCEPTIONS: plan.tls,
        "DOWNLOAD_HANDLERS": {
            "http": "crawler.sending.SendingHandler",
            "https": "crawler.sending.SendingHandler",
            "ftp": None,
            "file": None,
            "data": None,
            "s3": None,
        },
        "TWISTED_DNS_RESOLVER": "crawler.resolver.PublicResolver",
        # Our visitor follows redirects and reads robots.txt itself: each step must be checked
        # against the registry before it is taken, and be archived. A proxy would resolve names
        # beyond our check; the archive wants bodies as they were sent.
        "REDIRECT_ENABLED": False,
        "METAREFRESH_ENABLED": False,
        "ROBOTSTXT_OBEY": False,
        "RETRY_ENABLED": False,
        "COOKIES_ENABLED": False,
        "HTTPPROXY_ENABLED": False,
        "COMPRESSION_ENABLED": False,
        "HTTPCACHE_ENABLED": False,
        # Nobody reads Scrapy's counts, which take a tenth of a request's time; nor has a spider
        # without a password and a list of domains any use for what would look for them.
        "DOWNLOADER_STATS": False,
        "STATS_CLASS": "scrapy.statscollectors.DummyStatsCollector",
        "DOWNLOADER_MIDDLEWARES": {
            "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
            "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
        },
        # The command line owns the terminal and the log.
        "TELNETCONSOLE_ENABLED": False,
        # Nothing of ours listens: both consoles would open a port on the user's machine.
        "REMOTE_CONTROL_ENABLED": False,
        "LOG_ENABLED": False,
        "LOG_INSTALL_ROOT_HANDLER": False,
        "LOGSTATS_INTERVAL": 0,
        "STATS_DUMP": False,
    }
