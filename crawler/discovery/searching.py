"""One discovery, from a plan to what was found."""

from crawler.discovery.proposals import Discovery
from crawler.plan import HarvestPlan
from storage.archive import Archive
from storage.database import Database
from storage.rebuild import reconcile


def discover(
    plan: HarvestPlan, archive: Archive, database: Database
) -> tuple[tuple[Discovery, ...], bool]:
    """Searches for every agency of the plan; and whether it was interrupted. Blocks.

    At most once in a process, and not beside a harvest in it: Twisted's reactor starts once.

    Raises: NoSpace, ArchiveError, StorageError.
    """
    # Scrapy and Twisted take half a second to import, which every other command would pay for.
    from crawler.discovery.spider import DiscoverySpider  # noqa: PLC0415
    from crawler.running import run  # noqa: PLC0415

    archive.heal()
    reconcile(archive, database)
    spider = run(plan, archive, database, DiscoverySpider)
    found = [spider.found[agency.id] for agency in plan.agencies if agency.id in spider.found]
    return tuple(found), not spider.finished
