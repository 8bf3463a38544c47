"""Copies of signed Java archives without their signatures.

Java checks every signature of an archive when it first reads from it, with code that is not compiled yet, and class
data sharing leaves out what is signed: together half of the processor time of a start. Our lock's SHA-256 has said
before what the archive is. Source: JAR File Specification, "Signed JAR File".
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

FOLDER = "unsigned"  # beside the archives
SIGNATURE = re.compile(r"META-INF/(?:SIG-[^/]+|[^/]+\.(?:SF|RSA|DSA|EC))", re.IGNORECASE)
MANIFEST = "META-INF/MANIFEST.MF"
SECTION_END = re.compile(rb"\r\n\r\n|\n\n|\r\r")  # the first section is about the archive, the others hold digests
QUICK = 1  # level of compression: most of it is never read again


def copy_of(jar: Path) -> Path:
    """Where the copy without signatures of ``jar`` lies if ``jar`` is signed."""
    return jar.parent / FOLDER / jar.name


def unsign(jar: Path) -> None:
    """Write the copy of ``jar`` if it is signed; a copy gets its name when it is complete. Raises ``OSError``.

    Whatever had that name is gone afterwards: it was made of another archive, or not by us.
    """
    copy = copy_of(jar)
    copy.unlink(missing_ok=True)
    if not zipfile.is_zipfile(jar):
        return
    with zipfile.ZipFile(jar) as signed:
        if not any(SIGNATURE.fullmatch(name) for name in signed.namelist()):
            return
        copy.parent.mkdir(exist_ok=True)
        draft = copy.with_name(f".{copy.name}")
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED, compresslevel=QUICK) as plain:
            for entry in signed.infolist():
                if not SIGNATURE.fullmatch(entry.filename):
                    plain.writestr(entry, _content(signed, entry), zipfile.ZIP_DEFLATED, QUICK)
    draft.replace(copy)


def _content(signed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    content = signed.read(entry)
    return SECTION_END.split(content, maxsplit=1)[0] + b"\r\n\r\n" if entry.filename == MANIFEST else content
