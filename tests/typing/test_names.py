"""The names to ask with are those of the schema, and mypy refuses to misuse them."""

import re
from pathlib import Path

import pytest
from mypy import api

from tests.typing.generate_fields import PACKAGE, generated

ROOT = Path(__file__).parents[2]

# Each line is wrong in one way; mypy must give it the error named behind it.
REFUSED = """
from crmkit.fields import contact, deal, order, product
from crmkit.money import Money
from crmkit.query.questions import Question

contact.citty == "Kyiv"  # attr-defined
Question(kind="deal", where=deal.outcome == "wonn")  # arg-type
Question(kind="deal", where=deal.amount == 700)  # arg-type
deal.amount > 700  # operator
deal.amount.from_to(Money(1, "RUB"), 2)  # arg-type
deal.stage.contains("w")  # attr-defined
contact.city.has("vip")  # attr-defined
contact.orders.any(deal.stage == "won")  # arg-type
contact.orders.count(">>", 3)  # arg-type
(deal.stage == "won") & (order.status == "done")  # operator
deal.contact.its(product.category)  # arg-type
Question(kind="deal", where=deal.stage == "won", order=(order.number.up,))  # misc
"""


@pytest.mark.parametrize("name", sorted(generated()))
def test_the_committed_names_are_those_of_the_schema(name: str) -> None:
    written = (PACKAGE / name).read_text(encoding="utf-8")
    assert written == generated()[name], "run python tests/typing/generate_fields.py"


def test_no_file_of_the_package_is_left_over() -> None:
    assert {path.name for path in PACKAGE.glob("*.py")} == {*generated()}


def mypy(path: Path) -> str:
    """What mypy, set up as for the project, says of the file."""
    out, err, _status = api.run(["--config-file", str(ROOT / "pyproject.toml"), str(path)])
    return out + err


@pytest.mark.slow
def test_mypy_refuses_what_makes_no_sense(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.py"
    wrong.write_text(REFUSED, encoding="utf-8")
    found = re.findall(r":(\d+): error: .*\[([a-z-]+)\]", mypy(wrong))
    wanted = [
        (str(number), line.rpartition("# ")[2])
        for number, line in enumerate(REFUSED.splitlines(), 1)
        if "  # " in line
    ]
    assert found == wanted


@pytest.mark.slow
def test_mypy_accepts_what_makes_sense() -> None:
    assert mypy(ROOT / "tests" / "typing" / "api.py").startswith("Success")
