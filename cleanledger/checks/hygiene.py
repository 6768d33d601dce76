"""LG8xx: text that must not stand in a book: invisible, left unfilled, personal, secret."""

import re
import unicodedata
from collections.abc import Iterator, Mapping

from cleanledger.checks.rule import Rule, Subject, rule
from cleanledger.i18n import _
from cleanledger.model.source import FieldPath, Problem, Tree

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\ue000-\uf8ff\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)
# Nobody writes eight marks on one letter.
_COMBINING = re.compile(r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{8,}")

_UNFILLED = re.compile(
    r"""(?x) ｘ | Ｘ | [xX×]{2,}(?=[届次项个年月日号]) | (?<![A-Za-z0-9])[xX×](?=[届次项个年月日])
        | 〔[xX×＿_\ ]+〕 | _{3,} | ＿{2,}"""
)
_ID_CARD = re.compile(
    r"""(?x) (?<![0-9A-Za-z])
        [1-9][0-9]{5} (?:18|19|20)[0-9]{2} (?:0[1-9]|1[0-2]) (?:0[1-9]|[12][0-9]|3[01]) [0-9]{3} [0-9Xx]
        (?![0-9A-Za-z])"""
)
_BANK_CARD = re.compile(r"(?<![0-9A-Za-z.])[2-6][0-9]{3}(?:[ -]?[0-9]{4}){2}[ -]?[0-9]{1,7}(?![0-9A-Za-z])")
_MOBILE = re.compile(r"(?<![0-9A-Za-z.])(?:\+?86[ -]?)?1[3-9][0-9](?:[ -]?[0-9]{4}){2}(?![0-9A-Za-z])")
_SECRECY = re.compile(
    r"(?:^|[\s【（(\[])(?:绝密|机密|秘密)(?:★|☆|[】）)\]]|$|\s*[0-9]+\s*年)|[绝机秘]密★", re.MULTILINE
)

# GB 11643: weights of the first 17 digits, and the check character by the sum modulo 11.
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_CHARACTERS = "10X98765432"
_BANK_CARD_DIGITS = range(15, 20)
# What a doubled digit comes to when the digits of the product are added.
_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


def is_id_card(text: str) -> bool:
    """Whether `text` is a resident identity number whose check character is right (GB 11643)."""
    if not _ID_CARD.fullmatch(text):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(text, _WEIGHTS, strict=False))
    return _CHECK_CHARACTERS[total % 11] == text[-1].upper()


def is_bank_card(text: str) -> bool:
    """Whether `text` is 15 to 19 digits that pass the Luhn check (ISO/IEC 7812)."""
    digits = [int(character) for character in text if character.isdigit()]
    if len(digits) not in _BANK_CARD_DIGITS:
        return False
    doubled = [each if place % 2 == 0 else _DOUBLED[each] for place, each in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0


def texts(data: Mapping[str, Tree]) -> Iterator[tuple[FieldPath, str]]:
    """Every text value of a tree, with its place."""
    waiting: list[tuple[FieldPath, Tree]] = [((), dict(data))]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, str):
            yield path, value
        elif isinstance(value, dict):
            waiting += [((*path, key), item) for key, item in reversed(value.items())]
        else:
            waiting += [((*path, index), item) for index, item in reversed(list(enumerate(value)))]


def _texts(subject: Subject) -> Iterator[tuple[FieldPath, str]]:
    return texts(subject.document.data or {})


@rule("LG801", "control-character")
def control_character(subject: Subject) -> Iterator[Problem]:
    """A value holds a control character, written as an escape or as a tab.

    Why: it can forge what a screen shows, and it breaks columns.
    """
    for field, text in _texts(subject):
        if found := _CONTROL.search(text):
            yield Problem(_("the text holds the control character {code}", code=_code(found[0])), field)


@rule("LG802", "invisible-character")
def invisible_character(subject: Subject) -> Iterator[Problem]:
    """A value holds characters that cannot be seen, turn the direction of text, or pile up.

    Why: two texts that look the same must be the same.
    """
    for field, text in _texts(subject):
        if found := _INVISIBLE.search(text):
            yield Problem(_("the text holds {code}, which cannot be seen", code=_code(found[0])), field)
        elif _COMBINING.search(unicodedata.normalize("NFD", text)):
            yield Problem(_("the text piles marks on one character"), field)


def _code(character: str) -> str:
    return f"U+{ord(character):04X}"


@rule("LG803", "left-unfilled")
def left_unfilled(subject: Subject) -> Iterator[Problem]:
    """A blank of a template was left unfilled: ｘ项, x次, XX届.

    Why: a duty with a number left open binds nobody.
    """
    for field, text in _texts(subject):
        if found := _UNFILLED.search(text):
            yield Problem(
                _("{text} was left unfilled", text=text[max(0, found.start() - 2) : found.end() + 2]), field
            )


@rule("LG804", "identity-number")
def identity_number(subject: Subject) -> Iterator[Problem]:
    """A value holds a resident identity number, told by its check character.

    Why: git cannot forget, and whoever may read the book can read it. The message does not repeat it.
    """
    for field, text in _texts(subject):
        if any(is_id_card(found) for found in _ID_CARD.findall(text)):
            yield Problem(
                _("the text holds an identity number"),
                field,
                secret=True,
                hint=_("take it out before it is committed"),
            )


@rule("LG805", "bank-card-number")
def bank_card_number(subject: Subject) -> Iterator[Problem]:
    """A value holds a bank card number, told by its check digit.

    Why: as for identity numbers.
    """
    for field, text in _texts(subject):
        cards = (found for found in _BANK_CARD.findall(text) if is_bank_card(found) and not is_id_card(found))
        if any(cards) and not _is_hash(field):
            hint = _("take it out before it is committed")
            yield Problem(_("the text holds a bank card number"), field, hint=hint, secret=True)


def _is_hash(field: FieldPath) -> bool:
    return bool(field) and field[-1] == "sha256"


@rule("LG806", "mobile-number")
def mobile_number(subject: Subject) -> Iterator[Problem]:
    """A value holds a mobile telephone number.

    Why: name the post; its telephone stands in the office's directory.
    """
    for field, text in _texts(subject):
        if _MOBILE.search(text) and not _is_hash(field) and field[-1] != "size":
            yield Problem(
                _("the text holds a mobile number"), field, secret=True, hint=_("name the post instead")
            )


@rule("LG807", "secrecy-mark")
def secrecy_mark(subject: Subject) -> Iterator[Problem]:
    """A value carries a mark of secrecy: 秘密, 机密, 绝密.

    Why: what is marked so may not be kept in a book that is copied to every desk.
    """
    for field, text in _texts(subject):
        if found := _SECRECY.search(text):
            yield Problem(_("the text carries the mark {mark}", mark=found[0].strip()), field)


RULES: tuple[Rule, ...] = (
    control_character,
    invisible_character,
    left_unfilled,
    identity_number,
    bank_card_number,
    mobile_number,
    secrecy_mark,
)
