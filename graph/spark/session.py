"""A Spark session: of our own Java process, or of the one that ``spark-submit`` runs us in."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.errors import InputError, KezhuanError
from graph.spark.jvm import gateway_process

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

SUBMITTED = "PYSPARK_GATEWAY_PORT"  # spark-submit tells its programs by this variable where its Java process listens
SHUFFLES = 16  # parts of a join on one machine


@dataclass(frozen=True, slots=True)
class Cluster:
    """Where a job runs. ``master``: as Spark names it, such as ``local[2]`` or ``spark://host:7077``; ``heap``: memory
    of the Java process here. ``settings``: more of Spark's; ``options``: more of the virtual machine's.

    Where ``spark-submit`` runs us it has settled all of these.
    """

    master: str = "local[*]"
    heap: str = "2g"
    settings: Mapping[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()


@contextmanager
def session(cluster: Cluster) -> Iterator[SparkSession]:
    """A session that stops with the block, its temporary files with it.

    Raises ``InputError`` (SPARK_NONE) when ``pyspark`` is not installed, ``KezhuanError``: SPARK_NO_START, and
    SPARK_FAILED for what goes wrong inside Spark.
    """
    if find_spec("pyspark") is None:
        raise InputError("SPARK_NONE")
    with failures(), _submitted() if SUBMITTED in os.environ else _own(cluster) as made:
        yield made


@contextmanager
def _submitted() -> Iterator[SparkSession]:
    from pyspark.sql import SparkSession  # noqa: PLC0415 - its import takes long, and it may not be installed

    made = SparkSession.builder.appName("kezhuan").getOrCreate()
    try:
        yield made
    finally:
        made.stop()


@contextmanager
def _own(cluster: Cluster) -> Iterator[SparkSession]:
    """A session of a Java process of our own; on one machine it listens on the loopback only."""
    import pyspark  # noqa: PLC0415
    from pyspark import java_gateway  # noqa: PLC0415
    from pyspark.sql import SparkSession  # noqa: PLC0415

    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kezhuan-spark-")))
        jars = Path(pyspark.__file__).parent / "jars"
        port, secret = stack.enter_context(
            gateway_process(jars, scratch, options=(f"-Xmx{cluster.heap}", *cluster.options))
        )
        given = {SUBMITTED: str(port), "PYSPARK_GATEWAY_SECRET": secret, "PYSPARK_PYTHON": sys.executable}
        stack.callback(signal.signal, signal.SIGINT, signal.getsignal(signal.SIGINT))  # Spark takes it over
        with _environment(given):
            gateway: Any = java_gateway.launch_gateway()  # type: ignore[no-untyped-call]
            stack.callback(_forget, gateway)
            conf = pyspark.SparkConf(loadDefaults=False, _jvm=gateway.jvm)
            conf.setAll(list(_settings(cluster, scratch).items()))
            context = pyspark.SparkContext(conf=conf, gateway=gateway)
        stack.callback(context.stop)
        made = SparkSession(context)
        stack.callback(made.stop)
        yield made


def _settings(cluster: Cluster, scratch: Path) -> dict[str, str]:
    """The settings of Spark (spark.apache.org/docs/latest/configuration.html)."""
    found = {
        "spark.master": cluster.master,
        "spark.app.name": "kezhuan",
        "spark.local.dir": str(scratch),
        "spark.sql.warehouse.dir": str(scratch / "warehouse"),
        "spark.sql.session.timeZone": "UTC",
        "spark.log.level": "ERROR",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    if cluster.master.startswith("local"):
        found |= {
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.sql.shuffle.partitions": str(SHUFFLES),
        }
    return found | dict(cluster.settings)


@contextmanager
def failures() -> Iterator[None]:
    """What goes wrong inside Spark as a message of ours."""
    from py4j.protocol import Py4JError  # noqa: PLC0415
    from pyspark.errors import PySparkException  # noqa: PLC0415

    try:
        yield
    except (Py4JError, PySparkException) as error:
        raise KezhuanError("SPARK_FAILED", why=str(error).strip().partition("\n\n")[0]) from error


@contextmanager
def _environment(given: Mapping[str, str]) -> Iterator[None]:
    """``pyspark`` reads these from the environment only; it is as it was afterwards."""
    before = dict(os.environ)
    os.environ.update(given)
    try:
        yield
    finally:
        for name in set(os.environ) - set(before):
            del os.environ[name]
        os.environ.update(before)


def _forget(gateway: Any) -> None:
    """Close what is open towards the Java process, and let ``pyspark`` know nothing of it."""
    from pyspark import SparkContext  # noqa: PLC0415

    with suppress(OSError):
        gateway.shutdown()
    SparkContext._gateway = SparkContext._jvm = None
