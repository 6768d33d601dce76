from cleanledger.reports.units import UnitNode, above, parents, subtree

RING = (UnitNode("A", "C"), UnitNode("B", "A"), UnitNode("C", "B"), UnitNode("D", "D"))


def test_above_ends_where_the_tree_runs_in_a_circle() -> None:
    assert list(above("A", parents(RING))) == ["C", "B"]
    assert list(above("D", parents(RING))) == []


def test_a_parent_that_is_not_in_the_tree_is_none() -> None:
    assert list(above("B", {"A": "X", "B": "A"})) == ["A"]


def test_a_subtree_keeps_the_order_of_the_tree() -> None:
    tree = (UnitNode("B", "A"), UnitNode("X", ""), UnitNode("A", ""), UnitNode("C", "B"))
    assert [unit.code for unit in subtree(tree, "A")] == ["B", "A", "C"]


def test_the_subtree_of_an_unknown_unit_is_that_unit() -> None:
    assert subtree(RING, "X") == (UnitNode("X", ""),)
