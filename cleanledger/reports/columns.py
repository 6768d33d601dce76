"""Columns that several reports share."""

from cleanledger.i18n import N_
from cleanledger.reports.table import Column, Content

ID = Column("id", N_("id"), Content.ID)
TITLE = Column("title", N_("title"))
LEAD_UNIT = Column("lead_unit", N_("lead unit"), Content.UNIT)
DUE = Column("due", N_("due"), Content.DATE)
DUE_FIRST = Column("due_first", N_("first due"), Content.DATE)
DAYS = Column("days", N_("days"), Content.NUMBER)
SIGNAL = Column("signal", N_("signal"), Content.SIGNAL)
STATUS = Column("status", N_("status"), Content.STATUS)
LEADER = Column("leader", N_("leader"))
OWED = Column("owed", N_("owed since"), Content.DATE)
DATE = Column("date", N_("date"), Content.DATE)
ENTERED = Column("entered", N_("typed on"), Content.DATE)
REASON = Column("reason", N_("reason"))
APPROVER = Column("approver", N_("approver"), Content.ACTOR)
DOC = Column("doc", N_("document"))
BY = Column("by", N_("by"), Content.ACTOR)
TYPED_BY = Column("typed_by", N_("typed by"), Content.ACTOR)
TOTAL = Column("total", N_("total"), Content.NUMBER)
OVERDUE = Column("overdue", N_("overdue"), Content.NUMBER)
CLOSED = Column("closed", N_("closed"), Content.NUMBER)
VOID = Column("void", N_("void"), Content.NUMBER)
CARRIED = Column("carried", N_("carried"), Content.NUMBER)
WITHIN = Column("within", N_("within"), Content.NUMBER)
"""The notice that a near deadline falls under. Unit: days."""
RATE_TIME_USED = Column("rate_time_used", N_("time used"), Content.RATE)
SLOW = Column("slow", N_("slow"), Content.TRUTH)
REVIEWER_LATE = Column("reviewer_late", N_("reviewer late"), Content.TRUTH)
EVIDENCE = Column("evidence", N_("evidence"), Content.NUMBER)
