"""A true person, a company, a phone: what records are of."""

from attrs import define, field, frozen

from bench.duplicates.words import City, FirstName, Land


@frozen
class Phone:
    """A number: the code of its country, the rest of it, and whether it stands on a desk."""

    land: str
    code: str
    rest: str
    city: str = ""  # the part of the rest that is the city's code

    @property
    def digits(self) -> str:
        """The number as it is dialled from anywhere."""
        return self.code + self.rest


@define(eq=False)
class Company:
    """A company where people work, or that is a client itself."""

    core: str
    kind: str
    western: bool
    city: City
    switchboard: Phone
    site: str
    inn: str


@define(eq=False)
class Person:
    """Somebody whom several records may be of."""

    number: int
    land: Land
    sex: str
    first: FirstName
    father: FirstName | None
    surname: str
    born: tuple[int, int, int]
    country: str
    city: City
    trap: str = "plain"
    other_surname: str = ""
    phones: list[Phone] = field(factory=list)
    emails: list[str] = field(factory=list)
    handles: list[tuple[str, str]] = field(factory=list)
    inn: str = ""
    company: Company | None = None
    is_company: bool = False
