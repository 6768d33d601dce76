"""LG7xx: who may do what. Who typed (`by`) is not who acted (`actor`); humans are told apart by key."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from cleanledger.checks.keepers import is_anyones, sealed_by_others
from cleanledger.checks.rule import Rule, Subject, rule
from cleanledger.i18n import N_, _
from cleanledger.model.corrections import target_of
from cleanledger.model.lifecycle import MOVES, command_for
from cleanledger.model.log import LogLine
from cleanledger.model.source import Problem
from cleanledger.model.states import Step
from cleanledger.model.units import Directory
from cleanledger.model.vocabulary import listed, role_word, verb_word


def _judged(subject: Subject) -> Iterator[Step]:
    """The steps, and each correction as a step that leaves everything as it is."""
    steps = {step.index: step for step in subject.replay.steps}
    state = subject.replay.first
    policy_on = subject.setting.policy_of(subject.entry.ledger)
    for index, line in subject.lines:
        step = steps.get(index) or Step(index, line, state, state, policy_on(line.date))
        state = step.after
        yield step


def _are_one(directory: Directory, one: str, one_day: date, other: str, other_day: date) -> bool:
    """Whether who acted on one day is who acted on another: posts change hands in between."""
    if one in directory.people and other in directory.people:
        return directory.human(one, one_day) == directory.human(other, other_day)
    return directory.same_human(one, other, other_day)


def _held_then(subject: Subject, field: str, step: Step) -> object:
    """What the entry held in `field` at a step: what the next line that changed it says it was."""
    later = (line for index, line in subject.lines if index > step.index and line.field == field)
    change = next((line for line in later if line.did in ("set", "amend", "transfer")), None)
    return change.was if change else getattr(subject.entry, field)


def _units_then(subject: Subject, field: str, step: Step) -> tuple[str, ...]:
    held = _held_then(subject, field, step)
    return tuple(str(each) for each in held) if isinstance(held, list | tuple) else ()


def _measure_units_then(subject: Subject, step: Step) -> Iterator[str]:
    """The units of its measures, and those that they had at a step."""
    yield from (measure.unit for measure in subject.entry.measures if measure.unit)
    for index, line in subject.lines:
        parts = (line.field or "").split(".")
        if (
            index >= step.index
            and (parts[0], parts[-1]) == ("measures", "unit")
            and isinstance(line.was, str)
        ):
            yield line.was


@rule(
    "LG701",
    "checked-by-doer",
    hint=N_("somebody else does it: name them with --actor and their paper with --doc"),
)
def checked_by_doer(subject: Subject) -> Iterator[Problem]:
    """Who claimed it as done also verified or closed it.

    Why: doing is claimed by the doer and ended by another; that is what a ledger is for.

    Example:
        # RW-2024/RW-2024-002.yaml
        log:
          …
          - {date: 2024-06-20, by: gdbh-clerk, did: submit, …}
          - {date: 2024-06-28, by: gdbh-head, did: close, …}  # LG701
        # units.yaml
          - {code: gdbh-clerk, …, holders: [{key: p6, …}]}
          - {code: gdbh-head, …, holders: [{key: p6, …}]}
    """
    for step in subject.replay.steps:
        claim, line = step.before.submitted, step.line
        if line.did not in ("verify", "close") or claim is None:
            continue
        policy = step.policy.of(subject.entry.kind)
        demand = policy.reviewer if line.did == "close" else policy.acceptor
        if demand != "anyone" and _are_one(
            subject.setting.directory, claim.who, claim.date, line.who, line.date
        ):
            yield Problem(
                _(
                    "{who} submitted it and may not {verb} it",
                    who=line.who,
                    verb=verb_word(line.did, subject.entry.kind),
                ),
                ("log", step.index, "actor" if line.actor else "by"),
            )


@rule(
    "LG702",
    "not-allowed",
    hint=N_("whoever may do it types it; with --actor and --doc a clerk enters the act of somebody else"),
)
def not_allowed(subject: Subject) -> Iterator[Problem]:
    """Who typed a line, or whose act it is, may not do this.

    Why: clerks type for their unit and those below it, the keeper's clerks for all; reviewers verify, return
    and close; approvers grant, close and approve; auditors write nothing. A ledger is sealed by its keeper's.

    Example:
        # ZG-2024/ZG-2024-002.yaml
        lead_unit: GDBH
        …
        log:
          …
          - {date: …, by: zfj-clerk, did: progress, note: 已部署}  # LG702
        # units.yaml
          - {code: zfj-clerk, unit: ZFJ, roles: [clerk], …}
    """
    for step in _judged(subject):
        yield from _typing(subject, step)
        yield from _acting(subject, step)


def _judges_roles(subject: Subject, step: Step) -> bool:
    return not is_anyones(step.policy, subject.entry.kind)


def _typing(subject: Subject, step: Step) -> Iterator[Problem]:
    directory, line = subject.setting.directory, step.line
    typist = directory.people.get(line.by)
    # Where the cover cannot be read, nobody knows whose clerks may type; that is said of the cover.
    if typist is None or not _judges_roles(subject, step) or not _has_cover(subject):
        return
    where, roles = ("log", step.index, "by"), typist.roles
    own = _types_own_act(subject, step, roles)
    if "clerk" in roles:
        if not (own and _own_roles(step) & set(roles)) and not _in_reach(subject, step, typist.unit):
            yield Problem(
                _(
                    "{by} types for {unit} and below, not for {lead}",
                    by=line.by,
                    unit=typist.unit,
                    lead=step.before.lead_unit,
                ),
                where,
                hint=_("a clerk of the lead unit or of the ledger's keeper types it"),
            )
    elif not own:
        yield Problem(
            _("{by} is no clerk", by=line.by),
            where,
            hint=_("a clerk types it, with --actor where it is somebody else's act"),
        )


def _has_cover(subject: Subject) -> bool:
    return subject.entry.ledger in subject.setting.covers


def _types_own_act(subject: Subject, step: Step, roles: tuple[str, ...]) -> bool:
    """Whether it is an act of reviewers or approvers by who typed it, or who typed a line corrects it."""
    line, log = step.line, subject.entry.log
    if line.did == "correct":
        target = target_of(log, step.index)
        return target is not None and log[target].by == line.by
    if not _are_one(subject.setting.directory, line.by, line.typed_on, line.who, line.date):
        return False
    # Any clerk may type an acceptance, too.
    return "reviewer" in roles if line.did == "accept" else bool(_role_of(step))


def _own_roles(step: Step) -> set[str]:
    """The roles of which one lets a clerk type a step as an act of their own, out of reach as well."""
    if step.line.did in ("close", "correct"):
        return {"reviewer", "approver"}
    return {"reviewer"} if step.line.did == "accept" else {_role_of(step)}


def _in_reach(subject: Subject, step: Step, unit: str) -> bool:
    directory, day = subject.setting.directory, step.line.typed_on
    if unit == subject.setting.keeper_of(subject.entry.ledger, subject.entry, day):
        return True
    concerned = {
        step.before.lead_unit,
        step.after.lead_unit,
        *_units_then(subject, "units", step),
        *_measure_units_then(subject, step),
        subject.entry.held_by or "",
        *subject.entry.to,
    } - {""}
    accepts = _held_then(subject, "acceptance_unit", step)
    if step.line.did in ("verify", "return") and isinstance(accepts, str):
        concerned.add(accepts)
    return not concerned or any(directory.is_within(code, unit, day) for code in concerned)


def _role_of(step: Step) -> str:
    """The role that the act of a step belongs to; "" for what any clerk may do."""
    line = step.line
    if line.did == "extend":
        return "approver" if line.approved_by or line.refused_by else ""
    return next((move.role for (_kind, verb), move in MOVES.items() if verb == line.did and move.role), "")


def _acting(subject: Subject, step: Step) -> Iterator[Problem]:
    """The roles of who verified, returned, closed, granted or refused."""
    line, policy = step.line, step.policy.of(subject.entry.kind)
    role = _role_of(step)
    demand = policy.acceptor if line.did == "verify" else policy.reviewer
    if role == "reviewer" and demand != "anyone":
        wanted = ("reviewer", "approver") if line.did == "close" else ("reviewer",)
        yield from _role_problem(subject, step, "actor" if line.actor else "by", line.who, wanted)
    if line.did == "approve" and step.policy.approver != "anyone":
        yield from _role_problem(subject, step, "actor" if line.actor else "by", line.who, ("approver",))
    if step.policy.approver != "anyone":
        for key in ("approved_by", "refused_by"):
            if who := getattr(line, key):
                yield from _role_problem(subject, step, key, who, ("approver",))


def _role_problem(
    subject: Subject, step: Step, key: str, who: str, wanted: tuple[str, ...]
) -> Iterator[Problem]:
    person = subject.setting.directory.people.get(who)
    if person and not set(wanted) & set(person.roles):
        yield Problem(
            _(
                "{who} is no {role}, which {verb} needs",
                who=who,
                role=_(" or ").join(role_word(role) for role in wanted),
                verb=verb_word(step.line.did, subject.entry.kind),
            ),
            ("log", step.index, key),
            hint=_("ledger person list shows who is"),
        )


@rule(
    "LG705",
    "paper-missing",
    hint=N_("name the paper with --doc or --meeting, or bring its scan with --evidence, as the policy wants"),
)
def paper_missing(subject: Subject) -> Iterator[Problem]:
    """A line typed for somebody else (代录), or an approval by somebody else, names no paper.

    Why: whose act it is can only be shown by the paper it was done on.

    Example:
        # RW-2024/RW-2024-002.yaml
        log:
          …
          - {…, by: jgdw-clerk, actor: gdbh-clerk, did: submit, …}  # LG705
    """
    directory = subject.setting.directory
    for step in _judged(subject):
        line, wanted = step.line, step.policy.paper
        others = [who for who in (line.actor, line.approved_by, line.refused_by) if who]
        typist = directory.human(line.by, line.typed_on)
        foreign = [who for who in others if directory.human(who, line.date) != typist]
        if foreign and not _has_paper(line, wanted):
            yield Problem(
                _("{by} typed this for {who}; the paper behind it is not named", by=line.by, who=foreign[0]),
                ("log", step.index),
                hint=_(
                    "name it with {option}",
                    option=listed(("--doc", "--meeting") if wanted == "doc" else ("--evidence",)),
                ),
            )


def _has_paper(line: LogLine, wanted: str) -> bool:
    if wanted == "none":
        return True
    return bool(line.scan) if wanted == "scan" else bool(line.doc or line.meeting)


@rule("LG706", "approved-by-asker", hint=N_("somebody else grants it, with their paper in --doc"))
def approved_by_asker(subject: Subject) -> Iterator[Problem]:
    """Who asked for something also granted or refused it.

    Why: nobody moves their own deadline.

    Example:
        # ZG-2024/ZG-2024-002.yaml
        log:
          …
          - {…, by: jgdw-head, did: extend, …, approved_by: jgdw-head, …}  # LG706
    """
    directory = subject.setting.directory
    for step in _judged(subject):
        line, demand = step.line, step.policy.approver
        key = "approved_by" if line.approved_by else "refused_by"
        approver = line.approved_by or line.refused_by
        if approver is None or demand == "anyone":
            continue
        asker, asked_on = _asker(subject, step, approver)
        within = demand == "other_unit" and directory.is_within(
            directory.home(approver), step.before.lead_unit, line.date
        )
        if within or _are_one(directory, asker, asked_on, approver, line.date):
            yield Problem(
                _("{who} asked for it and may not decide it", who=approver),
                ("log", step.index, key),
            )


def _asker(subject: Subject, step: Step, approver: str) -> tuple[str, date]:
    """Whose wish it was, and when: who asked, else whose act the line is, else who typed it."""
    line = step.line
    if line.did == "extend" and step.before.ask is not None:
        return step.before.ask.who, step.before.ask.date
    if subject.setting.directory.same_human(line.who, approver, line.date):
        return line.by, line.typed_on
    return line.who, line.date


@rule("LG707", "acceptor-of-wrong-unit", hint=N_("somebody of the acceptance unit verifies it"))
def acceptor_of_wrong_unit(subject: Subject) -> Iterator[Problem]:
    """It was verified by somebody who is not of the acceptance unit.

    Why: the list names who accepts it, so that it is not whoever is at hand.

    Example:
        # ZG-2024/ZG-2024-001.yaml
        acceptance_unit: JGJW
        …
        log:
          …
          - {date: 2024-06-14, by: jgdw-head, did: verify, …}  # LG707
        # units.yaml
          - {code: jgdw-head, unit: JGDW, …}
    """
    entry, directory = subject.entry, subject.setting.directory
    for step in subject.replay.steps:
        if step.line.did != "verify" or step.policy.of(entry.kind).acceptor == "anyone":
            continue
        home, day = directory.home(step.line.who), step.line.date
        acceptance_unit = _held_then(subject, "acceptance_unit", step)
        if isinstance(acceptance_unit, str):
            wrong = not directory.is_within(home, acceptance_unit, day)
        else:
            wrong = directory.is_within(home, step.before.lead_unit, day)
        if wrong:
            yield Problem(
                _(
                    "{who} is not of the acceptance unit {unit}",
                    who=step.line.who,
                    unit=acceptance_unit or _("(none named)"),
                ),
                ("log", step.index, "actor" if step.line.actor else "by"),
                hint=command_for("amend", entry.id, "acceptance_unit=…") if not entry.acceptance_unit else "",
            )


@rule("LG708", "closed-within-lead-unit", hint=N_("somebody of another unit closes it"))
def closed_within_lead_unit(subject: Subject) -> Iterator[Problem]:
    """It was closed by the lead unit or one below it, where the policy wants another unit.

    Why: some lists are only ended from outside.

    Example:
        # RW-2024/ledger.yaml
        policy: {task: {reviewer: other_unit}}
        # RW-2024/RW-2024-002.yaml
        lead_unit: GDBH
        …
        log:
          …
          - {date: 2024-06-28, by: gdbh-head, did: close, …}  # LG708
    """
    directory = subject.setting.directory
    for step in subject.replay.steps:
        if step.line.did != "close" or step.policy.of(subject.entry.kind).reviewer != "other_unit":
            continue
        if directory.is_within(directory.home(step.line.who), step.before.lead_unit, step.line.date):
            yield Problem(
                _("{who} belongs to the lead unit {unit}", who=step.line.who, unit=step.before.lead_unit),
                ("log", step.index, "actor" if step.line.actor else "by"),
            )


@rule(
    "LG709",
    "owner-outside-unit",
    hint=N_("name a post of the lead unit; to another unit the entry goes as a whole, by a transfer"),
)
def owner_outside_unit(subject: Subject) -> Iterator[Problem]:
    """An owner was set who is neither of the lead unit nor of one below it.

    Why: the unit that answers chooses who does it; what goes to another unit is transferred, and approved.

    Example:
        # RW-2024/RW-2024-001.yaml
        lead_unit: GDBH
        …
        log:
          …
          - {…, did: set, field: owner, now: jgjw-clerk}  # LG709
    """
    directory = subject.setting.directory
    for step in subject.replay.steps if subject.entry.kind != "record" else ():
        line, lead = step.line, step.after.lead_unit
        post = directory.people.get(line.now) if isinstance(line.now, str) else None
        if line.did != "set" or line.field != "owner" or post is None or not lead:
            continue
        if not directory.is_within(post.unit, lead, line.date):
            yield Problem(
                _("{owner} does not belong to the lead unit {unit}", owner=post.code, unit=lead),
                ("log", step.index, "now"),
            )


RULES: tuple[Rule, ...] = (
    checked_by_doer,
    replace(not_allowed, of_book=sealed_by_others),
    paper_missing,
    approved_by_asker,
    acceptor_of_wrong_unit,
    closed_within_lead_unit,
    owner_outside_unit,
)
