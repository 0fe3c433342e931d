"""Headings: which field a column of a client file means, by its Russian, Ukrainian or English name.

The words are data, one table per kind; a heading is compared in its folded form without
punctuation. What is not known stays unmapped, and the person says.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from crmkit.text import fold

ImportKind = Literal["contacts", "companies", "leads", "deals", "products", "orders", "employees"]

_PUNCTUATION = re.compile(r"[\W_]+")
_LAST_NUMBER = re.compile(r" ?[0-9]$")

_HANDLES: Mapping[str, str] = {
    "phone": "телефон|мобильный|моб|моб телефон|мобильный телефон|номер телефона|тел|сотовый|"
    "контактный телефон|рабочий телефон|телефон клиента|phone|mobile|phone number|tel|"
    "мобільний|номер телефону|client phone|customer phone",
    "phone_2": "доп телефон|дополнительный телефон|второй телефон|другой телефон|other phone|"
    "додатковий телефон|домашний телефон",
    "phone_3": "третий телефон",
    "phone_4": "четвертый телефон",
    "phone_5": "пятый телефон",
    "email": "e mail|email|почта|эл почта|электронная почта|емейл|имейл|мейл|mail|пошта|"
    "електронна пошта|e mail клиента|client email|customer email|email address",
    "email_2": "доп почта|дополнительная почта|второй e mail|other email",
    "email_3": "третий e mail",
    "telegram": "telegram|телеграм|тг|телеграмм",
    "vk": "vk|вк|вконтакте|профиль вк",
    "viber": "viber|вайбер",
    "whatsapp": "whatsapp|ватсап|вотсап|whats app",
    "instagram": "instagram|инстаграм|инста",
}
_COMMON: Mapping[str, str] = {
    "external_id": "id|код|внешний код|внешний id|external id|код клиента|ид|opportunity id|код 1с|"
    "id сделки|номер сделки|deal id|account id|код товара",
    "source": "источник|рекламный источник|откуда узнали|source|lead source|utm source|джерело",
    "owner": "менеджер|ответственный|ответственный менеджер|manager|owner|sales agent|agent|"
    "продавец|responsible|відповідальний|менеджер клиента|сотрудник",
    "comment": "комментарий|комментарии|примечание|примечания|заметка|заметки|comment|comments|"
    "note|notes|коментар|примітка|описание|description",
    "tags": "теги|метки|tags|теґи|сегмент",
    "created_at": "дата создания|создан|создано|дата добавления|дата регистрации|дата обращения|"
    "дата заявки|created|created at|creation date|дата|date|engage date|дата створення|"
    "дата первого обращения|зарегистрирован",
}
_CHANGED_AT = (
    "дата изменения|изменен|изменено|дата обновления|обновлено|последнее изменение|changed at|"
    "updated at|updated|modified|modified at|last modified|дата зміни|змінено"
)
_CHANNEL = "канал|канал обращения|channel|канал звернення"
_CONTACT: Mapping[str, str] = {
    **_HANDLES,
    **_COMMON,
    "name": "фио|ф и о|имя и фамилия|полное имя|клиент|контакт|имя клиента|name|full name|client|"
    "contact|customer|піб|п і б|клієнт|покупатель|фио клиента|наименование|contact name|повне ім я",
    "last_name": "фамилия|last name|surname|прізвище|lastname",
    "first_name": "имя|first name|ім я|имʼя|firstname|імя",
    "middle_name": "отчество|middle name|по батькові|patronymic",
    "birth_date": "дата рождения|день рождения|др|birth date|birthday|date of birth|"
    "дата народження|д р|родился",
    "sex": "пол|sex|gender|стать",
    "city": "город|city|місто|населенный пункт|town",
    "region": "регион|область|region|область край|регіон",
    "address": "адрес|address|адреса|адрес доставки|delivery address",
    "company": "компания|организация|company|фирма|account|компанія|організація|место работы",
    "position": "должность|position|посада|job title",
    "card": "карта|номер карты|карта лояльности|дисконтная карта|loyalty card|card|номер картки",
    "preferences": "предпочтения|preferences|пожелания",
    "behaviour": "поведение|behaviour",
    "changed_at": _CHANGED_AT,
    "solvency": "платежеспособность|solvency",
    "discount": "скидка|discount|знижка",
}
_COMPANY: Mapping[str, str] = {
    **_HANDLES,
    **_COMMON,
    "name": "компания|организация|название|наименование|company|name|фирма|контрагент|account|"
    "название компании|краткое наименование|company name|назва|компанія|організація|клиент",
    "changed_at": _CHANGED_AT,
    "legal_name": "юридическое название|полное наименование|юр название|legal name|повна назва|"
    "юридическое наименование",
    "inn": "инн|inn|инн организации",
    "kpp": "кпп|kpp",
    "ogrn": "огрн|ogrn|огрнип|огрн огрнип",
    "edrpou": "едрпоу|єдрпоу|edrpou|код єдрпоу|код едрпоу",
    "legal_address": "юридический адрес|юр адрес|legal address|юридична адреса",
    "actual_address": "фактический адрес|факт адрес|адрес|actual address|address|фактична адреса",
    "site": "сайт|site|website|web site|веб сайт",
    "activity": "сфера|отрасль|сфера деятельности|вид деятельности|sector|industry|activity|галузь",
    "city": "город|city|місто|office location|location",
    "employees": "сотрудников|число сотрудников|количество сотрудников|employees|штат",
    "revenue": "выручка|оборот|revenue|дохід|годовая выручка",
    "founded": "год основания|основана|year established|founded",
    "parent": "головная компания|холдинг|материнская компания|subsidiary of|parent|parent company",
    "contact": "контактное лицо|контакт|представитель|contact|contact person|контактна особа",
    "position": "должность|position|посада|должность контактного лица|должность контакта",
}
_LEAD: Mapping[str, str] = {
    **_HANDLES,
    **_COMMON,
    "channel": _CHANNEL,
    "title": "название|заголовок|тема|title|lead|лид|заявка|назва",
    "name": "фио|имя|клиент|контакт|name|full name|client|contact|піб|имя клиента|customer",
    "company_name": "компания|организация|company|account|компанія",
    "request": "запрос|обращение|текст|вопрос|что нужно|request|text|message|сообщение|запит",
    "status": "статус|состояние|status|стан",
    "fail_reason": "причина отказа|причина|reason|fail reason|причина неудачи|причина відмови",
    "qualification": "квалификация|целевой|qualification",
    "closed_at": "дата закрытия|закрыт|closed|closed at|дата завершения",
}
_DEAL: Mapping[str, str] = {
    **_HANDLES,
    **_COMMON,
    "channel": _CHANNEL,
    "title": "название|сделка|название сделки|title|deal|deal name|opportunity|назва|угода",
    "contact": "клиент|контакт|фио|contact|client|customer|покупатель|клієнт",
    "company": "компания|организация|account|company|контрагент|компанія|account name",
    "product": "товар|продукт|услуга|product|product name|товар услуга|продукция",
    "stage": "этап|стадия|статус|stage|deal stage|status|этап сделки|етап|стадія",
    "pipeline": "воронка|pipeline|направление",
    "amount": "сумма|бюджет|сумма сделки|стоимость|amount|sum|value|close value|deal value|сума|"
    "budget|price",
    "currency": "валюта|currency",
    "lost_reason": "причина отказа|причина проигрыша|lost reason|reason|причина",
    "closed_at": "дата закрытия|дата завершения|закрыта|close date|closed|closed at|дата закриття|"
    "дата продажи",
    "expected_on": "ожидаемая дата|план закрытия|expected close|expected on|планируемая дата",
}
_PRODUCT: Mapping[str, str] = {
    "name": "товар|наименование|название|название товара|product|name|номенклатура|назва|"
    "product name|услуга",
    "sku": "артикул|sku|код товара|арт|vendor code",
    "category": "категория|группа|раздел|series|category|group|категорія|вид",
    "price": "цена|розничная цена|цена продажи|price|sales price|retail price|ціна|стоимость",
    "cost": "себестоимость|закупка|закупочная цена|цена закупки|закупочная|cost|purchase price|"
    "собівартість|входная цена",
    "currency": "валюта|currency",
    "external_id": "id|код|внешний код|external id|код 1с|ид",
    "changed_at": _CHANGED_AT,
}
_ORDER: Mapping[str, str] = {
    **_HANDLES,
    **{key: _COMMON[key] for key in ("source", "owner", "external_id")},
    "number": "номер|номер заказа|заказ|order|order number|order id|no|n|№|замовлення|"
    "номер замовлення|№ заказа",
    "name": "клиент|покупатель|фио|client|customer|name|клієнт|имя",
    "company": "компания|организация|company|account",
    "placed_at": "дата|дата заказа|date|order date|placed at|дата замовлення|дата покупки|created",
    "status": "статус|status|статус заказа|состояние",
    "product": "товар|продукт|наименование|product|item|номенклатура|название товара|позиция",
    "sku": "артикул|sku",
    "quantity": "количество|кол во|колво|шт|quantity|qty|кількість|к во",
    "price": "цена|price|цена за шт|unit price|ціна",
    "total": "сумма|итого|total|amount|сума|стоимость",
    "cost": "себестоимость|cost|закупка",
    "currency": "валюта|currency",
}
_EMPLOYEE: Mapping[str, str] = {
    "name": "фио|имя|сотрудник|менеджер|name|full name|employee|sales agent|agent|піб|"
    "співробітник|полное имя",
    "login": "логин|login|username|user|логін|имя пользователя",
    "role": "роль|должность|role|position|посада",
    "team": "команда|отдел|группа|team|department|відділ",
    "head": "руководитель|начальник|head|manager|керівник|team lead|supervisor",
    "office": "офис|филиал|office|regional office|branch|офіс",
    "phone": _HANDLES["phone"],
    "email": _HANDLES["email"],
    "active": "активен|работает|active",
}
HEADINGS: Mapping[ImportKind, Mapping[str, str]] = {
    "contacts": _CONTACT,
    "companies": _COMPANY,
    "leads": _LEAD,
    "deals": _DEAL,
    "products": _PRODUCT,
    "orders": _ORDER,
    "employees": _EMPLOYEE,
}
"""For each kind, the targets of its columns, each with the headings that mean it."""

RULED: Mapping[ImportKind, frozenset[str]] = {
    "contacts": frozenset(
        [
            *("last_name", "first_name", "middle_name", "birth_date", "sex", "discount", "owner"),
            *("city", "region", "address", "preferences", "behaviour", "solvency", "source"),
            "comment",
        ]
    ),
    "companies": frozenset(
        [
            *("legal_name", "inn", "kpp", "ogrn", "edrpou", "legal_address", "actual_address"),
            *("site", "activity", "city", "employees", "revenue", "founded", "source", "owner"),
            "comment",
        ]
    ),
    "products": frozenset(["sku", "category", "price", "cost"]),
}
"""The targets, beside custom fields, that a rule of the mapping may give to the file."""

_NEXT: Mapping[str, str] = {
    "phone": "phone_2",
    "phone_2": "phone_3",
    "phone_3": "phone_4",
    "phone_4": "phone_5",
    "email": "email_2",
    "email_2": "email_3",
}
"""Where the second column of phones goes, and the third."""


def plain(heading: str) -> str:
    """The heading as it is compared: folded, without punctuation."""
    return _PUNCTUATION.sub(" ", fold(heading)).strip()


def guess_columns(
    kind: ImportKind, columns: Sequence[str], first: Mapping[str, str] | None = None
) -> dict[str, str]:
    """The target of each column whose heading is known; no target is given twice.

    ``first`` are the targets of plain headings as the program calls them that the file is from.
    """
    meaning = {**_meanings(kind), **(first or {})}
    guessed: dict[str, str] = {}
    for column in columns:
        target = _meant(plain(column), meaning)
        while target in guessed.values():
            target = _NEXT.get(target or "")
        if target is not None:
            guessed[column] = target
    return _with_whole_names(guessed) if kind == "contacts" else guessed


def _meant(heading: str, meaning: Mapping[str, str]) -> str | None:
    """The target of a plain heading; «Телефон 2» is one more «Телефон»."""
    found = meaning.get(heading)
    several = meaning.get(_LAST_NUMBER.sub("", heading))
    return several if found is None and several in _NEXT else found


def _meanings(kind: ImportKind) -> dict[str, str]:
    """The target of each word; where a word has two, the one named first."""
    meaning: dict[str, str] = {}
    for target, words in HEADINGS[kind].items():
        for word in (*words.split("|"), target):
            meaning.setdefault(plain(word), target)
    return meaning


def _with_whole_names(guessed: dict[str, str]) -> dict[str, str]:
    """Where no other column holds a part of the name, «Имя» is a heading of whole names."""
    if {"name", "last_name", "middle_name"} & set(guessed.values()):
        return guessed
    return {
        column: "name" if target == "first_name" else target for column, target in guessed.items()
    }
