"""What reports, columns and groups are called, in the languages of the shops."""

from collections.abc import Mapping
from typing import Self

from attrs import frozen


@frozen
class Title:
    """A short text in English, Russian and Ukrainian; ``str()`` gives the English one."""

    en: str
    ru: str
    uk: str

    @classmethod
    def same(cls, text: str) -> Self:
        """A text that is not translated: a name, a key, a code."""
        return cls(text, text, text)

    def in_language(self, language: str) -> str:
        """The text in the language of a code such as ``ru`` or ``uk_UA``; in English otherwise."""
        match language[:2].lower():
            case "ru":
                return self.ru
            case "uk":
                return self.uk
            case _:
                return self.en

    def of(self, detail: str) -> Self:
        """The same text with a detail after a comma: ``Revenue, RUB``."""
        return type(self)(f"{self.en}, {detail}", f"{self.ru}, {detail}", f"{self.uk}, {detail}")

    def __str__(self) -> str:
        """The English text."""
        return self.en


def word_title(word: str) -> Title:
    """What a group is called by: the last part of its path, or the word itself."""
    name = word.rpartition(".")[2]
    return _WORDS.get(name) or Title.same(name.replace("_", " ").capitalize())


_WORDS: Mapping[str, Title] = {
    "activity": Title("Line of business", "Сфера деятельности", "Сфера діяльності"),
    "age": Title("Age", "Возраст", "Вік"),
    "category": Title("Category", "Категория", "Категорія"),
    "channel": Title("Channel", "Канал", "Канал"),
    "city": Title("City", "Город", "Місто"),
    "company": Title("Company", "Компания", "Компанія"),
    "contact": Title("Client", "Клиент", "Клієнт"),
    "day": Title("Day", "День", "День"),
    "fail_reason": Title("Reason of failure", "Причина отказа", "Причина відмови"),
    "head": Title("Head", "Руководитель", "Керівник"),
    "lost_reason": Title("Reason of loss", "Причина потери", "Причина втрати"),
    "month": Title("Month", "Месяц", "Місяць"),
    "office": Title("Office", "Офис", "Офіс"),
    "outcome": Title("Outcome", "Исход", "Результат"),
    "owner": Title("Manager", "Менеджер", "Менеджер"),
    "party": Title("Party", "Сторона", "Сторона"),
    "pipeline": Title("Pipeline", "Воронка", "Воронка"),
    "product": Title("Product", "Товар", "Товар"),
    "qualification": Title("Qualification", "Квалификация", "Кваліфікація"),
    "quarter": Title("Quarter", "Квартал", "Квартал"),
    "region": Title("Region", "Регион", "Регіон"),
    "sex": Title("Sex", "Пол", "Стать"),
    "source": Title("Source", "Источник", "Джерело"),
    "stage": Title("Stage", "Этап", "Етап"),
    "status": Title("Status", "Статус", "Статус"),
    "team": Title("Team", "Отдел", "Відділ"),
    "week": Title("Week", "Неделя", "Тиждень"),
    "year": Title("Year", "Год", "Рік"),
}
