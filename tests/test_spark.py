"""Jobs on Spark give what one machine gives: path counts of every metapath, matches of everything."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import polars as pl
import psutil
import pyspark
import pytest
from pyspark.sql import SparkSession

from api.bench.links_graph import graph_of
from api.bench.spark import WAYS, measure
from api.cli.frame import invoke
from api.settings import Settings
from graph.bundle import read
from graph.bundle.manifest import read as manifest_of
from graph.bundle.write import write as export
from graph.errors import InputError, KezhuanError, LimitError, NotFoundError
from graph.links.batch import Batch, Side
from graph.links.engine import Engine
from graph.links.metapath import Metapath
from graph.links.moves import moves_of
from graph.links.table import columns, write
from graph.metapaths.enumeration import metapaths
from graph.metapaths.rows import row
from graph.metapaths.table import Table
from graph.projection.projection import Projection
from graph.spark.jobs import Job
from graph.spark.matches import Matching
from graph.spark.session import Cluster, failures, session
from graph.store.runtime import BRIEF, environment, java
from graph.vocabulary import ENTITY, Level
from tests.bundles import bundled, differing, many_graphs, silent
from tests.small_graphs import VOCABULARY
from tests.technical_graphs import technical

# Tiny tables: no code is made for them, and they are not parted.
SMALL = {
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
}
# Java that ends soon: archives that the lock's hashes vouch for need no verifying of their code.
OPTIONS = (BRIEF, "-XX:+UseSerialGC", "-XX:+UnlockDiagnosticVMOptions", "-XX:-BytecodeVerificationRemote")
RELATIONS = ("CITES", "COLLABORATES_WITH", "INVENTED")  # with itself, without direction, between two kinds
KINDS = ("Patent", "Researcher", "Institution")


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    with session(Cluster("local[2]", "1g", SMALL, OPTIONS)) as made:
        yield made


@pytest.fixture(scope="module")
def province(examples_settings: Settings, engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle of the examples, as the command writes it."""
    folder = tmp_path_factory.mktemp("bundles") / "province.bundle"
    assert engine.version()
    assert invoke(examples_settings, ["--role", "admin", "export", str(folder)]) == 0
    return folder


def every_metapath() -> list[Metapath]:
    """All of three edges between three kinds over three relations, of four over each alone, some of wider kinds."""
    found = [
        one
        for start, end in product(KINDS, KINDS)
        for longest, relations in ((3, RELATIONS), *((4, (relation,)) for relation in RELATIONS))
        for one in metapaths(VOCABULARY, start, end, longest, kinds=KINDS, relations=relations)
    ]
    wide = [
        Metapath((kind,) * 5, ((relation, True), (relation, back), (relation, True), (relation, back)))
        for kind, relation, back in ((ENTITY, "CITES", False), ("Organization", "COLLABORATES_WITH", True))
    ]
    none = [  # a relation without direction walked against it, a kind and a relation without nodes and edges
        Metapath(("Institution", "Institution"), (("COLLABORATES_WITH", False),)),
        Metapath(("Patent", "Enterprise", "Patent"), (("OWNS", False), ("OWNS", True))),
        Metapath(("Patent", "Patent", "Industry"), (("CITES", True), ("IN_INDUSTRY", True))),
    ]
    return [*dict.fromkeys(found), *wide, Metapath((ENTITY, ENTITY), (("OWNS", True),)), *none]


def local(graph: Projection, ways: list[Metapath], level: Level) -> dict[tuple[str, str, str], float]:
    """By metapath and uids, in their order: what the rows of one machine say."""
    table = Table.of(moves_of(graph.view(level)))
    return {
        (way.text(VOCABULARY), graph.uids[start], graph.uids[end]): value
        for way in ways
        for start in range(len(graph))
        for end, value in zip(*(part.tolist() for part in row(table, way, start)), strict=True)
    }


def test_every_metapath_between_all_pairs(spark: SparkSession, tmp_path: Path) -> None:
    graph, ways = many_graphs(5, seed=5).projection(), every_metapath()
    bundled(graph, tmp_path / "bundle", Level.REGISTERED)
    job = Job.of(tmp_path / "bundle", VOCABULARY, tmp_path / "out")
    count = job.dwpc(spark, job.trie(ways))
    rows = pl.read_parquet(tmp_path / "out" / "*.parquet")
    known = local(graph, ways, Level.REGISTERED)
    assert rows.columns == ["metapath", "start", "end", "dwpc"]
    assert rows.height == count == len(known)
    found = {tuple(one[:3]): one[3] for one in rows.iter_rows()}
    assert list(found) == list(known)  # in the same order, too
    assert found == pytest.approx(known, rel=1e-9)
    assert len({one[0] for one in known}) > 0.7 * len(ways)  # the graphs have paths of most


