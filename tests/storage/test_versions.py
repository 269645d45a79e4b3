"""Versions and copies: of the same evidence always the same, and no edit that nobody made."""

import itertools
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from model.ids import ReportId
from storage.database.versions import Copy, Sighting, Standing, number_versions

START = datetime(2025, 1, 20, 1, tzinfo=UTC)
PAGE, FILE, PORTAL = "edu.example/nb/2024.html", "edu.example/nb/2024.pdf", "www.example/nb/7.html"


def day(number: float) -> datetime:
    return START + timedelta(days=number)


def a_copy(
    id_: str,
    says: str,
    *seen: tuple[str, float],
    bears: str = "",
    beside: tuple[str, ...] = (),
    readable: bool = True,
) -> Copy:
    sightings = tuple(Sighting(place=place, at=day(number)) for place, number in seen)
    return Copy(
        id=ReportId(id_),
        at=min(sighting.at for sighting in sightings),
        edition=f"{says} {bears}",
        substance=says,
        readable=readable,
        sightings=sightings,
        beside=frozenset(beside),
    )


def versions(*copies: Copy) -> dict[str, int]:
    """Of every order in which the copies may come, which must not matter."""
    found: list[Mapping[ReportId, Standing]] = [
        number_versions(order) for order in itertools.permutations(copies)
    ]
    assert all(one == found[0] for one in found)
    assert sum(standing.current for standing in found[0].values()) == 1
    return {str(id_): standing.version for id_, standing in found[0].items()}


def current(*copies: Copy) -> str:
    [id_] = [id_ for id_, standing in number_versions(copies).items() if standing.current]
    return id_


def test_another_payload_that_says_the_same_is_the_same_version() -> None:
    counted = [a_copy(f"c{n}", "A", (PAGE, n)) for n in range(3)]

    assert versions(*counted) == {"c0": 1, "c1": 1, "c2": 1}
    assert current(*counted) == "c0"


def test_a_change_at_the_same_address_is_a_version() -> None:
    copies = (a_copy("a", "A", (PAGE, 0)), a_copy("b", "B", (PAGE, 7)))

    assert versions(*copies) == {"a": 1, "b": 2}
    assert current(*copies) == "b"


def test_another_day_at_the_same_address_is_a_version_and_on_another_page_a_copy() -> None:
    first = a_copy("a", "A", (PAGE, 0), bears="20th")

    assert versions(first, a_copy("b", "A", (PAGE, 7), bears="28th"))["b"] == 2
    assert versions(first, a_copy("b", "A", (PORTAL, 7), bears="28th"))["b"] == 1


def test_a_file_attached_to_the_page_is_a_copy_however_we_read_it() -> None:
    page = a_copy("page", "A", (PAGE, 0), beside=(PAGE, FILE))
    file = a_copy("file", "A, but one cell in doubt", (FILE, 0.001), beside=(PAGE, FILE))

    assert versions(page, file) == {"page": 1, "file": 1}
    assert current(page, file) == "page"


def test_a_file_that_could_be_had_only_later_is_a_copy_while_its_page_is_linked() -> None:
    page = a_copy("page", "A", (PAGE, 0))
    file = a_copy("file", "A'", (FILE, 3), beside=(PAGE, FILE))

    assert versions(page, file) == {"page": 1, "file": 1}


def test_a_file_in_place_of_another_is_a_version_although_the_old_one_stays_on_the_server() -> None:
    old = a_copy("old", "A", ("edu.example/P1.pdf", 0), ("edu.example/P1.pdf", 9))
    new = a_copy("new", "B", ("edu.example/P2.pdf", 7), beside=("edu.example/P2.pdf",))

    assert versions(old, new) == {"old": 1, "new": 2}
    assert current(old, new) == "new"


def test_an_edit_of_page_and_file_is_one_version() -> None:
    copies = (
        a_copy("p1", "A", (PAGE, 0), beside=(PAGE, FILE)),
        a_copy("f1", "A'", (FILE, 0.001), beside=(PAGE, FILE)),
        a_copy("p2", "B", (PAGE, 7), beside=(PAGE, FILE)),
        a_copy("f2", "B'", ("edu.example/new.pdf", 7.001), beside=(PAGE, "edu.example/new.pdf")),
    )

    assert versions(*copies) == {"p1": 1, "f1": 1, "p2": 2, "f2": 2}


def test_an_edit_taken_back_stands_again_under_its_old_number() -> None:
    copies = (a_copy("a", "A", (PAGE, 0), (PAGE, 30)), a_copy("b", "B", (PAGE, 7)))

    assert versions(*copies) == {"a": 1, "b": 2}
    assert current(*copies) == "a"


def test_of_a_version_the_document_with_tables_stands_for_it() -> None:
    picture = a_copy("a", "A", (PAGE, 0), readable=False)
    text = a_copy("b", "A'", (PORTAL, 1), beside=(PAGE, PORTAL))

    assert current(picture, text) == "b"
