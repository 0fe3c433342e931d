"""Names in messengers and social networks: the form that recognises, and the link that reaches.

==========  =====================================================  =======================
network     as typed                                               normal form
==========  =====================================================  =======================
Telegram    ``@Anna_K``, ``https://t.me/anna_k?start=1``           ``anna_k``
Telegram    ``tg://resolve?domain=anna_k``, ``тг: @anna_k``        ``anna_k``
Telegram    ``tg://user?id=501``, ``501234567`` (a bot's id)       ``501``, ``501234567``
Telegram    ``8 912 345-67-89``, ``t.me/+79123456789``             ``+79123456789``
VK          ``vk.com/id1``, ``https://m.vk.com/im?sel=1``, ``1``   ``id1``
VK          ``vk.ru/Anna.Kim``, ``@anna.kim``                      ``anna.kim``
WhatsApp    ``wa.me/79123456789``, ``79123456789@c.us``            ``+79123456789``
Viber       ``viber://chat?number=%2B79123456789``                 ``+79123456789``
Instagram   ``instagram.com/anna.kim/``, ``@Anna.Kim``             ``anna.kim``
any other   ``@Anna``                                              ``anna``
==========  =====================================================  =======================

Links to groups, posts, photos and invitations name no client and give None.
"""

import re

from crmkit.domain.phones import normal_phone
from crmkit.text import plain

_LONGEST = 300

_LINK = re.compile(r"(?:https?:)?(?://)?(?:www\.|m\.)?([a-z]+(?:\.[a-z]+)+)/+(.*)", re.DOTALL)
_END_OF_NAME = re.compile(r"[/?#&]")
_MENTION = re.compile(r"(?<![\w.@])@([a-z0-9_.]+)(?![\w@])")

_TELEGRAM_HOSTS = frozenset({"t.me", "telegram.me", "telegram.dog"})
_TELEGRAM_PHONE = re.compile(r"tg:/{0,2}resolve/?\?phone=(?:%2b|\+)?")
_TELEGRAM_APP = re.compile(r"tg:/{0,2}(?:resolve|user|openmessage)/?\?(?:domain|id|user_id)=")
_TELEGRAM_NAME = re.compile(r"[a-z][a-z0-9_]{3,31}")
_TELEGRAM_PAGES = frozenset(
    {"joinchat", "share", "addstickers", "addemoji", "addlist", "addtheme", "proxy", "socks"}
)
_TELEGRAM_ID = re.compile(r"0*([1-9][0-9]{2,9})")

_VK_HOSTS = frozenset({"vk.com", "vk.ru", "vkontakte.ru", "vk.me"})
_VK_NUMBER = r"([1-9][0-9]{0,8}|1[0-9]{9})"
_VK_ID = re.compile(rf"(?:id)?0*{_VK_NUMBER}")
_VK_CHAT = re.compile(rf"im\?(?:.*&)?sel={_VK_NUMBER}(?:&.*)?")
_VK_NAME = re.compile(r"(?=[0-9_.]*[a-z])[a-z0-9_.]{2,32}")
_VK_PAGE = re.compile(
    r"(?:wall|photo|video|album|topic|app|doc|audio|clip|story|product|market|poll)s?-?[0-9].*"
    r"|feed|im|friends|groups|mail|messages|market|photos|videos?|audios?|clips|search|settings|write"
)

_INSTAGRAM_HOSTS = frozenset({"instagram.com", "instagr.am", "ig.me"})
_INSTAGRAM_NAME = re.compile(r"(?=[0-9_.]*[a-z])(?!.*\.\.)(?![.])[a-z0-9_.]{1,30}(?<![.])")
_INSTAGRAM_STEP = re.compile(r"/(?:stories|_u|m)/(?!highlights)")
_INSTAGRAM_PAGES = frozenset(
    {"p", "reel", "reels", "tv", "explore", "accounts", "direct", "stories", "s", "about"}
)

