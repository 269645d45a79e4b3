"""The last step before the wire."""

from typing import cast

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Request, Response
from twisted.web.iweb import IPolicyForHTTPS

from crawler.recorder import TRANSFER, Transfer
from crawler.tls import TlsPolicy

TLS_EXCEPTIONS = "NIANBAO_TLS_EXCEPTIONS"
"""Setting: the plan's exceptions."""


class SendingHandler(HTTP11DownloadHandler):
    """Notes when a request is really sent: with a delay between requests that is not when it was
    made, and the archive must not date an answer before its question."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        # Scrapy's setting for this is deprecated, and none of its own knows one host from another.
        policy = TlsPolicy(crawler.settings[TLS_EXCEPTIONS])
        self._contextFactory = cast("IPolicyForHTTPS", policy)

    async def download_request(self, request: Request) -> Response:
        transfer: Transfer = request.meta[TRANSFER]
        transfer.at = transfer.clock()
        return await super().download_request(request)
