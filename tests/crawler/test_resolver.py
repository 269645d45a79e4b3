"""A name of the registry may not lead into a private network."""

import pytest
from scrapy.resolver import dnscache

from crawler.resolver import refused_address


@pytest.mark.parametrize(
    ("name", "address", "refused"),
    [
        ("www.qinghe.example", "10.0.0.7", True),
        ("www.qinghe.example", "127.0.0.1", True),
        ("www.qinghe.example", "169.254.169.254", True),
        ("www.qinghe.example", "192.168.1.1", True),
        ("www.qinghe.example", "100.64.0.1", True),
        ("www.qinghe.example", "224.0.0.1", True),
        ("www.qinghe.example", "0.0.0.0", True),
        ("www.qinghe.example", "110.242.68.66", False),
        # The registry row itself says where these lead.
        ("127.0.0.1", "127.0.0.1", False),
        ("localhost", "127.0.0.1", False),
    ],
)
def test_private_addresses_are_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, address: str, *, refused: bool
) -> None:
    monkeypatch.setitem(dnscache, name, address)
    assert refused_address(name) == (address if refused else None)


def test_a_name_that_was_never_resolved_was_not_refused() -> None:
    assert refused_address("never.qinghe.example") is None
