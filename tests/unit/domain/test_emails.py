"""E-mail addresses: what people type, where mail goes, and which mailboxes are one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.domain.emails import (
    emails_in,
    is_made_up_email,
    mailbox_kind,
    masked_email,
    normal_email,
    same_mailbox_key,
    weak_mailbox_key,
)

ANY_TEXT = st.text(st.characters(exclude_categories=()))
EMAIL_LIKE = st.text("aZпёЁ@.@.-+_'<>; ,()0²٣\u200b。ß", max_size=30)
PART = st.text("abcxyz019._+-п", min_size=1, max_size=12)
ADDRESS_LIKE = st.builds("{}@{}.{}".format, PART, PART, st.sampled_from(["ru", "рф", "com", "c"]))


@pytest.mark.parametrize(
    ("raw", "normal"),
    [
        ("Anna.K@Mail.RU", "anna.k@mail.ru"),
        (" anna@mail.ru\n", "anna@mail.ru"),
        ("Анна Ким <Anna@mail.ru>", "anna@mail.ru"),
        ('"Ким, Анна" <anna@mail.ru>', "anna@mail.ru"),
        ("Анна (anna@mail.ru)", "anna@mail.ru"),
        ("mailto:anna@mail.ru?subject=Заказ", "anna@mail.ru"),
        ("anna@mail.ru;", "anna@mail.ru"),
        ("'anna@mail.ru", "anna@mail.ru"),
        ("e-mail: anna@mail.ru.", "anna@mail.ru"),
        ("anna＠mail.ru", "anna@mail.ru"),
        ("anna\u200b@mail.ru\ufeff", "anna@mail.ru"),
        ("Info@ПОЧТА.рф", "info@xn--80a1acny.xn--p1ai"),
        ("Пётр@почта.рф", "пётр@xn--80a1acny.xn--p1ai"),
        ("anna.k+shop@gmail.com", "anna.k+shop@gmail.com"),
        ("o'neil@mail.ie", "o'neil@mail.ie"),
        ("anna@mail,ru", "anna@mail.ru"),
        ("anna@gmail, com", "anna@gmail.com"),
        ("anna@mailru", "anna@mail.ru"),
        ("Anna@UkrNet", "anna@ukr.net"),
    ],
)
def test_an_address_is_read_as_people_write_it(raw: str, normal: str) -> None:
    assert normal_email(raw) == normal


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "нет",
        "@",
        "anna@mail",
        "anna@mail.r",
        "anna@1.2.3.4",
        "anna@-mail.ru",
        "a..b@mail.ru",
        ".anna@mail..ru",
        "anna@k@mail.ru",
        "анна@mail.ru",
        "annа@mail.ru",
        "anna@mаil.ru",
        "anna²@mail.ru",
        "a" * 65 + "@mail.ru",
        "a@" + "b." * 150 + "ru",
        "anna@mail.ru " * 500,
        "anna\0@mail.ru",
        "anna@\ud800.ru",
        "anna@mail.ru, boris@mail.ru",
    ],
)
def test_what_is_not_one_address_is_not_guessed(raw: str) -> None:
    assert normal_email(raw) is None


@pytest.mark.parametrize(
    "raw",
    [
        "a@mail.ru; b@mail.ru",
        "a@mail.ru,b@mail.ru",
        "A@mail.ru b@mail.ru a@MAIL.ru",
        "Анна <a@mail.ru>, Борис <b@mail.ru>",
        "раб.: a@mail.ru\nличная: b@mail.ru",
    ],
)
def test_several_addresses_of_a_cell_are_told_apart(raw: str) -> None:
    assert emails_in(raw) == ("a@mail.ru", "b@mail.ru")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("anna.k@gmail.com", "annak+shop@googlemail.com"),
        ("anna.k@ya.ru", "anna-k@yandex.ru"),
        ("anna@yandex.com", "anna+1@yandex.ua"),
        ("anna+shop@outlook.com", "anna@outlook.com"),
    ],
)
def test_forms_of_one_mailbox_share_a_key(one: str, other: str) -> None:
    assert same_mailbox_key(one) == same_mailbox_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("anna.k@mail.ru", "annak@mail.ru"),
        ("anna+1@mail.ru", "anna@mail.ru"),
        ("anna@hotmail.com", "anna@outlook.com"),
        ("anna@mail.ru", "anna@inbox.ru"),
        ("anna@list.ru", "anna@bk.ru"),
        ("anna@gmial.com", "anna@gmail.com"),
        ("a.n@yandex.ru", "an@yandex.ru"),
    ],
)
def test_two_mailboxes_have_two_keys(one: str, other: str) -> None:
    assert same_mailbox_key(one) != same_mailbox_key(other)


@given(ANY_TEXT | EMAIL_LIKE | ADDRESS_LIKE)
def test_an_address_that_was_read_reads_as_itself(raw: str) -> None:
    for address in emails_in(raw):
        assert normal_email(address) == address
        assert emails_in(address.upper()) in {(address,), ()}


@given(ADDRESS_LIKE)
def test_a_mailbox_s_key_is_its_own_key(raw: str) -> None:
    for address in emails_in(raw):
        key = same_mailbox_key(address)
        assert same_mailbox_key(key) == key


@pytest.mark.parametrize(
    ("shown", "masked"), [("Anna@mail.ru", "a***@mail.ru"), ("Анна Ким", "***"), ("", "***")]
)
def test_a_message_shows_an_address_masked(shown: str, masked: str) -> None:
    assert masked_email(shown) == masked


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gmial.com", "gmail.com"),
        ("gmail.con", "gmail.com"),
        ("gmail.co", "gmail.com"),
        ("gmai.com", "gmail.com"),
        ("gnail.com", "gmail.com"),
        ("mail.ri", "mail.ru"),
        ("mail.tu", "mail.ru"),
        ("maul.ru", "mail.ru"),
        ("mai.ru", "mail.ru"),
        ("yandex.tu", "yandex.ru"),
        ("yadnex.ru", "yandex.ru"),
        ("ramler.ru", "rambler.ru"),
        ("bk.ri", "bk.ru"),
        ("ukr.ner", "ukr.net"),
    ],
)
def test_a_slip_in_a_well_known_domain_is_put_right_as_weak_evidence(
    typed: str, meant: str
) -> None:
    right = [weak_mailbox_key(f"anna.k@{domain}") for domain in (typed, meant)]
    assert right[0] == right[1]
    assert same_mailbox_key(f"anna@{typed}") == f"anna@{typed}"


@pytest.mark.parametrize(
    "domain",
    [
        *("mail.ro", "mail.ua", "mail.com", "gmail.ru", "email.ru", "ymail.com", "gmx.de", "bb.ru"),
        *("list.by", "vk.ru", "shop.ru", "inbox.lv", "yandex.by.shop.ru", "xn--80a1acny.xn--p1ai"),
    ],
)
def test_a_real_domain_is_no_slip(domain: str) -> None:
    assert weak_mailbox_key(f"anna@{domain}") == f"anna@{domain}"


def test_joints_and_tags_do_not_count_as_weak_evidence() -> None:
    keys = {weak_mailbox_key(f"{local}@mail.ru") for local in ("anna.k", "anna_k", "anna-k+shop")}
    assert keys == {"annak@mail.ru"}


@pytest.mark.parametrize(
    "local",
    [
        *("info", "office", "sales-2", "buh", "zakaz", "sale.msk", "bugalteria", "admin", "info2"),
        *("noreply", "no-reply", "shop", "hr"),
    ],
)
def test_an_office_s_mailbox_is_told_from_a_person_s(local: str) -> None:
    assert mailbox_kind(f"{local}@shop.ru") == "role"


@pytest.mark.parametrize("local", ["anna", "anna.info", "officer", "salesky", "infov.anna", "i"])
def test_a_person_s_mailbox_is_a_person_s(local: str) -> None:
    assert mailbox_kind(f"{local}@shop.ru") == "person"


@pytest.mark.parametrize(
    "address",
    [
        *("test@test.ru", "no@mail.ru", "aaa@aaa.aa", "123@mail.ru", "net@net.ru", "mail@mail.ru"),
        *("1@1.ru", "qwerty@gmail.com", "test123@mail.ru", "anna@example.com", "noemail@shop.ru"),
    ],
)
def test_a_made_up_address_is_known(address: str) -> None:
    assert is_made_up_email(address)


@pytest.mark.parametrize(
    "address",
    [
        "anna@mail.ru",
        "info@shop.ru",
        "12@shop.ru",
        "shop@shop.ru",
        "2504198@mail.ru",
        "mail@kim.ru",
    ],
)
def test_an_unusual_address_is_not_made_up(address: str) -> None:
    assert not is_made_up_email(address)


@given(ADDRESS_LIKE)
def test_a_mailbox_s_weak_key_is_its_own_key(raw: str) -> None:
    for address in emails_in(raw):
        key = weak_mailbox_key(address)
        assert weak_mailbox_key(key) == key
        assert weak_mailbox_key(same_mailbox_key(address)) == key


@given(ANY_TEXT | ADDRESS_LIKE)
def test_any_text_can_be_asked_about(text: str) -> None:
    assert mailbox_kind(text) in {"person", "role"}
    assert isinstance(is_made_up_email(text), bool)
    assert weak_mailbox_key(weak_mailbox_key(text)) == weak_mailbox_key(text) or "@" not in text
