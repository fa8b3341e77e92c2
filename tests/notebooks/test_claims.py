"""The page of claims: what code and lessons name stands there, and is true there."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOTEBOOKS = ROOT / "notebooks"
PAGE = (NOTEBOOKS / "claims.md").read_text("utf-8")
CLAIMS = dict(re.findall(r"^## (C\d+)\n(.+?)(?=^## |\Z)", PAGE, re.S | re.M))
NAMED = re.compile(r"(?<![\w.\"])C\d{1,2}\b(?! layers)")


def lesson(body):
    """Return what the lesson that a claim links says: its texts, and its outputs."""
    (path,) = set(re.findall(r"\]\((0\d_\w+\.ipynb)\)", body))
    cells = json.loads((NOTEBOOKS / path).read_text("utf-8"))["cells"]
    texts = ["".join(cell["source"]) for cell in cells]
    printed = [
        "".join(output.get("text", []))
        for cell in cells
        for output in cell.get("outputs", [])
    ]
    return "\n".join(texts + printed)


def test_there_are_sixteen():
    assert list(CLAIMS) == [f"C{number}" for number in range(1, 17)]


def test_every_claim_named_in_code_exists_and_every_claim_is_named():
    files = [*(ROOT / "helpers").rglob("*.py"), *(ROOT / "tests").rglob("*.py")]
    code = "".join(p.read_text("utf-8") for p in files if p != Path(__file__))
    named = set()
    for numbers in re.findall(r"\bclaims? (C\d+(?:(?:,| and| to) C\d+)*)", code, re.I):
        named |= set(NAMED.findall(numbers))
    assert named == set(CLAIMS)


@pytest.mark.parametrize("name", CLAIMS)
def test_a_claim_is_quoted_and_shown_where_the_page_says(name):
    body = CLAIMS[name]
    told = lesson(body)
    headings = [line for line in told.splitlines() if line.startswith("#")]
    shown = re.search(r"\*\*Shown\*\* .+", body)[0]
    quotes = re.findall(r"^> .+", body, re.MULTILINE)
    assert quotes or name == "C15"
    assert set(quotes) <= set(told.splitlines())
    parts = re.split(r"(?<!\*)\*([^*]+)\*(?!\*)", shown)[1:]
    assert parts
    for title, explorers in zip(parts[::2], parts[1::2], strict=True):
        (heading,) = (each for each in headings if title in each)
        section = re.split(r"^#", told.partition(heading)[2], maxsplit=1, flags=re.M)[0]
        for explorer in re.findall(r"`(\w+)`", explorers):
            assert f"{explorer}(" in section, (title, explorer)


@pytest.mark.parametrize("name", CLAIMS)
def test_every_number_of_a_finding_stands_in_its_lesson(name):
    found = CLAIMS[name].partition("**Found.**")[2]
    numbers = re.findall(r"(?<!\w)\d(?:[\d,.e+-]*\d)?", re.sub(r"C\d+", "", found))
    told = lesson(CLAIMS[name])
    assert found and not [number for number in numbers if number not in told]


@pytest.mark.parametrize(
    "path", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda p: p.stem
)
def test_every_lesson_links_the_page(path):
    links = re.findall(r"\]\(claims\.md(?:#(c\d+))?\)", path.read_text("utf-8"))
    assert links and all(link.upper() in CLAIMS for link in links if link)


def test_readme_guide_and_model_name_the_page():
    assert "](notebooks/claims.md)" in (ROOT / "README.md").read_text("utf-8")
    assert "](claims.md)" in (NOTEBOOKS / "README.md").read_text("utf-8")
    model = (ROOT / "helpers/model/__init__.py").read_text("utf-8")
    assert "notebooks/claims.md" in model
