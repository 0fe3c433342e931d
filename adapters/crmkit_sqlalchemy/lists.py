"""Statements that list and count records."""

from collections.abc import Sequence
from itertools import count

from attrs import evolve
from sqlalchemy import FromClause, and_, func, or_, select, union, union_all

from crmkit_sqlalchemy.dialects import Database, Expression
from crmkit_sqlalchemy.keyset import Key, Sequenced, Stretch
from crmkit_sqlalchemy.scenes import Rows, Scene
from crmkit_sqlalchemy.selective import branches, is_narrow
from crmkit_sqlalchemy.shapes import Counting, Listing, Locking, Ranked
from crmkit_sqlalchemy.sources import Source, parameter
from crmkit_sqlalchemy.tables import in_order, layout

Piece = tuple[Listing, Scene, Stretch]
"""A stretch of an alternative, and the scene that it was written for."""


def counting(shape: Counting, database: Database) -> Rows:
    """The statement that counts the records."""
    scene = Scene(database, shape.kind)
    return select(func.count()).select_from(scene.base.table).where(scene.where(shape.where))


def listing(shape: Listing, database: Database) -> Rows:
    """The statement that reads a page: the columns of each record, then the far ranked values.

    Where an «or» or absent values would keep an index from serving it, it unites a page of each
    alternative and of each stretch of the order.
    """
    if shape.size is None or any(ranked.way.steps for ranked in shape.order):
        return _at_once(shape, database)
    parts = [evolve(shape, where=part) for part in branches(shape.kind, shape.where)]
    pieces = [
        (part, scene, stretch)
        for part in parts
        for scene in [Scene(database, part.kind)]
        for stretch in _sequenced(part, scene).stretches(part.after, apart=_is_long(part))
    ]
    if len(pieces) == 1:
        ((part, scene, stretch),) = pieces
        return _stretched(part, scene, stretch)
    return _united(shape, pieces, database) if len(parts) > 1 else _stacked(shape, pieces)


def _is_long(shape: Listing) -> bool:
    """Whether there may be many records, which an index has in order."""
    first = shape.order[0].way.field.name if shape.order else "id"
    return first in in_order(shape.kind) and not is_narrow(shape.kind, shape.where)


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
    stretches = sequenced.stretches(shape.after)
    tests = [stretch.test for stretch in stretches if stretch.test is not None]
    rows = select(*_columns(scene.base), *far).select_from(scene.tables())
    rows = rows.where(scene.where(shape.where), *([or_(*tests)] if tests else []))
    return _limited(rows.order_by(*sequenced.order()), shape)


def _stretched(shape: Listing, scene: Scene, stretch: Stretch, *more: Expression) -> Rows:
    """The page of one stretch, with more columns of each record."""
    return _page(shape, scene, stretch, *_columns(scene.base), *more)


def _page(shape: Listing, scene: Scene, stretch: Stretch, *columns: Expression) -> Rows:
    tests = [scene.where(shape.where), *([] if stretch.test is None else [stretch.test])]
    return _limited(select(*columns).where(*tests).order_by(*stretch.order), shape)


def _stacked(shape: Listing, pieces: Sequence[Piece]) -> Rows:
    """The page of several stretches of one order, which have no record in common."""
    pages = [_stretched(*piece, *_named_ranks(*piece)) for piece in pieces]
    found = union_all(*(select(page.subquery()) for page in pages)).subquery("u")
    _, scene, _ = pieces[0]
    order = _as_found(_sequenced(shape, scene), found).order()
    return _limited(
        select(*(found.c[each.name] for each in _columns(scene.base))).order_by(*order), shape
    )


def _united(shape: Listing, pieces: Sequence[Piece], database: Database) -> Rows:
    """The page of several alternatives, which may have the same records."""
    pages = [
        _page(part, scene, stretch, scene.base.column("id"), *_named_ranks(part, scene, stretch))
        for part, scene, stretch in pieces
    ]
    found = union(*(select(page.subquery()) for page in pages)).subquery("u")
    scene = Scene(database, shape.kind)
    base = scene.base
    rows = select(*_columns(base)).select_from(found)
    rows = rows.join(base.table, and_(base.of_tenant, base.column("id") == found.c.id))
    return _limited(rows.order_by(*_as_found(_sequenced(shape, scene), found).order()), shape)


def _named_ranks(shape: Listing, scene: Scene, _stretch: Stretch) -> list[Expression]:
    ranks = [rank for key in _sequenced(shape, scene).keys for rank in key.ranks]
    return [rank.label(f"r{nth}") for nth, rank in enumerate(ranks)]


def _as_found(near: Sequenced, found: FromClause) -> Sequenced:
    """The same order of what was found, by its ranks and id."""
    numbers = count()
    keys = [
        evolve(key, ranks=tuple(found.c[f"r{next(numbers)}"] for _ in key.ranks))
        for key in near.keys
    ]
    return Sequenced(keys, found.c.id, near.database)


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
