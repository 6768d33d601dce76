"""The help of reports: the list of all, and what is said of one, from its docstring and its columns."""

import shutil

import click

from cleanledger.cli.globals import LedgerCommand
from cleanledger.cli.help import Formatter
from cleanledger.i18n import _, language
from cleanledger.model.vocabulary import listed
from cleanledger.reports.catalog import REPORTS, Report

_PLAIN_WIDTH = 80
_NAMED = "cleanledger.report"


class ReportCommand(LedgerCommand):
    """`ledger report`: its help lists the reports, or says what the one named before `--help` shows."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Keeps the report that is named: click shows help before it reads arguments."""
        ctx.meta[_NAMED] = next((name for each in args if (name := _report_of(each))), "")
        return super().parse_args(ctx, args)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """As any command, with the reports below; of one report only that."""
        if name := ctx.meta.get(_NAMED):
            _write_report(formatter, name, REPORTS[name])
            return
        super().format_help(ctx, formatter)
        with formatter.section(_("Reports")):
            _write_list(formatter)


def list_of_reports() -> str:
    """Every report with what it shows, one below the other."""
    formatter = Formatter(width=min(shutil.get_terminal_size((_PLAIN_WIDTH, 24)).columns, 110))
    with formatter.section(_("Reports")):
        _write_list(formatter)
    formatter.write_paragraph()
    formatter.write_text(_("What one shows and takes: ledger report NAME --help"))
    return formatter.getvalue()


def _report_of(asked: str) -> str:
    return next((name for name, report in REPORTS.items() if asked in (name, report.chinese)), "")


def _names(name: str, report: Report) -> str:
    return f"{name} {report.chinese}" if language() == "zh" else name


def _write_list(formatter: click.HelpFormatter) -> None:
    formatter.write_dl([(_names(name, report), report.summary) for name, report in REPORTS.items()])


def _write_report(formatter: click.HelpFormatter, name: str, report: Report) -> None:
    formatter.write_usage(f"ledger report {name}", " ".join(_options(report)))
    for text in report.paragraphs:
        formatter.write_paragraph()
        formatter.write_text(_(text))
    if report.bys:
        formatter.write_paragraph()
        formatter.write_text(_("Rows by: {choices}", choices=listed(report.bys)))
    with formatter.section(_("Columns")):
        formatter.write_dl([(column.key, _(column.title)) for column in report.columns])


def _options(report: Report) -> list[str]:
    options = ["--unit", "--ledger", *(f"--{each.replace('_', '-')}" for each in sorted(report.heeds))]
    if report.bys:
        options.append("--by")
    return [f"[{option}]" for option in (*options, "--format")]
