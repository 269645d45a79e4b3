"""The family of each address in a table, told from the address alone: right, wrong or unknown.

    python -m benchmarks.families ../shared/urls.tsv

The table is tab-separated with the columns `url` and `cms_guess`; the guess is a person's, made
with the page in view. An address counts as unknown when no rule fits it; it is wrong when a rule
names another family than the guess. `--wrong-or-unknown` prints those addresses.
"""

import argparse
import csv
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from crawler.families.addresses import family_of_url

GUESSES = {
    "trs-wcm": "trs",
    "hanweb-jcms": "hanweb-jcms",
    "hanweb-annualreport": "hanweb-annual",
    "hanweb-jpaas": "hanweb-jpaas",
    "ucap-kaipuyun": "ucap",
    "vsb-boda": "vsb",
    "gd-gkmlpt": "gkmlpt",
    "gd-nfcms": "nfcms",
    "ah-longxun": "anhui",
    "sd-gongkai": "gongkai",
    "hebei-columns-uuid": "hebei",
    "hlj-cNN": "hlj",
    "bjxch-param": "xicheng",
    "eportal": "eportal",
    "tjbh-contents": "tjbh",
    "sc-newsdetail": "newsdetail",
    # Hijacked copies have the addresses of the sites that they copied.
    "hanweb-jcms copy": "hanweb-jcms",
    "copy": "trs",
}
"""Words of the table → names of ours. Where there is none, an address should be unknown."""


def judge(url: str, guess: str) -> str:
    told = family_of_url(url)
    if told is None:
        return "unknown"
    return "right" if told == GUESSES.get(guess) else "wrong"


def table(rows: Iterable[tuple[str, str]]) -> dict[str, Counter[str]]:
    """Guess → how many of its addresses are right, wrong, unknown."""
    found: dict[str, Counter[str]] = {}
    for url, guess in rows:
        found.setdefault(guess, Counter())[judge(url, guess)] += 1
    return found


def read_rows(path: Path) -> list[tuple[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(row["url"], row["cms_guess"]) for row in rows]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("table", type=Path)
    parser.add_argument("--wrong-or-unknown", action="store_true")
    arguments = parser.parse_args()
    rows = read_rows(arguments.table)
    found = table(rows)
    line = "{:<22}{:<16}{:>7}{:>7}{:>9}"
    print(line.format("guess", "family", "right", "wrong", "unknown"))
    for guess, counts in sorted(found.items(), key=lambda item: (-item[1].total(), item[0])):
        numbers = [counts[word] for word in ("right", "wrong", "unknown")]
        print(line.format(guess, GUESSES.get(guess, "-"), *numbers))
    total: Counter[str] = sum(found.values(), Counter())
    numbers = [total[word] for word in ("right", "wrong", "unknown")]
    print(line.format(f"{total.total()} addresses", "", *numbers))
    if arguments.wrong_or_unknown:
        for url, guess in rows:
            if (word := judge(url, guess)) != "right":
                print(f"{word:<9}{guess:<20}{url}")


if __name__ == "__main__":
    main()
