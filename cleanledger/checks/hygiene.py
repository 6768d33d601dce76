"""LG8xx: text that must not stand in a book: invisible, left unfilled, personal, secret."""

import inspect
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator

from cleanledger.checks.passages import Passage, passages_of
from cleanledger.checks.rule import Rule, Subject, Whole
from cleanledger.i18n import N_, _
from cleanledger.model.finding import Severity
from cleanledger.model.source import FieldPath, Problem

CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\ue000-\uf8ff\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)
# The bidirectional controls of Unicode.
TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# Nobody writes eight marks on one letter.
_MARKS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"
_COMBINING = re.compile(f"[{_MARKS}]{{8,}}")

# What a number stands before, and not what only begins like it: 项 but not 项目, 人 but not 人民 or 人数.
_COUNTED = r"""(?: [届次份岁余件天亩％‰] | (?<!\ )% | 项(?!目) | 个(?!体) | 年(?!级|限|租) | 月(?!租)
    | 日(?!报|常)
    | 号(?!楼|地块) | 人(?![民员]) | 名(?!称) | 家(?!庭|园) | 条(?!例) | 期(?!间) | 周(?![边围])
    | 户(?!籍) | 场(?![所镇地]) | 批(?![复准发示]) | 元(?!素|件) | [万亿](?=[元亩人户吨平]) ) (?![数均])"""
_UNFILLED = re.compile(
    rf"""(?x) (?<![Ａ-Ｗａ-ｗＹＺｙｚ]) (?: (?<![0-9０-９])[ｘＸ]+ | [ｘＸ]+(?![0-9０-９ｘＸ]) )
          (?![Ａ-Ｗａ-ｗＹＺｙｚ光线轴])
        | (?<![A-Za-z0-9])[xX×]+[\ \u3000]?(?={_COUNTED}) | 第[xX×]+ | (?<![0-9])20[0-9]?[xX×]{{1,2}}(?=\ ?年)
        | 〔[xX×＿_\ ]+〕 | _{{3,}} | ＿{{2,}} | [（(]\s*[）)]\s?(?={_COUNTED})"""
)
# GB/T 2260: the first two digits are a province; the day of birth follows. A check character ends it.
_ID_CARD = re.compile(
    r"""(?x) (?<![0-9A-Za-z])
        (?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|91) [0-9]{4} [ -]?
        (?:19|20)[0-9]{2} (?:0[1-9]|1[0-2]) (?:0[1-9]|[12][0-9]|3[01]) [ -]? [0-9]{3}[0-9Xx]
        (?![0-9A-Za-z])"""
)
# By the prefixes in use; not a region's code and a year, with which the numbers of projects and plots begin.
_BANK_CARD = re.compile(
    r"""(?x) (?<![0-9A-Za-z.]) (?<![0-9A-Za-z]-)
        (?=62|60|81|4|5[1-5]|3[4-7]|9558)
        (?!(?:3[4-7]|4[1-6]|5[1-4])[0-9]{4}(?:19|20)[0-9]{2})
        (?!62(?:0[1-9]|1[0-2]|29|30)[0-9]{2}(?:19|20)[0-9]{2})
        [0-9]{4} (?:[ -]?[0-9]{4}){2} [ -]?[0-9]{3,4} (?:[ -]?[0-9]{1,3})?
        (?![0-9A-Za-z]|\.[0-9]|\s*[元万亿])"""
)
_MOBILE = re.compile(
    r"""(?x) (?<![0-9A-Za-z.¥￥$]) (?<![0-9A-Za-z]-) (?:\+?86[ -]?)? 1[3-9][0-9] (?:[ -]?[0-9]{4}){2}
        (?![0-9A-Za-z]|[.,][0-9]|\s*(?:[元万亿亩吨㎡]|平方|公顷|号(?!码)))"""
)
_MARK = r"[绝机秘][ \t\u3000]{0,4}密"
_SECRECY = re.compile(
    rf"""(?mx) {_MARK}\s*(?:[★☆]|[*＊]\s*(?:[0-9０-９]|长期)) | ^\s*{_MARK}\s*$ | 密\s*级\s*[:：]\s*{_MARK}
        | [【〔（(\[]\s*{_MARK}级?\s*[】〕）)\]]
        | (?:^|(?<=[\s【〔（(\[:：])){_MARK}\s*[0-9０-９]+\s*(?:年|个月|天)"""
)

