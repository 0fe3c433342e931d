"""The command `crmkit` and its commands."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

from crmkit.errors import CrmError

_COMMANDS: Mapping[str, str] = {
    "demo": "demo",
    "db": "db",
    "import": "imports",
    "list": "listing",
    "find": "find",
    "duplicates": "duplicates",
    "show": "show",
    "move": "move",
    "board": "board",
    "pipeline": "pipeline",
    "merge": "merge",
    "unmerge": "unmerge",
    "report": "report",
    "tick": "tick",
    "outbox": "outbox",
    "privacy": "privacy",
    "audit": "audit",
    "doctor": "doctor",
}


class Commands(click.Group):
    """Loads a command when it is called, and turns a refusal into one line and exit code 1."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order a newcomer needs them."""
        del ctx
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name."""
        del ctx
        module = _COMMANDS.get(cmd_name)
        if module is None:
            return None
        found: click.Command = import_module(f"crmkit_cli.commands.{module}").command
        return found

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click types it so
        """Runs the command; what crmkit refuses becomes a line on stderr."""
        try:
            return super().invoke(ctx)
        except CrmError as exc:
            raise click.ClickException(str(exc)) from exc


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="crmkit")
def main() -> None:
    """A CRM for your program, from the command line.

    Start with `crmkit demo`. Every command that reads or writes a client base takes --db URL,
    for example --db sqlite:///shop.db; the environment variable CRMKIT_DB stands in for it.
    """
