"""Every probability of the training mixes, and the mixes as sets of them."""

import random
from typing import Any

import attrs
from attrs import evolve, frozen

JITTER = 0.4
MOST = 0.97
"""No jitter makes a thing surer than this."""


@frozen(kw_only=True)
class Knobs:
    """How often each thing happens; a share of people, of records or of later records."""

    # The file: which share of the records repeats somebody.
    duplicates: float = 0.05

    # Origins of people, as weights.
    from_ru: float = 0.60
    from_uk: float = 0.20
    from_by: float = 0.04
    from_turk: float = 0.08
    from_arm: float = 0.02
    from_geo: float = 0.015
    from_west: float = 0.02
    abroad: float = 0.04  # lives and has a phone in a country not usual for the origin

    # Traps: the share of people who are in such a group.
    family: float = 0.07
    twins: float = 0.006
    corporate: float = 0.045
    homonym: float = 0.02
    reassigned: float = 0.012
    company: float = 0.03  # a company itself is the client
    like_companies: float = 0.3  # of those have a namesake among companies
    new_surname: float = 0.06  # of women with several records
    new_phone: float = 0.22  # a later record tells a number not told before

    # How tight the traps are.
    shared_phone: float = 0.85  # of families and twins use the common number
    no_other_phone: float = 0.5  # of those have no other
    shared_mailbox: float = 0.4  # of families
    same_surname: float = 0.8  # of spouses
    namesake_child: float = 0.06  # of sons are called as their fathers
    switchboard: float = 0.75  # of colleagues give the common number
    role_mailbox: float = 0.6  # of colleagues give info@
    own_at_work: float = 0.5  # of colleagues have a number, and a mailbox, of their own
    same_city: float = 0.5  # of namesakes
    extension: float = 0.3  # of switchboards' numbers

    # What a person has.
    usual_surname: float = 0.35  # one of the few hundred met most, on top of the rest
    same_nick: float = 0.25  # of profiles are called as the mailbox
    more_phones: float = 0.25
    own_mailbox: float = 0.75
    more_mailboxes: float = 0.15
    more_profiles: float = 0.3
    job: float = 0.2

    # Strangers share these: the share of records.
    aggregator: float = 0.003
    manager_phone: float = 0.002
    junk_name: float = 0.010
    junk_phone: float = 0.010
    junk_email: float = 0.006
    junk_birthday: float = 0.03  # of birthdays

    # Later records of a person.
    unlinked: float = 0.06  # tells no contact that an earlier record told
    same_copy: float = 0.06  # the very cells of an earlier record, pressed twice
    papers_again: float = 0.55  # a birthday or a tax number told before is told again
    big: float = 0.28  # a person with several records has more than two

    # What a record holds.
    phone: float = 0.82
    second_phone: float = 0.07
    email: float = 0.42
    messenger: float = 0.14
    inn: float = 0.035
    birthday: float = 0.20
    city: float = 0.42
    workplace: float = 0.08
    empty: float = 0.01  # no way to reach the person at all

    # How a name is laid out, as weights.
    fio: float = 0.24
    surname_first: float = 0.18
    first_surname: float = 0.20
    first_middle_surname: float = 0.03
    first_middle: float = 0.06
    first_only: float = 0.13
    nick_only: float = 0.035
    nick_surname: float = 0.045
    initials: float = 0.045
    first_letter: float = 0.02
    surname_only: float = 0.015
    company_for_name: float = 0.012

    # What happens to a name.
    unknown_nick: float = 0.25  # of short forms: one that no dictionary lists
    other_language: float = 0.04
    other_language_uk: float = 0.45  # of Ukrainians and Belarusians: written in Russian
    yo_as_ye: float = 0.8  # of names with ё
    name_typo: float = 0.05
    translit: float = 0.06
    wrong_layout: float = 0.003
    look_alikes: float = 0.006
    upper: float = 0.05
    lower: float = 0.08
    note: float = 0.02
    plain_accents: float = 0.4  # of Western names with marks: Muller or Mueller
    apostrophe: float = 0.5  # of names with one: another sign, or none
    turkic_patronymic: float = 0.15  # of Turkic people in Russia: оглы, кызы
    spaces: float = 0.02
    both_surnames: float = 0.08  # of people with two surnames: both are written
    patronymic_talk: float = 0.05  # of patronymics: Палыч, Сергевна
    mixed_up_cells: float = 0.05  # of names in columns: in another column, or all in one

    # What happens to contacts and papers.
    phone_typo: float = 0.012
    phone_noise: float = 0.05  # a word beside the number
    phone_short: float = 0.02  # without the code of the city
    email_typo: float = 0.02
    email_variant: float = 0.10  # another spelling of the same mailbox
    handle_typo: float = 0.01
    inn_noise: float = 0.25
    inn_typo: float = 0.02
    birthday_slip: float = 0.05
    city_variant: float = 0.3
    city_typo: float = 0.02
    company_typo: float = 0.03

    # The shape of the file.
    split_name: bool = False  # the name in three columns


TRAPS = Knobs(
    family=0.22,
    twins=0.025,
    corporate=0.15,
    homonym=0.07,
    reassigned=0.045,
    company=0.06,
    like_companies=0.6,
    new_surname=0.2,
    new_phone=0.35,
    aggregator=0.01,
    manager_phone=0.007,
    junk_name=0.03,
    junk_phone=0.03,
    junk_email=0.02,
    junk_birthday=0.1,
)
MIXES = {
    "default": Knobs(),
    "many": Knobs(duplicates=0.10),
    "few": Knobs(duplicates=0.01),
    "messengers": Knobs(
        phone=0.30,
        email=0.12,
        messenger=0.80,
        first_only=0.3,
        nick_only=0.14,
        nick_surname=0.09,
        translit=0.16,
        fio=0.08,
    ),
    "traps": TRAPS,
    "dirty": Knobs(
        name_typo=0.11,
        translit=0.13,
        other_language=0.08,
        wrong_layout=0.007,
        look_alikes=0.015,
        note=0.05,
        phone_typo=0.025,
        phone_noise=0.1,
        email_typo=0.045,
        email_variant=0.2,
        handle_typo=0.02,
        inn_typo=0.05,
        birthday_slip=0.1,
        city_typo=0.05,
        company_typo=0.07,
    ),
    "split": Knobs(split_name=True),
    "foreign": Knobs(from_west=40.0, nick_surname=0.12, first_surname=0.6, first_letter=0.05),
}


def knobs_of(mix: str, seed: int) -> Knobs:
    """The knobs of a mix, each turned by up to 40 % either way as the seed has it.

    The share of duplicates is what a mix is named for and stays.
    """
    rng = random.Random(f"knobs {mix} {seed}")
    knobs = MIXES[mix]
    turned: dict[str, Any] = {}
    for field in attrs.fields(Knobs):
        value = getattr(knobs, field.name)
        if isinstance(value, bool) or field.name == "duplicates":
            continue
        highest = MOST if value <= 1 else value * (1 + JITTER)
        turned[field.name] = min(highest, value * rng.uniform(1 - JITTER, 1 + JITTER))
    return evolve(knobs, **turned)
