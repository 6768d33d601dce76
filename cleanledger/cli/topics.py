"""What `ledger explain` knows by name: rules, verbs, commands, statuses, signals, fields and kinds."""

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple, TypeAlias

import click

from cleanledger.checks.accepting import MOST_DAYS, can_be_accepted
from cleanledger.checks.catalog import RULES
from cleanledger.checks.rule import Rule
from cleanledger.cli import examples
from cleanledger.cli.help import restore_help
from cleanledger.i18n import _, in_every_language
from cleanledger.model.cover import KINDS as KIND_CODES
from cleanledger.model.fields import Field, fields
from cleanledger.model.lifecycle import MOVES
from cleanledger.model.log import KEYS_OF_VERBS
from cleanledger.model.standing import Bucket
from cleanledger.model.verb_names import CHINESE
from cleanledger.model.vocabulary import KINDS, OF_RECTIFICATIONS, STATUSES
from cleanledger.operations.examples import example_of
from cleanledger.operations.verbs import VERBS
from cleanledger.render.explain.field import field_page
from cleanledger.render.explain.kind import kind_page
from cleanledger.render.explain.rule import RuleFacts, rule_page
from cleanledger.render.explain.status import SIGNAL_MEANINGS, buckets_of, signal_page, status_page
from cleanledger.render.explain.verb import Spoken, Typed, command_page, verb_page
from cleanledger.render.page import Page
from cleanledger.render.words import SIGNALS
from cleanledger.reports.catalog import REPORTS

_ITEM = re.compile(r"\.[0-9]+(?=\.|$)")
_MOST_NEAR = 5
_NEAR = 0.5


Commands: TypeAlias = Mapping[str, click.Command]


class Topic(NamedTuple):
    """One thing that can be asked for: what it is, its name, all that it is called, and its page."""

    what: str
    name: str
    names: tuple[str, ...]
    page: Callable[[], Page]


def topics(commands: Commands) -> tuple[Topic, ...]:
    """Everything that can be asked for, in the order in which it is shown."""
    of_program = (*_verbs(commands), *_commands(commands))
    return (*_rules(), *of_program, *_statuses(), *_signals(), *_fields(), *_kinds())


def commands_of(context: click.Context) -> Commands:
    """Every command of the program that `context` belongs to, by its name."""
    root = context.find_root()
    program = root.command
    if not isinstance(program, click.Group):
        return {}
    named = ((name, program.get_command(root, name)) for name in program.list_commands(root))
    return {name: command for name, command in named if command is not None}


def asked_for(asked: str, known: Sequence[Topic]) -> tuple[Topic, ...]:
    """All that is called so, letter case aside; in a path the numbers of items say nothing."""
    wanted = _ITEM.sub("", " ".join(asked.split()).casefold())
    return tuple(topic for topic in known if wanted in {name.casefold() for name in topic.names})


def nearest(asked: str, known: Sequence[Topic]) -> tuple[str, ...]:
    """Names that look like what was asked for, or hold it."""
    whole = [topic for topic in known if "." not in topic.name]
    by_case = {name.casefold(): name for topic in reversed(whole) for name in reversed(topic.names)}
    wanted = asked.casefold()
    close = difflib.get_close_matches(wanted, by_case, n=_MOST_NEAR, cutoff=_NEAR)
    holding = [name for name in by_case if len(wanted) > 1 and (wanted in name or name in wanted)]
    return tuple(by_case[name] for name in dict.fromkeys((*close, *sorted(holding, key=len))))[:_MOST_NEAR]


def _rules() -> Iterator[Topic]:
    for rule in RULES:
        yield Topic("rule", rule.code, (rule.code, rule.name), partial(rule_page, facts_of(rule)))


def facts_of(rule: Rule) -> RuleFacts:
    """What the page of a rule is made from."""
    page = rule.page
    days = MOST_DAYS if can_be_accepted(rule.code) else None
    return RuleFacts(
        rule.code,
        rule.name,
        rule.severity,
        page.says,
        page.why,
        rule.hint,
        page.example,
        days,
        of_entry=page.is_of_entry,
    )


def _verbs(commands: Commands) -> Iterator[Topic]:
    for name in dict.fromkeys((*VERBS, *KEYS_OF_VERBS)):
        # add and adopt begin a log; where a command makes the entry, its page is the command's as well.
        if name not in commands or name in VERBS:
            page = partial(_verb_page, name, commands.get(name))
            yield Topic("verb", name, (name, *CHINESE.get(name, ())), page)