# Found without trouble; without them there is none of the above.
_SIGN_OF_INVISIBLE = re.compile(f"{INVISIBLE.pattern.removesuffix(']')}{_MARKS}]")
_SIGN_OF_BLANK = re.compile(r"ｘ|Ｘ|x|X|×|___|＿＿|〔[＿_ ]|（\s*[）)]|\(\s*[）)]")
_SIGN_OF_NUMBER = re.compile("[0-9０-９](?=[0-9０-９ －\u3000-]{10})(?:[ －\u3000-]?[0-9０-９]){10}")
_SIGN_OF_SECRECY = re.compile("密")

_HALF_WIDTH = str.maketrans("０１２３４５６７８９ｘＸ＋－　", "0123456789XX+- ")


def _half_width(text: str) -> str:
    return text if text.isascii() else text.translate(_HALF_WIDTH)


# GB 11643: weights of the first 17 digits, and the check character by the sum modulo 11.
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_CHARACTERS = "10X98765432"
_BANK_CARD_DIGITS = range(15, 20)
# What a doubled digit comes to when the digits of the product are added.
_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


def is_id_card(text: str) -> bool:
    """Whether `text` is a resident identity number whose check character is right (GB 11643)."""
    text = _half_width(text)
    if not _ID_CARD.fullmatch(text):
        return False
    characters = text.replace(" ", "").replace("-", "")
    total = sum(int(digit) * weight for digit, weight in zip(characters, _WEIGHTS, strict=False))
    return _CHECK_CHARACTERS[total % 11] == characters[-1].upper()


