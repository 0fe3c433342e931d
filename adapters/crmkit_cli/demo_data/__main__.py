"""``python -m crmkit_cli.demo_data FOLDER``: writes the files of the made-up shop."""

from pathlib import Path

import click
from attrs import astuple

from crmkit_cli.demo_data.shop import PEOPLE, SEED, make_shop


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--seed", default=SEED, show_default=True, help="Another seed, other people.")
@click.option("--people", default=PEOPLE, show_default=True, type=click.IntRange(20, 100_000))
def main(folder: Path, *, seed: int, people: int) -> None:
    """Writes the shop's client files, price list, orders and inquiries into FOLDER."""
    folder.mkdir(parents=True, exist_ok=True)
    files = make_shop(folder, seed=seed, people=people)
    click.echo(f"Written into {folder}: {', '.join(path.name for path in astuple(files))}")


if __name__ == "__main__":
    main()
