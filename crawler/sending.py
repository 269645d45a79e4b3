"""The last step before the wire."""

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.http import Request, Response

from crawler.recorder import TRANSFER, Transfer


class SendingHandler(HTTP11DownloadHandler):
    """Notes when a request is really sent: with a delay between requests that is not when it was
    made, and the archive must not date an answer before its question."""

    async def download_request(self, request: Request) -> Response:
        transfer: Transfer = request.meta[TRANSFER]
        transfer.at = transfer.clock()
        return await super().download_request(request)
