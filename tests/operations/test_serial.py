"""Document numbers that count on."""

import pytest

from cleanledger.errors import Refused, UsageError
from cleanledger.operations.serial import counted_on, refuse_given


@pytest.mark.parametrize(
    ("first", "third"),
    [
        ("整改办〔2024〕9号", "整改办〔2024〕11号"),
        ("整改办〔2024〕09号", "整改办〔2024〕11号"),
        ("整改办〔2024〕009 号", "整改办〔2024〕011 号"),
        ("整改办〔2024〕98号", "整改办〔2024〕100号"),
        ("整改办〔2024〕9号（密）", "整改办〔2024〕11号（密）"),
        ("3号楼整改办〔2024〕9号", "3号楼整改办〔2024〕11号"),
        ("机关纪委约谈记录2024-1", "机关纪委约谈记录2024-3"),
        ("7", "9"),
    ],
)
def test_the_last_number_counts_on_as_wide_as_it_is_written(first: str, third: str) -> None:
    assert counted_on(first, 3)[0] == first
    assert counted_on(first, 3)[2] == third


@pytest.mark.parametrize(
    "first",
    ["", "整改办", "整改办〔2024〕号", "整改办〔2024〕", "〔2024〕９号", "1" * 40 + "号"],
)
def test_where_nothing_counts_it_is_refused(first: str) -> None:
    with pytest.raises(UsageError):
        counted_on(first, 1)


def test_a_number_is_given_once_whatever_brackets_it_is_written_with() -> None:
    refuse_given(["整改办〔2024〕10号"], {"整改办〔2024〕9号": "JL-2024-001"})
    for written in ("整改办[2024]9号", "整改办（2024）9号", "整改办〔2024〕 9 号", "整改办〔２０２４〕９号"):
        with pytest.raises(Refused, match="JL-2024-001"):
            refuse_given(["整改办〔2024〕8号", "整改办〔2024〕9号"], {written: "JL-2024-001"})
