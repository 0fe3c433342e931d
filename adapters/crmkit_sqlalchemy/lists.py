"""Statements that list and count records."""

from collections.abc import Sequence

from attrs import evolve
from sqlalchemy import FromClause, and_, func, or_, select, union, union_all

from crmkit_sqlalchemy.dialects import Database, Expression
from crmkit_sqlalchemy.keyset import Key, Sequenced, Stretch
from crmkit_sqlalchemy.scenes import Rows, Scene
from crmkit_sqlalchemy.selective import branches, is_narrow
from crmkit_sqlalchemy.shapes import Counting, Listing, Locking, Ranked, Way
from crmkit_sqlalchemy.sources import parameter
from crmkit_sqlalchemy.tables import in_order, layout

Piece = tuple[Listing, Scene, Stretch]
"""A stretch of an alternative, and the scene that it was written for."""


def counting(shape: Counting, database: Database) -> Rows:
    """The statement that counts the records."""
    scene = Scene(database, shape.kind)
    return select(func.count()).select_from(scene.base.table).where(scene.where(shape.where))


def listing(shape: Listing, database: Database) -> Rows:
    """The statement that reads a page: what is shown of each record, in the order asked for.

    Where an «or» or absent values would keep an index from serving it, it unites a page of each
    alternative and of each stretch of the order.
    """
    if _is_whole(shape):
        return _at_once(shape, _scene(shape, database))
    pieces = _pieces(shape, database)
    if shape.stretch is not None:
        pieces = pieces[shape.stretch : shape.stretch + 1]
    if len(pieces) == 1:
        ((part, scene, stretch),) = pieces
        return _page(part, scene, stretch, shown(part, scene))
    alike = len({part.where for part, _, _ in pieces}) == 1
    return _stacked(shape, pieces) if alike else _united(shape, pieces, database)


def one_by_one(shape: Listing, database: Database) -> tuple[Listing, ...]:
    """What to read one after the other until the page is full, if nobody writes meanwhile.

    The first stretch of an order fills most pages, and costs less than all at once.
    """
    pieces = [] if _is_whole(shape) else _pieces(shape, database)
    if len(pieces) < 2 or len({part.where for part, _, _ in pieces}) > 1:  # noqa: PLR2004 - one is whole
        return (shape,)
    return tuple(evolve(shape, stretch=nth) for nth, _ in enumerate(pieces))


def _is_whole(shape: Listing) -> bool:
    """Whether no index can have it in order, or all of it is wanted anyhow."""
    return shape.size is None or any(ranked.way.steps for ranked in shape.order)


def _pieces(shape: Listing, database: Database) -> list[Piece]:
    parts = [evolve(shape, where=part) for part in branches(shape.kind, shape.where)]
    return [
        (part, scene, stretch)
        for part in parts
        for scene in [_scene(part, database)]
        for stretch in _sequenced(part, scene).stretches(part.after, apart=_is_long(part))
    ]


def shown(shape: Listing, scene: Scene) -> list[Expression]:
    """What a row holds.

    Of a record: its columns, then the far values that it is ordered by. Of a sheet: its columns,
    then all the values that it is ordered by, and the id.
    """
    base = scene.base
    if shape.columns is None:
        own = [base.column(name) for name in layout(base.kind.name).read]
        ways = [ranked.way for ranked in shape.order if ranked.way.steps]
        return [*own, *_values(scene, ways)]
    ways = [*shape.columns, *(ranked.way for ranked in shape.order)]
    return [*_values(scene, ways), base.column("id")]


def locking(shape: Locking, database: Database) -> Rows:
    """The statement that reads the page of what nobody has locked, and locks it."""
    scene = _scene(shape.listing, database)
    rows = _at_once(shape.listing, scene)
    return rows.with_for_update(skip_locked=True, of=scene.base.table)


def _scene(shape: Listing, database: Database) -> Scene:
    return Scene(database, shape.kind, few=shape.size is not None)