def _verb_page(name: str, command: click.Command | None) -> Page:
    typed = _typed(command, example_of(VERBS[name])) if command else None
    return verb_page(name, typed, spoken_of(name))


def spoken_of(verb: str) -> Spoken:
    """The rules whose pages speak of a verb, and the reports that count what it does."""
    rules = tuple((rule.code, rule.name) for rule in RULES if _speaks_of(rule, verb))
    targets = {(move.target, kind) for (kind, name), move in MOVES.items() if name == verb and move.target}
    counted = {bucket for status, kind in targets for bucket in buckets_of(status, [kind])}
    reports = [
        name
        for name, report in REPORTS.items()
        if name.startswith(verb.rstrip("e")) or _columns(report.columns) & _keys(counted)
    ]
    return Spoken(rules, tuple(reports))


def _columns(columns: Iterable[tuple[str, ...]]) -> set[str]:
    return {column[0] for column in columns}


def _keys(buckets: Iterable[Bucket]) -> set[str]:
    return {bucket.value for bucket in buckets} - {Bucket.UNCOUNTED.value}


def _speaks_of(rule: Rule, verb: str) -> bool:
    marked = [line for line in rule.page.example if line.endswith(rule.code)]
    return any(f"did: {verb}," in line or f"did: {verb}}}" in line for line in marked) or (
        f"ledger {verb}" in f"{rule.hint} ".replace(";", " ")
    )


def _commands(commands: Commands) -> Iterator[Topic]:
    for name, command in commands.items():
        if name in VERBS:
            continue
        inner = command.commands if isinstance(command, click.Group) else {}
        yield Topic("command", name, (name, *CHINESE.get(name, ())), partial(_command_page, name, command))
        for each, sub in inner.items():
            whole = f"{name} {each}"
            # What no command of its own is called may be asked for without its group.
            alone = () if each in commands else (each, *CHINESE.get(each, ()))
            called = (whole, f"{name}-{each}", *CHINESE.get(f"{name}-{each}", ()), *alone)
            yield Topic("command", whole, called, partial(_command_page, whole, sub))


def _command_page(name: str, command: click.Command) -> Page:
    group = isinstance(command, click.Group)
    typed = _typed(command, "" if group else examples.example_of(name))
    return command_page(name, typed, Spoken(reports=tuple(REPORTS) if name == "report" else ()))


def _typed(command: click.Command, example: str) -> Typed:
    restore_help(command)
    if isinstance(command, click.Group):
        inner = tuple((each, (sub.help or "").partition("\n\n")[0]) for each, sub in command.commands.items())
        return Typed(command.help or "", inner)
    shown = (each for each in command.params if not getattr(each, "hidden", False))
    told = tuple((_label(each), getattr(each, "help", "") or "") for each in shown)
    return Typed((command.help or "").partition("\n\n")[0], told, example)


def _label(parameter: click.Parameter) -> str:
    if isinstance(parameter, click.Argument):
        return parameter.metavar or parameter.human_readable_name
    flags = ", ".join(parameter.opts)
    is_switch = isinstance(parameter, click.Option) and parameter.is_flag
    return flags if is_switch else f"{flags} {parameter.metavar or _('TEXT')}"


def _statuses() -> Iterator[Topic]:
    for status, text in STATUSES.items():
        names = (status, *in_every_language(text), OF_RECTIFICATIONS.get(status, status))
        yield Topic("status", status, names, partial(status_page, status))


def _signals() -> Iterator[Topic]:
    for signal in SIGNAL_MEANINGS:
        names = (signal, *in_every_language(SIGNALS[signal]))
        yield Topic("signal", signal, names, partial(signal_page, signal))


def _fields() -> Iterator[Topic]:
    places: dict[str, list[Field]] = {}
    for field in fields():
        places.setdefault(field.key, []).append(field)
    for key, found in places.items():
        titles = dict.fromkeys((*(each.title_zh for each in found), *(each.title for each in found)))
        yield Topic("field", key, (key, *titles), partial(field_page, key, found))
        for field in found:
            if field.path != key:
                path = field.path.replace("[]", "")
                yield Topic("field", field.path, (field.path, path), partial(field_page, field.path, [field]))


def _kinds() -> Iterator[Topic]:
    for kind in KIND_CODES:
        yield Topic("kind", kind, (kind, *in_every_language(KINDS[kind])), partial(kind_page, kind))
