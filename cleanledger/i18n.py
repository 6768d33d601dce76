"""The language of messages: English in the code, Chinese from the catalogue under `locale/`."""

import gettext
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

LOCALE_DIR = Path(__file__).parent / "locale"
LANGUAGES = ("en", "zh")
_DOMAIN = "cleanledger"

_current: gettext.NullTranslations = gettext.NullTranslations()
_language = "en"


def use(language: str) -> None:
    """Switches all messages to `en` or `zh`, the words of the command-line library included."""
    global _current, _language
    _language = language
    # click asks gettext for the default domain by the environment: give it ours.
    os.environ["LANGUAGE"] = "zh_CN" if language == "zh" else "en"
    gettext.bindtextdomain(_DOMAIN, str(LOCALE_DIR))
    gettext.textdomain(_DOMAIN)
    _current = (
        gettext.translation(_DOMAIN, LOCALE_DIR, ["zh_CN"])
        if language == "zh"
        else gettext.NullTranslations()
    )


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """All messages in another language, for what is written into a book's own papers."""
    before = _language
    use(language)
    try:
        yield
    finally:
        use(before)


def language() -> str:
    """The language in use, `en` or `zh`."""
    return _language


def asked_for(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """The language of a command line: `--lang`, else LEDGER_LANG, else the locale."""
    asked = told = environment.get("LEDGER_LANG", "")
    for place, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument.startswith("--lang="):
            asked = argument.partition("=")[2]
        elif argument == "--lang" and place + 1 < len(arguments):
            asked = arguments[place + 1]
    known = next((each for each in (asked, told) if each in LANGUAGES), "")
    return known or from_locale(environment)


def from_locale(environment: Mapping[str, str]) -> str:
    """`zh` where the environment's locale is Chinese, else `en`."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def _(text: str, /, **facts: object) -> str:
    """`text` in the language in use, its `{placeholders}` filled with `facts`."""
    translated = _current.gettext(text) if text else ""
    return translated.format(**facts) if facts else translated


def words_in(language: str) -> Callable[[str], str]:
    """What gives a text in `language`, whatever the language in use."""
    if language != "zh":
        return str
    return gettext.translation(_DOMAIN, LOCALE_DIR, ["zh_CN"]).gettext


def in_every_language(text: str) -> tuple[str, ...]:
    """What `text` is called, in each language: what is typed may be in either."""
    chinese = gettext.translation(_DOMAIN, LOCALE_DIR, ["zh_CN"], fallback=True)
    return tuple(dict.fromkeys((text, chinese.gettext(text))))


def N_(text: str, /) -> str:
    """Marks `text` for the catalogue; it is translated where it is shown."""
    return text
