"""The cover of a ledger: `ledger.yaml`."""

from typing import Annotated

from cleanledger.model.policy import Rules
from cleanledger.model.record import Model
from cleanledger.model.scalars import Date, Int, Line, PlanCode, Post, Sha256, UnitCode, about, words

KINDS = ("directive", "task", "power", "risk", "rectification", "record")
LEVELS = ("high", "medium", "low")


class Basis(Model):
    """The document that a ledger rests on."""

    doc: Annotated[Line, about("Document", "文号", "Number of the document.")]
    date: Annotated[Date | None, about("Date", "日期", "Date of the document.")] = None


class Defaults(Model):
    """What an entry of the ledger gets where `add` is not told."""

    lead_unit: Annotated[UnitCode | None, about("Lead unit", "牵头单位", "Default lead unit.")] = None
    acceptance_unit: Annotated[
        UnitCode | None, about("Acceptance unit", "验收单位", "Default acceptance unit.")
    ] = None
    party_branch: Annotated[UnitCode | None, about("Party branch", "责任党支部", "Default party branch.")] = (
        None
    )
    leader: Annotated[
        Line | None, about("Leader", "责任领导", "Default leader, a post rather than a name.")
    ] = None
    owner: Annotated[Post | None, about("Owner", "责任人", "Default owner, a post.")] = None


class AdoptedFrom(Model):
    """The older list that a ledger continues."""

    file: Annotated[Line, about("File", "原文件", "Name of the file as received.")]
    sha256: Annotated[Sha256, about("Sha256", "文件指纹", "Sha256 of that file, 64 hexadecimal digits.")]
    date: Annotated[Date, about("Date", "日期", "Day on which the list was taken over.")]


class Sealed(Model):
    """How and when a ledger was sealed."""

    date: Annotated[Date, about("Date", "封账日", "Day of sealing.")]
    doc: Annotated[Line, about("Document", "依据", "The document that seals it.")]
    by: Annotated[Post, about("By", "经手人", "The post that sealed it.")]


class FormerKeeper(Model):
    """The unit that kept a ledger until a day."""

    keeper: Annotated[UnitCode, about("Keeper", "原台账管理单位", "The unit that kept it.")]
    until: Annotated[Date, about("Until", "截止日", "The last day on which it kept it.")]


class Cover(Model):
    """The cover of one ledger; the folder's name is its id."""

    kind: Annotated[str, words(*KINDS), about("Kind", "类别", "The kind of all its entries.")]
    title: Annotated[Line, about("Title", "标题", "The title as printed.")]
    called: Annotated[
        Annotated[str, words("清单", "台账")] | None,
        about("Called", "称谓", "清单 or 台账, as the cover says."),
    ] = None
    keeper: Annotated[
        UnitCode | None,
        about("Keeper", "台账管理单位", "The unit that keeps it; default each entry's lead unit."),
    ] = None
    former: Annotated[
        tuple[FormerKeeper, ...],
        about("Former keepers", "管理单位沿革", "Who kept it before, and until when."),
    ] = ()
    basis: Annotated[Basis | None, about("Basis", "依据", "The document that issued it.")] = None
    issued_on: Annotated[
        Date | None, about("Issued on", "印发日", "Day of issue; relative deadlines count from it.")
    ] = None
    year: Annotated[Int | None, about("Year", "年度", "The year of deadlines that name none.")] = None
    plan: Annotated[PlanCode | None, about("Plan", "规划", "A plan's or a theme's code.")] = None
    campaign: Annotated[PlanCode | None, about("Campaign", "专项行动", "A campaign's code.")] = None
    carrier: Annotated[
        Line | None, about("Carrier", "清廉载体", "The carrier of all entries, as printed.")
    ] = None
    levels: Annotated[
        dict[Line, Annotated[str, words(*LEVELS)]],
        about("Levels", "等级对照", "The printed level → high, medium, low."),
    ] = {}  # noqa: RUF012 - pydantic copies it
    defaults: Annotated[Defaults, about("Defaults", "默认值", "Given to entries that do not say.")] = (
        Defaults()
    )
    adopted_from: Annotated[
        AdoptedFrom | None, about("Adopted from", "期初来源", "The older list it continues.")
    ] = None
    policy: Annotated[Rules | None, about("Policy", "更严规则", "Rules stricter than the book's.")] = None
    sealed: Annotated[Sealed | None, about("Sealed", "封账", "Set when the ledger is sealed.")] = None
