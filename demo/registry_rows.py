"""The demo's agencies as a registry file, with the ports of a running server."""

import csv
import io

from demo.places import AgencyRow
from demo.server import Server
from registry.vocabulary import COLUMNS

NOTE = (
    "演示用虚构机关，网站只在本机回环地址上 / invented for the demo; its site runs on loopback only"
)


def registry_csv(server: Server) -> str:
    """Text of a registry file that `registry.load_registry` takes."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(_row(server, row) for row in server.content.agencies)
    return out.getvalue()


def _row(server: Server, row: AgencyRow) -> dict[str, str]:
    return {
        **row.cells,
        "listings": ";".join(server.listings(row.id)),
        "hosts": ";".join(server.host(site) for site in row.sites),
        "note": NOTE,
    }