_PHONE_LINK = re.compile(
    r"(?:https?://)?(?:wa\.me/|(?:api\.|web\.)?whatsapp\.com/send/?\?|whatsapp:/{0,2}send/?\?"
    r"|viber:/{0,2}(?:chat|add|contact)/?\?)(?:.*&)?(?:(?:phone|number)=)?(?:%2b|\+)?"
    r"([0-9]{7,15})(?:[&?#/].*)?",
    re.DOTALL,
)
_PHONE_ACCOUNT = re.compile(r"([0-9]{7,15})(?::[0-9]+)?@(?:c\.us|s\.whatsapp\.net)")

_ANY_NAME = re.compile(r"[\w.:+-]{1,64}")


def normal_telegram(raw: str, regions: tuple[str, ...] = ("RU",)) -> str | None:
    """The user name in lower case, or the numeric id, or the phone (E.164) of an account.

    Bare digits are an id up to ten of them and a phone from eleven, because people type phones
    with their first 7 or 8, and bots report ids.
    """
    text = _TELEGRAM_APP.sub("t.me/", _TELEGRAM_PHONE.sub("t.me/+", _lowered(raw)))
    name = _name(text, _TELEGRAM_HOSTS)
    if number := _TELEGRAM_ID.fullmatch(name):
        return number[1]
    if _TELEGRAM_NAME.fullmatch(name):
        return None if name in _TELEGRAM_PAGES else name
    return _phone(text, regions)


def normal_vk(raw: str) -> str | None:
    """``id`` and the number of a VK page, or its short name in lower case."""
    text = _lowered(raw)
    rest = _behind_host(text, _VK_HOSTS)
    name = _name(text, _VK_HOSTS)
    if number := _VK_CHAT.fullmatch(rest) or _VK_ID.fullmatch(name):
        return f"id{number[1]}"
    return name if _VK_NAME.fullmatch(name) and not _VK_PAGE.fullmatch(name) else None


def normal_instagram(raw: str) -> str | None:
    """The user name in lower case."""
    text = _INSTAGRAM_STEP.sub("/", _lowered(raw), count=1)
    name = _name(text, _INSTAGRAM_HOSTS)
    return name if _INSTAGRAM_NAME.fullmatch(name) and name not in _INSTAGRAM_PAGES else None


def normal_phone_account(raw: str, regions: tuple[str, ...] = ("RU",)) -> str | None:
    """The phone (E.164) by which WhatsApp and Viber know a person, from a link or as typed."""
    text = _lowered(raw)
    link = _PHONE_LINK.fullmatch(text) or _PHONE_ACCOUNT.fullmatch(text)
    return _phone(f"+{link[1]}" if link else raw, regions)


def normal_name(raw: str) -> str | None:
    """The name in any other network: one word in lower case, without the at sign."""
    name = _lowered(raw).removeprefix("@")
    return name if _ANY_NAME.fullmatch(name) else None


def profile_link(network: str, name: str) -> str | None:
    """Where a click opens the person's page or chat; ``name`` is a normal form.

    None for a network that has no such links.
    """
    is_phone = name.startswith("+")
    if network == "telegram" and name.isdecimal():
        return f"tg://user?id={name}"
    links = {
        "telegram": f"https://t.me/{name}",
        "vk": f"https://vk.com/{name}",
        "instagram": f"https://www.instagram.com/{name}/",
        "whatsapp": f"https://wa.me/{name[1:]}" if is_phone else None,
        "viber": f"viber://chat?number=%2B{name[1:]}" if is_phone else None,
    }
    return links.get(network)


def _lowered(raw: str) -> str:
    """Lower case, without invisible characters; a text too long for a name is none."""
    return plain(raw).strip().lower() if len(raw) <= _LONGEST else ""


def _behind_host(text: str, hosts: frozenset[str]) -> str:
    """What follows one of the hosts; a text that is no link is left as it is."""
    link = _LINK.fullmatch(text)
    return link[2] if link and link[1] in hosts else text


def _name(text: str, hosts: frozenset[str]) -> str:
    """The first step of a link, the one @mention among words, or the text itself."""
    rest = _behind_host(text, hosts)
    if rest != text:
        return _END_OF_NAME.split(rest, maxsplit=1)[0].removeprefix("@")
    mentions = _MENTION.findall(text)
    return mentions[0].rstrip(".") if len(mentions) == 1 else text


def _phone(text: str, regions: tuple[str, ...]) -> str | None:
    phone = normal_phone(text, regions)
    return phone.e164 if phone else None