def test_rows_do_not_depend_on_how_they_are_parted(spark: SparkSession, tmp_path: Path) -> None:
    bundled(many_graphs(4, seed=6).projection(), tmp_path / "bundle")
    way = Metapath.parse("Patent>CITES>Patent<CITES<Patent", VOCABULARY)
    outs = []
    for parts in ("1", "5"):
        spark.conf.set("spark.sql.shuffle.partitions", parts)
        job = Job.of(tmp_path / "bundle", VOCABULARY, tmp_path / parts)
        job.dwpc(spark, job.trie([way]))
        outs.append(pl.read_parquet(tmp_path / parts / "*.parquet"))
    spark.conf.set("spark.sql.shuffle.partitions", SMALL["spark.sql.shuffle.partitions"])
    assert outs[0].height > 4
    assert outs[0].drop("dwpc").equals(outs[1].drop("dwpc"))
    assert outs[0]["dwpc"].to_list() == pytest.approx(outs[1]["dwpc"].to_list(), rel=1e-12)


def test_metapaths_of_relations_that_are_not_there(spark: SparkSession, tmp_path: Path) -> None:
    bundled(many_graphs(1, seed=1).projection(), tmp_path / "bundle")
    job = Job.of(tmp_path / "bundle", VOCABULARY, tmp_path / "out")
    assert job.dwpc(spark, job.trie([Metapath.parse("Demand>IN_INDUSTRY>Industry", VOCABULARY)])) == 0
    assert pl.read_parquet(tmp_path / "out" / "*.parquet").columns == ["metapath", "start", "end", "dwpc"]


def test_the_bundle_of_the_examples_opens_as_their_graph(province: Path, engine: Engine) -> None:
    manifest = manifest_of(province, VOCABULARY)
    assert manifest.version == engine.version()
    assert differing(read.projection(province, manifest, VOCABULARY), engine.ground().projection) == []


@pytest.mark.parametrize(("to", "targets"), [("achievements", ("Patent", "Researcher")), ("demands", ())])
def test_matches_are_those_of_one_machine(
    spark: SparkSession, tmp_path: Path, to: Side, targets: tuple[str, ...]
) -> None:
    ground, level = technical(seed=1), Level.REGISTERED
    export(ground.projection, ground.properties, tmp_path / "bundle", clearance=level, progress=silent)
    _same_matches(spark, Batch(ground, ground.view(level), to, targets, 3), tmp_path / "bundle")


def test_matches_of_the_examples_are_those_of_one_machine(
    spark: SparkSession, province: Path, engine: Engine, tmp_path: Path
) -> None:
    ground = engine.ground()
    (tmp_path / "bundle").symlink_to(province)
    _same_matches(spark, Batch(ground, ground.view(Level.CORE), "achievements", (), 3), tmp_path / "bundle")


def _same_matches(spark: SparkSession, batch: Batch, bundle: Path) -> None:
    local, job = bundle.with_name("local.parquet"), Job.of(bundle, VOCABULARY, bundle.with_name("out"))
    write(batch.rows(silent), local)
    count = job.match(spark, Matching(job.bundle, VOCABULARY, batch.to, tuple(batch.targets), batch.first))
    mine, theirs = pl.read_parquet(job.out / "*.parquet"), pl.read_parquet(local)
    assert len(list(job.out.glob("*.parquet"))) > 1  # in parts, one after the other
    assert mine.columns == list(columns())
    assert mine.height == count > len(batch.asked) > 0
    assert 0 < mine["answer_uid" if batch.to == "achievements" else "demand_uid"].null_count() < mine.height
    assert mine.equals(theirs)


def test_the_measurement_compares_like_with_like(spark: SparkSession, tmp_path: Path) -> None:
    (figure,) = measure(graph_of(2_000, 12_000, VOCABULARY), spark, tmp_path, wanted=WAYS[:1])
    assert figure.metapath == WAYS[0]
    assert figure.pairs > 0
    assert min(figure.rows, figure.spark) > 0


def test_it_listens_on_the_loopback_only(spark: SparkSession) -> None:
    assert spark.range(3).count() == 3
    running = [one for one in psutil.Process().children(recursive=True) if "pyspark/jars" in " ".join(one.cmdline())]
    assert len(running) == 1
    listening = [one for one in running[0].net_connections() if one.status == psutil.CONN_LISTEN]
    assert listening
    assert {one.laddr.ip.removeprefix("::ffff:") for one in listening} == {"127.0.0.1"}


def test_what_fails_inside_is_told(spark: SparkSession) -> None:
    with pytest.raises(KezhuanError, match=r"SPARK_FAILED.*nothing_there"), failures():
        spark.sql("select * from nothing_there")