def is_bank_card(text: str) -> bool:
    """Whether `text` is 15 to 19 digits that pass the Luhn check (ISO/IEC 7812)."""
    digits = [int(character) for character in text if character.isdigit()]
    if len(digits) not in _BANK_CARD_DIGITS:
        return False
    doubled = [each if place % 2 == 0 else _DOUBLED[each] for place, each in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0


_FILE_NAMES = frozenset({"path", "scan", "file", "email", "sha256", "scoring"})
_PAPERS = frozenset({"doc", "ref", "sha256"})
_COUNTS = frozenset({"size", "row", "percent", "num", "baseline", "target", "actual", "findings", "days"})


def _is_named(field: FieldPath, names: frozenset[str]) -> bool:
    return bool(field) and field[-1] in names


def _is_figure(field: FieldPath) -> bool:
    """Whether a number there is an amount, or the number of a paper."""
    return _is_named(field, _COUNTS | _PAPERS) or "numbers" in field or _repeats(field)


def _repeats(field: FieldPath) -> bool:
    """Whether a log line only names there what is listed as evidence."""
    return field[:1] == ("log",) and "evidence" in field


Judge = Callable[[Passage], Problem | None]


def text_rule(
    code: str, name: str, *, sign: re.Pattern[str], hint: str = "", comments: bool = False
) -> Callable[[Judge], Rule]:
    """Makes a rule on every text of every file of a function; `comments`: on comments too.

    `sign`: what the texts of an entry, all in one, must show to be worth a look at each.
    """

    def make(judge: Judge) -> Rule:
        def problems(passages: Iterable[Passage]) -> Iterator[Problem]:
            judged = (each for each in passages if comments or each.comment is None)
            yield from (each.placed(problem) for each in judged if (problem := judge(each)))

        def of_entry(subject: Subject) -> Iterator[Problem]:
            return problems(subject.passages) if sign.search(subject.text) else iter(())

        def of_book(whole: Whole) -> Iterator[tuple[str, Problem]]:
            """What lies around the entries, and what is no entry because something else is wrong with it."""
            for key, path in whole.paths.items():
                if key not in whole.entries and (document := whole.documents.get(path)):
                    yield from ((key, problem) for problem in problems(passages_of(document)))

        doc = inspect.getdoc(judge) or ""
        return Rule(code, name, Severity.ERROR, doc, hint, of_entry=of_entry, of_book=of_book)

    return make


@text_rule("LG801", "control-character", sign=CONTROL, hint=N_("take it out"))
def control_character(passage: Passage) -> Problem | None:
    r"""A value holds a control character, written as an escape or as a tab.

    Why: it can forge what a screen shows, and it breaks columns.

    Example:
        # RW-2024/RW-2024-001.yaml
        id: RW-2024-001
        title: "开展\u0007集体廉政谈话"  # LG801
    """
    found = CONTROL.search(passage.text)
    if found is None:
        return None
    return Problem(_("the text holds the control character {code}", code=code_of(found[0])))


@text_rule(
    "LG802",
    "invisible-character",
    sign=_SIGN_OF_INVISIBLE,
    hint=N_("take it out: type the text anew"),
    comments=True,
)
def invisible_character(passage: Passage) -> Problem | None:
    r"""A text holds characters that cannot be seen, turn the direction of text, or pile up.

    Why: two texts that look the same must be the same. In a comment only what turns the direction matters.

    Example:
        # RW-2024/RW-2024-001.yaml
        id: RW-2024-001
        title: 开展\u200b集体廉政谈话  # LG802
    """
    if found := TURNING.search(passage.text):
        return Problem(_("the text holds {code}, which turns the direction of text", code=code_of(found[0])))
    if passage.comment:
        return None
    if found := INVISIBLE.search(passage.text):
        return Problem(_("the text holds {code}, which cannot be seen", code=code_of(found[0])))
    if not passage.text.isascii() and _COMBINING.search(unicodedata.normalize("NFD", passage.text)):
        return Problem(_("the text piles marks on one character"))
    return None


def code_of(character: str) -> str:
    """How Unicode numbers it."""
    return f"U+{ord(character):04X}"


@text_rule("LG803", "left-unfilled", sign=_SIGN_OF_BLANK, hint=N_("fill it in, or leave it out"))
def left_unfilled(passage: Passage) -> Problem | None:
    """A blank of a template was left unfilled: ｘ项, x次, XX届.

    Why: a duty with a number left open binds nobody.

    Example:
        # RW-2024/RW-2024-001.yaml
        id: RW-2024-001
        title: 开展集体廉政谈话不少于ｘ次  # LG803
    """
    found = _UNFILLED.search(passage.text)
    if found is None or _is_named(passage.field, _FILE_NAMES) or _repeats(passage.field):
        return None
    around = passage.text[max(0, found.start() - 2) : found.end() + 2].strip()
    return Problem(_("{text} was left unfilled", text=around))


@text_rule(
    "LG804",
    "identity-number",
    sign=_SIGN_OF_NUMBER,
    comments=True,
    hint=N_("take it out before it is committed"),
)
def identity_number(passage: Passage) -> Problem | None:
    """A text holds a resident identity number, told by its check character.

    Why: git cannot forget, and whoever may read the book can read it. The message does not repeat it.

    Example:
        # RW-2024/RW-2024-001.yaml
        id: RW-2024-001
        title: 约谈110105…  # LG804
    """
    text = _half_width(passage.text)
    if not any(is_id_card(found) for found in _ID_CARD.findall(text)) or _repeats(passage.field):
        return None
    return Problem(_("the text holds an identity number"), secret=True)


@text_rule(
    "LG805",
    "bank-card-number",
    sign=_SIGN_OF_NUMBER,
    comments=True,
    hint=N_("take it out before it is committed"),
)
def bank_card_number(passage: Passage) -> Problem | None:
    """A text holds a bank card number, told by its check digit.

    Why: as for identity numbers.

    Example:
        # RW-2024/RW-2024-001.yaml
        id: RW-2024-001
        title: 退款至4111…  # LG805
    """
    cards = _BANK_CARD.findall(_half_width(passage.text))
    if not any(is_bank_card(card) and not is_id_card(card) for card in cards) or _is_figure(passage.field):
        return None
    return Problem(_("the text holds a bank card number"), secret=True)


@text_rule("LG806", "mobile-number", sign=_SIGN_OF_NUMBER, comments=True, hint=N_("name the post instead"))
def mobile_number(passage: Passage) -> Problem | None:
    """A text holds a mobile telephone number.

    Why: name the post; its telephone stands in the office's directory.

    Example:
        # RW-2024/RW-2024-001.yaml
        id: RW-2024-001
        title: 联系138…  # LG806
    """
    found = _MOBILE.search(_half_width(passage.text))
    # The mailbox that git knows somebody by may be named so; it stands in every commit anyway.
    if found is None or _is_figure(passage.field) or _is_named(passage.field, frozenset({"email"})):
        return None
    return Problem(_("the text holds a mobile number"), secret=True)


@text_rule(
    "LG807",
    "secrecy-mark",
    sign=_SIGN_OF_SECRECY,
    comments=True,
    hint=N_("keep it where such papers are kept, and take it out before it is committed"),
)
def secrecy_mark(passage: Passage) -> Problem | None:
    """A text carries a mark of secrecy: 秘密, 机密, 绝密.

    Why: what is marked so may not be kept in a book that is copied to every desk.

    Example:
        # RW-2024/RW-2024-001.yaml
        id: RW-2024-001
        title: 机密★1年 开展谈话  # LG807
    """
    found = _SECRECY.search(passage.text)
    if found is None:
        return None
    return Problem(
        _("the text carries the mark {mark}", mark=found[0].strip()),
    )


RULES: tuple[Rule, ...] = (
    control_character,
    invisible_character,
    left_unfilled,
    identity_number,
    bank_card_number,
    mobile_number,
    secrecy_mark,
)
