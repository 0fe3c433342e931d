"""Russian, Ukrainian and Belarusian spellings, women's surnames and patronymics."""

from functools import lru_cache

FEMININE = (
    ("ский", "ская"), ("цкий", "цкая"), ("ський", "ська"), ("цький", "цька"), ("ской", "ская"),
    ("ский", "ская"), ("скі", "ская"), ("цкі", "цкая"), ("ый", "ая"), ("ой", "ая"), ("ий", "ая"),
    ("ов", "ова"), ("ев", "ева"), ("ёв", "ёва"), ("ін", "іна"), ("їн", "їна"), ("ин", "ина"),
    ("ын", "ына"), ("аў", "ава"), ("еў", "ева"), ("ёў", "ёва"), ("єв", "єва"),
)  # fmt: skip
UNCHANGED = ("бин", "ерштейн", "штейн", "ман")
TO_UKRAINIAN = (
    ("ые", "иє"), ("ье", "'є"), ("ьё", "'йо"), ("ия", "ія"), ("ий", "ій"), ("ый", "ий"),
    ("ы", "ї\0"), ("и", "і"), ("ї\0", "и"), ("ё", "ьо"), ("э", "е"), ("ъ", "'"),
)  # fmt: skip
HISSING = "жшчщц"
TO_RUSSIAN = (
    ("ськ", "ск"), ("цьк", "цк"), ("'є", "ье"), ("'я", "ья"), ("'ю", "ью"), ("ій", "ий"),
    ("і", "и"), ("ї", "и"), ("є", "е"), ("ґ", "г"), ("ець", "ец"), ("'", "ъ"), ("йо", "ё"),
)  # fmt: skip
FROM_BELARUSIAN = (
    ("аў", "ов"), ("еў", "ев"), ("ёў", "ёв"), ("ўскі", "вский"), ("скі", "ский"), ("цкі", "цкий"),
    ("дз", "д"), ("ці", "ти"), ("ца", "тя"), ("ў", "в"), ("і", "и"), ("авіч", "ович"),
    ("'", "ъ"),
)  # fmt: skip
TO_BELARUSIAN = (
    ("ский", "скі"), ("ов", "аў"), ("ев", "еў"), ("ти", "ці"), ("ди", "дзі"), ("и", "і"),
    ("о", "а"), ("щ", "шч"),
)  # fmt: skip


def feminine(surname: str) -> str:
    """A woman's form of a man's surname; many have none of their own."""
    if surname.endswith(UNCHANGED):
        return surname
    for man, woman in FEMININE:
        if surname.endswith(man):
            return surname[: -len(man)] + woman
    return surname


def _replaced(text: str, pairs: tuple[tuple[str, str], ...]) -> str:
    for one, other in pairs:
        text = text.replace(one, other)
        if text[:1].isupper() and text.startswith(one.capitalize()):
            text = other.capitalize() + text[len(one) :]
    return text


@lru_cache(100_000)
def uk_from_ru(text: str) -> str:
    """Russian words as Ukrainians spell them: Иванов as Іванов."""
    text = text.replace("И", "І").replace("Э", "Е").replace("Ё", "Йо")
    return _replaced(text, TO_UKRAINIAN)


@lru_cache(100_000)
def ru_from_native(text: str, native: str) -> str:
    """Ukrainian (uk) or Belarusian (by) words in Russian: Олійник as Олийник."""
    pairs = TO_RUSSIAN if native == "uk" else FROM_BELARUSIAN
    return _replaced(text.replace("І", "И").replace("Є", "Е").replace("Ї", "И"), pairs)


@lru_cache(100_000)
def by_from_ru(text: str) -> str:
    """Russian words as Belarusians spell them: Козлов as Казлаў."""
    return _replaced(text.replace("И", "І"), TO_BELARUSIAN)


RU_ODD = {
    "Илья": ("Ильич", "Ильинична"), "Лев": ("Львович", "Львовна"), "Пётр": ("Петрович", "Петровна"),
    "Павел": ("Павлович", "Павловна"), "Никита": ("Никитич", "Никитична"),
    "Дмитрий": ("Дмитриевич", "Дмитриевна"), "Михаил": ("Михайлович", "Михайловна"),
    "Яков": ("Яковлевич", "Яковлевна"), "Добрыня": ("Добрынич", "Добрынична"),
    "Ярослав": ("Ярославович", "Ярославовна"),
}  # fmt: skip
UK_ODD = {
    "Ілля": ("Ілліч", "Іллівна"), "Лев": ("Львович", "Львівна"), "Яків": ("Якович", "Яківна"),
    "Микола": ("Миколайович", "Миколаївна"), "Микита": ("Микитович", "Микитівна"),
    "Григорій": ("Григорович", "Григорівна"), "Дмитро": ("Дмитрович", "Дмитрівна"),
    "Петро": ("Петрович", "Петрівна"), "Павло": ("Павлович", "Павлівна"),
    "Михайло": ("Михайлович", "Михайлівна"), "Данило": ("Данилович", "Данилівна"),
    "Кирило": ("Кирилович", "Кирилівна"), "Федір": ("Федорович", "Федорівна"),
    "Антін": ("Антонович", "Антонівна"),
}  # fmt: skip
TALK = (
    ("Александрович", "Саныч"), ("Павлович", "Палыч"), ("Михайлович", "Михалыч"),
    ("евич", "еич"), ("ович", "ыч"), ("евна", "евна"), ("овна", "на"), ("йовна", "евна"),
)  # fmt: skip


TURKIC = {"az": ("оглы", "кызы"), "kz": ("улы", "кызы"), "uz": ("угли", "кизи")}


@lru_cache(20_000)
def patronymic(father: str, sex: str, language: str, style: str = "") -> str:
    """The patronymic by a father's name; style is a Turkic land, talk (Палыч) or none."""
    man = sex == "m"
    if style in TURKIC:
        return f"{father} {TURKIC[style][0 if man else 1]}"
    if language == "uk":
        return _ukrainian(father, man=man)
    text = _russian(father, man=man)
    if style == "talk":
        for full, short in TALK:
            if text.endswith(full):
                return text[: -len(full)] + short
    return by_from_ru(text) if language == "by" else text


def _russian(father: str, *, man: bool) -> str:
    if father in RU_ODD:
        return RU_ODD[father][0 if man else 1]
    if father.endswith("ий"):
        return father[:-2] + ("ьевич" if man else "ьевна")
    if father[-1] in "йь":
        return father[:-1] + ("евич" if man else "евна")
    stem = father.rstrip("аяои")
    soft = stem[-1] in HISSING
    return stem + ("евич" if soft else "ович") if man else stem + ("евна" if soft else "овна")


def _ukrainian(father: str, *, man: bool) -> str:
    if father in UK_ODD:
        return UK_ODD[father][0 if man else 1]
    if father.endswith("й"):
        stem = father[:-1]
        return f"{stem}йович" if man else f"{stem}ївна"
    stem = father.rstrip("ьаяо")
    return f"{stem}ович" if man else f"{stem}івна"