def test_a_process_that_does_not_start_is_told() -> None:
    before = dict(os.environ)
    with pytest.raises(KezhuanError, match=r"(?s)SPARK_NO_START.*NoSuchOption"):
        session(Cluster(options=("-XX:+NoSuchOption",))).__enter__()
    assert dict(os.environ) == before


def test_spark_runs_it_on_a_cluster(tmp_path: Path) -> None:
    """The program as ``spark-submit`` runs it: that script runs this class in the end."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    bundled(many_graphs(2, seed=3).projection(), tmp_path / "bundle")
    jars = Path(pyspark.__file__).parent / "jars"
    script = Path(__file__).parents[1] / "api" / "cluster" / "submit.py"
    opened = [
        f"--add-opens=java.base/{one}=ALL-UNNAMED" for one in ("java.nio", "java.util", "sun.nio.ch", "java.lang")
    ]
    virtual = [str(java()), *OPTIONS, "-XX:-UsePerfData", f"-Djava.io.tmpdir={scratch}", *opened]
    conf = SMALL | {"spark.ui.enabled": "false", "spark.driver.host": "127.0.0.1", "spark.local.dir": str(scratch)}
    given = [part for name, value in conf.items() for part in ("--conf", f"{name}={value}")]
    words = ["batch", "dwpc", str(tmp_path / "bundle"), "--out", str(tmp_path / "out"), "--json"]
    asked = ["--metapath", "Researcher>INVENTED>Patent"]
    submit = ["-cp", f"{jars}/*", "org.apache.spark.deploy.SparkSubmit", "--master", "local[1]", *given]
    own = {"PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1", "TMPDIR": str(scratch)}
    done = subprocess.run(
        [*virtual, *submit, str(script), *words, *asked],
        env=environment() | own,
        cwd=scratch,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert pl.read_parquet(tmp_path / "out" / "*.parquet").height > 0
    assert list(scratch.iterdir()) == []


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    bundled(many_graphs(1, seed=2).projection(), tmp_path / "bundle")
    return tmp_path / "bundle"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["dwpc", "{bundle}", "--out", "{out}"], "BATCH_NO_METAPATH"),
        (["dwpc", "{bundle}", "--out", "{out}", "--metapath", "Patent>HAUNTS>Patent"], "UNKNOWN_RELATION"),
        (["dwpc", "{bundle}", "--out", "{out}", "--metapath", "Patent>>Patent"], "METAPATH_INVALID"),
        (["dwpc", "{bundle}", "--out", "{out}", "--metapath", "Patent" + ">CITES>Patent" * 5], "METAPATH_LONG"),
        (["dwpc", "{bundle}", "--out", "{out}", "--from", "Ghost", "--to", "Patent"], "UNKNOWN_KIND"),
        (["dwpc", "{bundle}", "--out", "{bundle}", "--metapath", "Patent>CITES>Patent"], "FOLDER_THERE"),
        (["match", "{out}", "--out", "{out}"], "BUNDLE_NONE"),
        (["match", "{bundle}", "--out", "{out}", "--target", "Ghost"], "UNKNOWN_KIND"),
        (["match", "{bundle}", "--out", "{out}", "--first", "0"], "LIMIT_RANGE"),
    ],
)
def test_what_cannot_be_done_is_told_before_anything_starts(
    bundle: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: str
) -> None:
    settings = Settings.from_environment({"KEZHUAN_HOME": str(tmp_path)})
    given = [one.format(bundle=bundle, out=tmp_path / "out") for one in arguments]
    assert invoke(settings, ["batch", *given]) > 0
    assert code in capsys.readouterr().err
    assert {path.name for path in tmp_path.iterdir()} == {"bundle"}


def test_without_spark_it_says_how_to_get_it(
    bundle: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    settings = Settings.from_environment({"KEZHUAN_HOME": str(tmp_path), "KEZHUAN_LANG": "en"})
    assert invoke(settings, ["batch", "match", str(bundle), "--out", str(tmp_path / "out")]) == InputError.exit_code
    assert "pip install 'kezhuan[spark]'" in capsys.readouterr().err


def test_a_job_checks_its_bundle(bundle: Path, tmp_path: Path) -> None:
    (bundle / "merged.parquet").write_bytes(b"")
    with pytest.raises(InputError, match=r"BUNDLE_DAMAGED.*merged"):
        Job.of(bundle, VOCABULARY, tmp_path / "out")


def test_bounds_of_a_matching_are_kept_to(bundle: Path) -> None:
    with pytest.raises(LimitError, match="LIMIT_RANGE"):
        Matching(bundle, VOCABULARY, "demands", (), 0).check()
    with pytest.raises(NotFoundError, match="UNKNOWN_KIND"):
        Matching(bundle, VOCABULARY, "demands", ("Ghost",)).check()
