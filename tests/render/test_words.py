from cleanledger.model.finding import Severity
from cleanledger.model.standing import Bucket
from cleanledger.model.vocabulary import word
from cleanledger.render import words
from cleanledger.reports.query import By, Query
from cleanledger.reports.rollup import rollup
from tests.reports.rows import DAY, NEAR, UNITS, row


def test_every_code_of_the_model_has_a_word() -> None:
    assert set(words.BUCKETS) == set(Bucket)
    assert set(words.SEVERITIES) == set(Severity)
    table = rollup([row(lead_unit="KQ")], Query(DAY, NEAR, UNITS, by=By.UNIT))
    assert {str(one["scope"]) for one in table.records()} == set(words.SCOPES)


def test_text_that_is_no_code_stays_as_it_is() -> None:
    assert word(words.SIGNALS, "red") == "red"
    assert word(words.SIGNALS, "{danger}") == "{danger}"
    assert word(words.BUCKETS, "not_due") == "not due"
