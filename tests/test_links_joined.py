"""Types of path between entities of the examples: over the engine, GraphQL and the command line alike."""

from __future__ import annotations

import pytest

from api.cli.frame import invoke
from api.settings import Settings
from graph.errors import LimitError, NotFoundError
from graph.links.engine import Bounds, Engine
from graph.vocabulary import Level
from tests.page_fixtures import Ask

DEMAND = "dem:source_id:demo/D001"


@pytest.fixture(scope="module")
def answer(engine: Engine) -> str:
    return engine.match(demand=DEMAND, targets=["Achievement"], first=1).explanations[0].target.uid


def test_a_good_answer_is_linked_better_than_by_chance(engine: Engine, answer: str) -> None:
    found = engine.links(DEMAND, answer)
    assert found.load_version == engine.version()
    by_terms = next(link for link in found.links if link.metapath == "Demand>MENTIONS>Term<MENTIONS<Achievement")
    assert by_terms.lift > 1
    assert by_terms.p <= by_terms.q < 0.05
    assert by_terms.caption.zh == "技术需求涉及技术术语，技术术语见于科技成果。"
    assert [link.q for link in found.links] == sorted(link.q for link in found.links)


def test_the_paths_that_are_counted_are_there(engine: Engine, answer: str) -> None:
    bounds = Bounds(max_hops=3, budget=5_000_000)
    listed = engine.paths(DEMAND, answer, bounds=bounds, first=200).paths
    counted = engine.links(DEMAND, answer, length=3, first=500)
    assert counted.tested == len(counted.links) == len({path.metapath for path in listed})
    for link in counted.links:
        assert link.paths == sum(path.metapath == link.metapath for path in listed)


def test_back_is_as_there(engine: Engine, answer: str) -> None:
    there, back = engine.links(DEMAND, answer, length=3), engine.links(answer, DEMAND, length=3)
    assert sorted(round(link.dwpc, 12) for link in there.links) == sorted(round(link.dwpc, 12) for link in back.links)


def test_an_entity_is_not_linked_with_itself(engine: Engine) -> None:
    found = engine.links(DEMAND, DEMAND)
    assert not found.links
    assert found.reason is not None


def test_bad_questions_are_refused(engine: Engine) -> None:
    with pytest.raises(NotFoundError, match="UNKNOWN_UID"):
        engine.links(DEMAND, "ach:source_id:none/0")
    with pytest.raises(LimitError, match="LIMIT_RANGE"):
        engine.links(DEMAND, DEMAND, length=5)


def test_hidden_edges_do_not_count(engine: Engine, answer: str) -> None:
    everybody, core = (engine.links(DEMAND, answer, clearance=level) for level in (Level.PUBLIC, Level.CORE))
    assert everybody.tested <= core.tested


def test_graphql_and_the_command_line_tell_the_same(
    engine: Engine, answer: str, ask: Ask, examples_settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    told = ask("links", **{"from": DEMAND, "to": answer})
    found = engine.links(DEMAND, answer)
    assert [link["metapath"] for link in told["links"]] == [link.metapath for link in found.links]
    assert [link["q"] for link in told["links"]] == pytest.approx([link.q for link in found.links])
    assert invoke(examples_settings, ["links", DEMAND, answer]) == 0
    assert found.links[0].metapath in capsys.readouterr().out
