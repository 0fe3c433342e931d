"""The lists of words beside the code, as their lines."""


def lines_of(name: str) -> list[str]:
    """The lines of the file in ``crmkit/domain/data`` that are no comments and not empty."""
    # Imported on first use: it is as slow to load as all pure modules together.
    from importlib import resources  # noqa: PLC0415

    text = (resources.files("crmkit.domain") / "data" / name).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
