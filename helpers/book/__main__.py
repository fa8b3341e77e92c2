"""Build the book: python -m helpers.book"""

import argparse
from pathlib import Path

from helpers.book.build import build


def main():
    """Build the site into a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", nargs="?", type=Path, default=Path("site"))
    site = parser.parse_args().site.resolve()
    build(site, site.with_name(f".{site.name}-source"))
    print(f"open {site / 'index.html'}")


if __name__ == "__main__":
    main()
