"""LG404 to LG418: steps of a log that are not legal. Replaying judges them; here stand their pages."""

from cleanledger.checks.rule import Rule, replayed
from cleanledger.i18n import N_

RULES: tuple[Rule, ...] = (
    replayed(
        "LG404",
        "step-from-wrong-status",
        """A step was taken that is not possible from the status that the entry had.

        Why: the lifecycle says which way leads where; a step from elsewhere has skipped what lies between.

        Example:
            # ZG-2024/ZG-2024-002.yaml
            log:
              …
              - {date: 2024-03-04, by: gdbh-clerk, did: start}
              - {date: 2024-04-01, by: gdbh-clerk, did: start, …}  # LG404
        """,
        hint=N_("see what is possible: ledger show"),
    ),
    replayed(
        "LG405",
        "step-not-of-this-kind",
        """A verb or a status does not belong to the lifecycle of this kind.

        Why: each kind has its own way from its beginning to its end, and is counted by it.

        Example:
            # ZG-2024/ZG-2024-002.yaml
            kind: rectification
            …
            log:
              …
              - {date: 2024-04-01, by: gdbh-clerk, did: reply, …}  # LG405
        """,
        hint=N_("use a verb of this kind: ledger show"),
    ),
    replayed(
        "LG406",
        "step-without-its-words",
        """A step lacks what it must say: a note, a reason, an opinion, a document.

        Why: an act without its words cannot be judged by whoever comes later.

        Example:
            # RW-2024/RW-2024-002.yaml
            log:
              …
              - {date: 2024-06-20, …, did: submit, evidence: […]}  # LG406
        """,
        hint=N_("say it: --note, --reason, --opinion or --doc, as the finding names it"),
    ),
    replayed(
        "LG407",
        "step-skipped",
        """A step that the policy wants was not done since the last add, adopt, return or reopen.

        Why: each step is somebody else's look at the matter; what is skipped was looked at by nobody.

        Example:
            # RW-2024/RW-2024-002.yaml
            log:
              - {date: 2024-02-05, by: jgdw-clerk, did: add, …}
              - {date: 2024-03-04, by: gdbh-clerk, did: start}
              - {date: 2024-06-20, by: gdbh-clerk, did: progress, …}
              - {date: 2024-06-28, by: jgdw-head, did: close, …}  # LG407
        """,
        hint=N_("do the missing step first"),
    ),
    replayed(
        "LG408",
        "claimed-with-open-measure",
        """It was claimed as done while a measure of it was open.

        Why: done is done with every measure; two clean merges can join a claim and an open measure.

        Example:
            # RW-2024/RW-2024-002.yaml
            measures:
              - {num: 1, text: 印发制度}  # LG408
            …
            log:
              …
              - {date: 2024-06-20, by: gdbh-clerk, did: submit, …}
        """,
        hint=N_("mark the measure as done with ledger measure"),
    ),
    replayed(
        "LG409",
        "closed-during-publicity",
        """It was closed before publicity was over.

        Why: until its last day everybody may object.

        Example:
            # ZG-2024/ZG-2024-001.yaml
            log:
              …
              - {date: 2024-06-15, …, did: publish, …, days: 7}
              - {date: 2024-06-20, …, did: close, opinion: 同意销号}  # LG409
        """,
        hint=N_("close it when publicity is over"),
    ),
    replayed(
        "LG410",
        "was-differs-from-before",
        """A line says a deadline was another than the lines before it give.

        Why: each move of a deadline begins where the one before ended; else one is missing.

        Example:
            # ZG-2024/ZG-2024-002.yaml
            log:
              - {date: …, by: jgdw-clerk, did: add, due: 2024-10-31, …}
              …
              - {…, did: extend, was: 2024-10-13, to: 2024-11-30, …}  # LG410
        """,
        hint=N_("correct the line: ledger correct"),
    ),
    replayed(
        "LG411",
        "due-moved-the-wrong-way",
        """An extension leads to an earlier day, or an amendment to a later one.

        Why: what makes a deadline later is asked for, granted and counted as an extension.

        Example:
            # ZG-2024/ZG-2024-002.yaml
            log:
              …
              - {…, did: extend, was: 2024-10-31, to: 2024-09-30, …}  # LG411
        """,
        hint=N_("name a later day with ledger extend; an earlier one is an amendment"),
    ),
    replayed(
        "LG412",
        "too-many-extensions",
        """More extensions were granted in a round than the policy allows.

        Why: a deadline that always moves is none.

        Example:
            # ZG-2024/ZG-2024-002.yaml
            log:
              …
              - {…, did: extend, …, to: 2024-11-30, …, approved_by: …}
              - {…, did: extend, …, to: 2024-12-31, …, approved_by: …}  # LG412
        """,
        hint=N_("the deadline stands; another comes only with another round"),
    ),
    replayed(
        "LG413",
        "log-does-not-begin",
        """A log does not begin with add or adopt, or begins twice.

        Why: its beginning holds the first deadline and unit, with which all that follows is compared.

        Example:
            # RW-2024/RW-2024-001.yaml
            log:
              - {date: 2024-02-05, by: jgdw-clerk, did: add, …}
              - {date: 2024-02-06, by: jgdw-clerk, did: add, …}  # LG413
        """,
        hint=N_("take the line out: what comes later has verbs of its own"),
    ),
    replayed(
        "LG414",
        "correction-without-approver",
        """A line of somebody else was corrected without an approver, or one's own too late.

        Why: who typed a line puts a slip right alone, for some days; after that the past takes two.

        Example:
            # ZG-2024/ZG-2024-002.yaml
            log:
              …
              - {date: 2024-03-04, by: gdbh-clerk, did: start}
              - {date: …, by: jgdw-clerk, did: correct, field: note, …}  # LG414
        """,
        hint=N_("name who approved the correction with --approved-by"),
    ),
    replayed(
        "LG415",
        "correction-of-nothing",
        """A correction speaks of no line of the log, or gives a value that cannot stand.

        Why: the wrong line stays readable beside what it should have said; a correction of nothing puts
        nothing right.

        Example:
            # ZG-2024/ZG-2024-002.yaml
            log:
              …
              - {date: 2024-03-04, by: gdbh-clerk, did: start}
              - {…, did: correct, of: {date: 2024-03-05, did: start}, …}  # LG415
        """,
        hint=N_("name the line as ledger show numbers them"),
    ),
    replayed(
        "LG417",
        "field-of-another-verb",
        """A line changed a field that belongs to another verb.

        Why: what was promised moves by a verb of its own, with a reason and an approver.

        Example:
            # ZG-2024/ZG-2024-002.yaml
            log:
              …
              - {…, did: set, field: goal, now: 派车单齐全}  # LG417
        """,
        hint=N_("use the verb that the finding names; ledger explain FIELD says which it is"),
    ),
    replayed(
        "LG418",
        "unknown-measure",
        """The log speaks of a measure that the entry does not have.

        Why: nobody can say what was done.

        Example:
            # RW-2024/RW-2024-001.yaml
            measures:
              - {num: 1, text: 制定谈话方案, due: 2024-09-30}
            …
            log:
              …
              - {…, did: measure, num: 2, text: 制定谈话方案}  # LG418
        """,
        hint=N_("name a measure that is there, or add it first"),
    ),
)