def _is_long(shape: Listing) -> bool:
    """Whether there may be many records, which an index has in order."""
    first = shape.order[0].way.field.name if shape.order else "id"
    return first in in_order(shape.kind) and not is_narrow(shape.kind, shape.where)


def _at_once(shape: Listing, scene: Scene) -> Rows:
    sequenced = _sequenced(shape, scene)
    stretches = sequenced.stretches(shape.after)
    tests = [stretch.test for stretch in stretches if stretch.test is not None]
    after = or_(*tests) if len(tests) == len(stretches) else None
    whole = Stretch(after, sequenced.order())
    return _page(shape, scene, whole, shown(shape, scene))


def _page(shape: Listing, scene: Scene, stretch: Stretch, columns: Sequence[Expression]) -> Rows:
    """The page of one stretch."""
    tests = [scene.where(shape.where), *([] if stretch.test is None else [stretch.test])]
    rows = select(*columns).select_from(scene.tables()).where(*tests)
    return _limited(rows.order_by(*stretch.order), shape)


def _stacked(shape: Listing, pieces: Sequence[Piece]) -> Rows:
    """The page of several stretches of one order, which have no record in common."""
    pages = [
        _page(part, scene, stretch, [*_named("c", shown(part, scene)), *_ranks(part, scene)])
        for part, scene, stretch in pieces
    ]
    found = union_all(*(select(page.subquery()) for page in pages)).subquery("u")
    columns = [column for column in found.c if column.name.startswith("c")]
    order = _as_found(_sequenced(shape, pieces[0][1]), found)
    return _limited(select(*columns).order_by(*order), shape)


def _united(shape: Listing, pieces: Sequence[Piece], database: Database) -> Rows:
    """The page of several alternatives, which may have the same records."""
    pages = [_page(part, scene, stretch, _ranks(part, scene)) for part, scene, stretch in pieces]
    found = union(*(select(page.subquery()) for page in pages)).subquery("u")
    scene = _scene(shape, database)
    base, columns = scene.base, shown(shape, scene)
    records = found.join(base.table, and_(base.of_tenant, base.column("id") == found.c.r0))
    rows = select(*columns).select_from(scene.tables(records))
    return _limited(rows.order_by(*_as_found(_sequenced(shape, scene), found)), shape)


def _ranks(shape: Listing, scene: Scene) -> list[Expression]:
    """The id, and what the order ranks by."""
    ranks = (rank for key in _sequenced(shape, scene).keys for rank in key.ranks)
    return _named("r", [scene.base.column("id"), *ranks])


def _named(letter: str, columns: Sequence[Expression]) -> list[Expression]:
    return [column.label(f"{letter}{nth}") for nth, column in enumerate(columns)]


def _as_found(near: Sequenced, found: FromClause) -> list[Expression]:
    """The same order of what was found, by its ranks and id."""
    key, *ranks = (column for column in found.c if column.name.startswith("r"))
    left = iter(ranks)
    keys = [evolve(each, ranks=tuple(next(left) for _ in each.ranks)) for each in near.keys]
    return Sequenced(keys, key, near.database).order()


def _values(scene: Scene, ways: Sequence[Way]) -> list[Expression]:
    return [value for way in ways for value in scene.at(way).columns(way.field)]


def _sequenced(shape: Listing, scene: Scene) -> Sequenced:
    keys = [_key(ranked, scene) for ranked in shape.order]
    return Sequenced(keys, scene.base.column("id"), scene.database)


def _key(ranked: Ranked, scene: Scene) -> Key:
    way = ranked.way
    at = scene.at(way)
    return Key(
        at.ranks(way.field),
        way.field.kept,
        ranked.descending,
        bool(way.steps) or at.optional(way.field),
    )


def _limited(rows: Rows, shape: Listing) -> Rows:
    return rows if shape.size is None else rows.limit(parameter(shape.size))
