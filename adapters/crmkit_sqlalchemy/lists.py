"""Statements that list and count records."""

from attrs import evolve
from sqlalchemy import and_, func, or_, select, union

from crmkit_sqlalchemy.dialects import Database, Expression
from crmkit_sqlalchemy.keyset import Key, Sequenced, Test
from crmkit_sqlalchemy.scenes import Rows, Scene
from crmkit_sqlalchemy.selective import branches
from crmkit_sqlalchemy.shapes import Counting, Listing, Locking, Ranked
from crmkit_sqlalchemy.sources import Source, parameter
from crmkit_sqlalchemy.tables import layout


def counting(shape: Counting, database: Database) -> Rows:
    """The statement that counts the records."""
    scene = Scene(database, shape.kind)
    return select(func.count()).select_from(scene.base.table).where(scene.where(shape.where))


def listing(shape: Listing, database: Database) -> Rows:
    """The statement that reads a page: the columns of each record, then the far ranked values.

    Where an «or» or absent values would keep an index from serving it, it unites a page of each
    alternative.
    """
    if shape.size is None or any(ranked.way.steps for ranked in shape.order):
        return _at_once(shape, database)
    parts = [evolve(shape, where=part) for part in branches(shape.kind, shape.where)]
    scenes = [(part, Scene(database, part.kind)) for part in parts]
    ranges = [
        _range(part, scene, test)
        for part, scene in scenes
        for test in _sequenced(part, scene).after(part.after)
    ]
    return _at_once(shape, database) if len(ranges) == 1 else _united(shape, ranges, database)


def locking(shape: Locking, database: Database) -> Rows:
    """The statement that reads the page of what nobody has locked, and locks it."""
    scene = Scene(database, shape.listing.kind)
    rows = _of_scene(shape.listing, scene)
    return rows.with_for_update(skip_locked=True, of=scene.base.table)


def _at_once(shape: Listing, database: Database) -> Rows:
    return _of_scene(shape, Scene(database, shape.kind))


def _of_scene(shape: Listing, scene: Scene) -> Rows:
    sequenced = _sequenced(shape, scene)
    far = [
        value
        for ranked in shape.order
        if ranked.way.steps
        for value in scene.at(ranked.way).columns(ranked.way.field)
    ]
    tests = [test for test in sequenced.after(shape.after) if test is not None]
    where = and_(scene.where(shape.where), *([or_(*tests)] if tests else []))
    rows = select(*_columns(scene.base), *far).select_from(scene.tables())
    return _limited(rows.where(where).order_by(*sequenced.order()), shape)


def _range(shape: Listing, scene: Scene, test: Test | None) -> Rows:
    """The ids of one alternative's page, with what they are ranked by."""
    sequenced = _sequenced(shape, scene)
    ranks = [rank for key in sequenced.keys for rank in key.ranks]
    named = [rank.label(f"r{nth}") for nth, rank in enumerate(ranks)]
    where = scene.where(shape.where) if test is None else and_(scene.where(shape.where), test)
    rows = select(scene.base.column("id"), *named).where(where).order_by(*sequenced.order())
    return select(_limited(rows, shape).subquery())


def _united(shape: Listing, ranges: list[Rows], database: Database) -> Rows:
    found = union(*ranges).subquery("u")
    scene = Scene(database, shape.kind)
    base, near = scene.base, _sequenced(shape, scene)
    ranks = iter([column for column in found.c if column.name != "id"])
    keys = [evolve(key, ranks=tuple(next(ranks) for _ in key.ranks)) for key in near.keys]
    united = Sequenced(keys, found.c.id, database)
    rows = select(*_columns(base)).select_from(found)
    rows = rows.join(base.table, and_(base.of_tenant, base.column("id") == found.c.id))
    return _limited(rows.order_by(*united.order()), shape)


def _columns(base: Source) -> list[Expression]:
    return [base.column(name) for name in layout(base.kind.name).read]


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
