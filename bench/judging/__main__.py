"""Writes the generated sets: ``python -m bench.judging FOLDER [--records N] [--seed S]``.

Of each, what was typed (``NAME1.csv``), its mapping and what is true (``truth.csv``: the record's
id, the person, the person's trap), in a folder of its name.
"""

import argparse
import csv
from pathlib import Path

from bench.judging.recipes import RECIPES, generated


def main() -> None:
    """Writes every set below the folder."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--records", type=int, default=10_000)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    for recipe in RECIPES:
        made = generated(recipe, given.records, given.seed)
        folder = given.folder / recipe.name
        folder.mkdir(parents=True, exist_ok=True)
        paths = made.write(folder)
        with (folder / "truth.csv").open("w", encoding="utf-8", newline="") as file:
            lines = csv.writer(file)
            lines.writerow(["id", "person", "trap"])
            for name, person in zip(made.ids, made.persons, strict=True):
                lines.writerow([name, person, made.traps[person]])
        print(*paths)


if __name__ == "__main__":
    main()
