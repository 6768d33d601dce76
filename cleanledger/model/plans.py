"""Plans with yearly themes (`plans.yaml`), and days off that no library has yet (`calendar.yaml`)."""

from typing import Annotated

from cleanledger.model.record import Model
from cleanledger.model.scalars import Date, Int, Line, PlanCode, about


class Theme(Model):
    """The theme of one year of a plan."""

    code: Annotated[PlanCode, about("Code", "代码", "The theme's code.")]
    name: Annotated[Line, about("Name", "名称", "The theme as printed.")]
    year: Annotated[Int, about("Year", "年度", "The year of the theme.")]


class Plan(Model):
    """A plan over several years."""

    code: Annotated[PlanCode, about("Code", "代码", "The plan's code.")]
    name: Annotated[Line, about("Name", "名称", "The plan as printed.")]
    from_: Annotated[Date | None, about("From", "起始日", "Its first day.", "from")] = None
    until: Annotated[Date | None, about("Until", "截止日", "Its last day.")] = None
    themes: Annotated[tuple[Theme, ...], about("Themes", "年度主题", "One theme a year.")] = ()

    def named(self) -> tuple[tuple[str, str], ...]:
        """Codes and names of the plan and its themes."""
        return ((self.code, self.name), *((theme.code, theme.name) for theme in self.themes))


class PlansFile(Model):
    """What `plans.yaml` holds."""

    plans: Annotated[tuple[Plan, ...], about("Plans", "规划", "Plans, the oldest first.")] = ()

    def codes(self) -> frozenset[str]:
        """Codes of all plans and themes."""
        return frozenset(code for plan in self.plans for code, _name in plan.named())


class CalendarYear(Model):
    """The days off and make-up days of one year, as announced."""

    year: Annotated[Int, about("Year", "年度", "The year.")]
    doc: Annotated[Line, about("Document", "文号", "The announcement, e.g. 国办发明电〔2026〕1号.")]
    holidays: Annotated[
        tuple[Date, ...],
        about("Holidays", "放假日", "Days off as announced, the weekend days among them too."),
    ] = ()
    workdays: Annotated[
        tuple[Date, ...], about("Make-up days", "调休上班日", "Weekend days that are worked.")
    ] = ()


class CalendarFile(Model):
    """What `calendar.yaml` holds."""

    years: Annotated[tuple[CalendarYear, ...], about("Years", "年度", "One item a year.")] = ()
