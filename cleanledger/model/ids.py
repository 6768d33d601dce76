"""The form of codes and ids, as patterns. Loaded in no time."""

LEDGER_ID = r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)*"
UNIT_CODE = LEDGER_ID
POST = r"[a-z][a-z0-9]*(-[a-z0-9]+)*"
FEWEST_DIGITS = 3
ENTRY_ID = rf"{LEDGER_ID}-[0-9]{{{FEWEST_DIGITS},}}"
MAX_LEDGER_ID = 40
