"""Known items: reports that an earlier look showed must be found again on the same way. Pure."""

from model.capture import KnownItem, LinkKind, ListedLink, Look
from registry import normalise_name

_NEWEST_FIRST = -1


def known_item(before: Look | None, links: tuple[ListedLink, ...]) -> KnownItem | None:
    """What became of the reports of the agency that `before` showed; None when it showed none.

    A report counts as found again by its address, or by its title where a site has moved it.
    """
    earlier = own_reports(before.links) if before is not None else ()
    if not earlier:
        return None
    urls = {link.url for link in links}
    titles = {normalise_name(link.title) for link in links}
    still = [x for x in earlier if x.url in urls or normalise_name(x.title) in titles]
    item = max(still or earlier, key=lambda link: link.reporting_year or _NEWEST_FIRST)
    return KnownItem(
        url=item.url,
        title=item.title,
        reporting_year=item.reporting_year,
        found=bool(still),
        shown_before=len(earlier),
        gone=tuple(link.title for link in earlier if link not in still),
    )


def own_reports(links: tuple[ListedLink, ...]) -> tuple[ListedLink, ...]:
    """Each report once, without those of other agencies."""
    return tuple(
        link
        for link in links
        if link.kind is LinkKind.REPORT and link.other_agency is None and link.same_as is None
    )


def is_trusted(look: Look) -> bool:
    """Whether later looks may be measured by this one: a list that had shrunk is no measure."""
    item = look.known_item
    return item is None or (item.found and not item.shrunk)
