"""Plugins: given, by name, broken in many ways; and events that disturb nobody."""

from collections.abc import Callable, Mapping
from importlib.metadata import EntryPoint
from types import SimpleNamespace

import pytest

from crmkit.domain.events import Event
from crmkit.errors import AdapterError, BadInput, CrmError
from crmkit.ids import DealId
from crmkit.memory.storage import MemoryStorage
from crmkit.plugins import Adapter, Plugin, hookimpl, manager
from crmkit.plugins.manager import Plugins
from crmkit.ports.storage import Storage
from crmkit.testing.builders import NOON, an_id

EVENT = Event(
    kind="deal", action="change", record_id=an_id(DealId), actor="a", command="move", at=NOON
)


def offering(open_: Callable[[Mapping[str, object]], Storage]) -> SimpleNamespace:
    @hookimpl
    def crmkit_plugin() -> Plugin:
        return Plugin(storages=(Adapter("shelf", open_),))

    return SimpleNamespace(crmkit_plugin=crmkit_plugin)


def answering(answer: Callable[[], object]) -> SimpleNamespace:
    return SimpleNamespace(crmkit_plugin=hookimpl(answer))


def hearing(name: str, hear: Callable[[Event], object]) -> SimpleNamespace:
    def crmkit_event(event: Event) -> None:
        hear(event)

    return SimpleNamespace(__name__=name, crmkit_event=hookimpl(crmkit_event))


def raising(exc: BaseException) -> Callable[..., Storage]:
    def fail(*_given: object) -> Storage:
        raise exc

    return fail


def installed(monkeypatch: pytest.MonkeyPatch, value: str) -> Plugins:
    entry = EntryPoint("shelf", value, manager.GROUP)
    entries = {(manager.GROUP, "shelf"): [entry]}
    monkeypatch.setattr(
        manager, "entry_points", lambda *, group, name: entries.get((group, name), [])
    )
    return Plugins()


def test_a_given_plugin_is_asked_first() -> None:
    made = MemoryStorage()
    assert Plugins([offering(lambda _settings: made)]).storage("shelf", {}) is made


def test_the_settings_reach_the_adapter() -> None:
    seen: list[Mapping[str, object]] = []

    def open_(settings: Mapping[str, object]) -> Storage:
        seen.append(settings)
        return MemoryStorage()

    Plugins([offering(open_)]).storage("shelf", {"url": "shelf:"})
    assert seen == [{"url": "shelf:"}]


def test_an_unknown_adapter_is_named() -> None:
    with pytest.raises(AdapterError, match="cupboard"):
        Plugins().storage("cupboard", {})


def test_a_missing_package_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    plugins = installed(monkeypatch, "shelf_module")
    missing = ModuleNotFoundError("no", name="sqlalchemy.orm")
    monkeypatch.setattr(EntryPoint, "load", raising(missing))
    with pytest.raises(AdapterError, match=r"sqlalchemy.*crmkit\[sql\]"):
        plugins.storage("shelf", {})


def test_a_package_missing_on_opening_names_the_extra() -> None:
    plugin = offering(raising(ModuleNotFoundError("no", name="psycopg")))
    with pytest.raises(AdapterError, match=r"crmkit\[postgres\]"):
        Plugins([plugin]).storage("shelf", {})


@pytest.mark.parametrize("value", ["nowhere.to.be.found", "json:absent", "json"])
def test_a_broken_entry_point_ends_in_an_adapter_error(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    with pytest.raises(AdapterError, match="shelf"):
        installed(monkeypatch, value).storage("shelf", {})


def test_a_broken_plugin_does_no_harm_unless_it_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    installed(monkeypatch, "nowhere.to.be.found")
    made = MemoryStorage()
    assert Plugins([offering(lambda _settings: made)]).storage("shelf", {}) is made


def test_an_adapter_that_fails_to_open_is_named() -> None:
    with pytest.raises(AdapterError, match="ZeroDivisionError") as caught:
        Plugins([offering(raising(ZeroDivisionError()))]).storage("shelf", {})
    assert isinstance(caught.value.__cause__, ZeroDivisionError)


def test_an_adapters_own_refusal_passes_as_it_is() -> None:
    with pytest.raises(BadInput, match="too full"):
        Plugins([offering(raising(BadInput("too full")))]).storage("shelf", {})


@pytest.mark.parametrize("answer", [lambda: "junk", raising(ZeroDivisionError())])
def test_a_plugin_that_breaks_its_word_is_refused(answer: Callable[[], object]) -> None:
    def crmkit_plugin() -> object:
        return answer()

    with pytest.raises(AdapterError):
        Plugins([answering(crmkit_plugin)]).storage("shelf", {})


def test_a_plugin_given_twice_is_refused() -> None:
    plugin = offering(lambda _settings: MemoryStorage())
    with pytest.raises(CrmError, match="twice"):
        Plugins([plugin, plugin])


def test_an_unknown_hook_is_refused() -> None:
    def crmkit_row(row: object) -> None: ...

    with pytest.raises(CrmError, match="does not know"):
        Plugins([SimpleNamespace(crmkit_row=hookimpl(crmkit_row))])


def test_a_plugin_that_raises_does_not_silence_the_others() -> None:
    heard: list[Event] = []
    failing = hearing("failing", raising(ZeroDivisionError()))
    plugins = Plugins([hearing("first", heard.append), failing, hearing("last", heard.append)])
    plugins.tell([EVENT])
    assert heard == [EVENT, EVENT]


def test_a_plugin_hears_no_more_after_five_failures() -> None:
    told: list[Event] = []

    def fail(event: Event) -> None:
        told.append(event)
        raise ZeroDivisionError

    Plugins([hearing("failing", fail)]).tell([EVENT] * 9)
    assert len(told) == 5


def test_a_hook_may_leave_the_event_out() -> None:
    heard: list[str] = []

    def crmkit_event() -> None:
        heard.append("something")

    Plugins([SimpleNamespace(crmkit_event=hookimpl(crmkit_event))]).tell([EVENT])
    assert heard == ["something"]


def test_two_sets_of_plugins_share_nothing() -> None:
    Plugins([offering(lambda _settings: MemoryStorage())])
    with pytest.raises(AdapterError):
        Plugins().storage("shelf", {})
