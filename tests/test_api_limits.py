"""Operations that are too large are refused by their shape and cost, before validation can choke on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from graphql import OperationDefinitionNode, get_introspection_query, parse, validate
from graphql import build_schema as build_core

from api.schema import persisted
from api.schema.limits import ALIASES, COST, DEPTH, NODES, WORK, Costs, Given
from api.schema.query import build_schema
from api.schema.shape import Shape, shape_of
from graph.errors import InputError, LimitError
from graph.vocabulary import Level, Role, Vocabulary


@dataclass
class Meter:
    """Costs over the product's schema, asked for by a role."""

    costs: Costs
    roles: dict[str, Role]

    def cost(self, text: str, role: str = "admin", **variables: Any) -> int:
        document = parse(text)
        operation = next(d for d in document.definitions if isinstance(d, OperationDefinitionNode))
        return self.costs.check(document, operation, Given(variables, self.roles[role]))


@pytest.fixture(scope="module")
def meter(vocabulary: Vocabulary) -> Meter:
    return Meter(Costs(build_schema(vocabulary)._schema), vocabulary.roles)


def doubling(levels: int) -> str:
    """Fragments that each spread the next one twice: 2^levels fields, written out."""
    parts = [f"fragment f{i} on Status {{ ...f{i + 1} ...f{i + 1} }}" for i in range(levels)]
    return " ".join(["{ status { ...f0 } }", *parts, f"fragment f{levels} on Status {{ nodes }}"])


def test_shape_counts_fragments_where_they_are_spread() -> None:
    text = "{ status { ...a other: nodes } } fragment a on Status { nodes roleWords { zh en } }"
    assert shape_of(parse(text)) == Shape(depth=3, aliases=1, nodes=1 + 1 + (1 + 4))


def test_shape_of_fragments_that_double_is_known_at_once() -> None:
    shape = shape_of(parse(doubling(100)))
    assert shape.nodes > 2**100
    with pytest.raises(LimitError, match="LIMIT_OPERATION"):
        shape.check()


def test_shape_looks_at_fragments_that_no_operation_spreads() -> None:
    assert shape_of(parse("{ status { nodes } }" + doubling(40).removeprefix("{ status { ...f0 } }"))).nodes > 2**40


@pytest.mark.parametrize(
    "text",
    [
        "{ status { ...a } } fragment a on Status { nodes ...a }",
        "{ status { nodes } } fragment a on Status { ...b } fragment b on Status { ... on Status { ...a } }",
    ],
)
def test_a_fragment_within_itself_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="within itself"):
        shape_of(parse(text))


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("{ x " * (DEPTH - 1) + "{ x }" + "}" * (DEPTH - 1), True),
        ("{ x " * DEPTH + "{ x }" + "}" * DEPTH, False),
        ("{ " + " ".join(f"a{i}: status {{ nodes }}" for i in range(ALIASES)) + " }", True),
        ("{ " + " ".join(f"a{i}: status {{ nodes }}" for i in range(ALIASES + 1)) + " }", False),
        ("{ status { " + "nodes " * (NODES - 1) + "} }", True),
        ("{ status { " + "nodes " * NODES + "} }", False),
    ],
)
def test_shape_is_bounded(text: str, fits: bool) -> None:
    shape = shape_of(parse(text))
    if fits:
        shape.check()
    else:
        with pytest.raises(LimitError):
            shape.check()


def test_the_introspection_of_common_tools_fits_every_role(meter: Meter) -> None:
    text = get_introspection_query(input_value_deprecation=True, specified_by_url=True, directive_is_repeatable=True)
    shape_of(parse(text)).check()
    assert meter.cost(text, "anonymous") < COST[Level.PUBLIC]


def test_an_introspection_that_multiplies_is_invalid(vocabulary: Vocabulary) -> None:
    nested = "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }"
    schema = build_core(build_schema(vocabulary).as_str())
    assert [error.message for error in validate(schema, parse(nested))] == ["Maximum introspection depth exceeded"]


def test_cost_is_work_and_first_times_what_is_below(meter: Meter) -> None:
    text = 'query($n: Int = 7) { search(query: "x", first: $n) { hits { score snippet } } }'
    assert meter.cost(text) == 1 + WORK["search"] + 7 * 3
    assert meter.cost(text, n=50) == 1 + WORK["search"] + 50 * 3
    assert meter.cost('{ search(query: "x") { hits { ...h } } } fragment h on Hit { score }') == 501 + 20 * 2
    assert meter.cost("{ status { nodes } }") == 2


def test_cost_is_bounded_by_role(meter: Meter) -> None:
    text = "{ " + " ".join(f'm{i}: match(text: "x") {{ considered }}' for i in range(8)) + " }"
    assert COST[Level.PUBLIC] < 8 * WORK["match"] < COST[Level.REGISTERED]
    assert meter.cost(text, "registered") == 8 * (1 + WORK["match"] + 10)
    with pytest.raises(LimitError, match="estimated cost"):
        meter.cost(text, "anonymous")


@pytest.mark.parametrize("name", persisted.names())
def test_portal_operations_fit_the_anonymous(meter: Meter, name: str) -> None:
    text = persisted.text(name)
    shape_of(parse(text)).check()
    assert meter.cost(text, "anonymous") < COST[Level.PUBLIC] / 2
