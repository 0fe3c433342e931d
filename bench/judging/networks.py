"""Phone codes, mail domains, streets and nicks that made-up people choose from."""

from bench.judging.words import Usual

_RUSSIAN_MOBILES = """
903 905 906 909 910 911 912 913 914 915 916 917 918 919 920 921 922 923 924 925 926 927 928 929
937 950 951 952 953 960 961 962 963 964 965 966 967 968 977 980 981 982 983 985 987 988 989 999
"""
AREAS = {
    "RU": _RUSSIAN_MOBILES.split(),
    "UA": ["50", "63", "66", "67", "68", "73", "93", "95", "96", "97", "98", "99"],
    "BY": ["29", "33", "44", "25"],
    "KZ": ["701", "702", "705", "707", "747", "771", "775", "776", "777", "778"],
}
OFFICES = {
    "RU": ["495", "499", "812", "343", "383", "846", "863"],
    "UA": ["44", "32", "48"],
    "BY": ["17"],
    "KZ": ["727"],
}
CODES = {"RU": "+7", "UA": "+380", "BY": "+375", "KZ": "+7"}
MAILS = {
    "RU": Usual([
        ("mail.ru", 34.0), ("yandex.ru", 26), ("gmail.com", 24), ("bk.ru", 4), ("inbox.ru", 3),
        ("list.ru", 3), ("rambler.ru", 2), ("icloud.com", 2),
    ]),
    "UA": Usual([("gmail.com", 65.0), ("ukr.net", 22), ("i.ua", 5), ("icloud.com", 4)]),
    "BY": Usual([("gmail.com", 40.0), ("mail.ru", 25), ("yandex.ru", 20), ("tut.by", 10)]),
    "KZ": Usual([("mail.ru", 45.0), ("gmail.com", 45), ("bk.ru", 5)]),
}  # fmt: skip
STREETS = """
Ленина Мира Гагарина Садовая Советская Лесная Победы Школьная Кирова Новая Пушкина
"""
NICKS = "cat wolf fox moon star boss king pro angel sun storm lucky tiger panda drive"
JUNK_PHONES = ("+79999999999", "+79000000000", "+71111111111", "+79111111111", "+71234567890")
JUNK_MAILS = ("no@mail.ru", "test@test.ru", "net@net.ru", "1@1.ru", "noemail@mail.ru", "a@a.ru")
