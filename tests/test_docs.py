"""What the documents tell people to type exists: commands, options, files."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from api.cli.frame import build
from api.settings import Settings

ROOT = Path(__file__).parents[1]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
LINK = re.compile(r"\]\((?!https?://)([^)#]+)")


def lines() -> list[str]:
    """Every command line that begins with ``kezhuan``, settings before it and comments after it taken off."""
    found = []
    for document in DOCUMENTS:
        for block in re.findall(r"```sh\n(.*?)```", document.read_text(encoding="utf-8"), flags=re.S):
            found += [re.sub(r"^(\w+=\S+ )+", "", line) for line in block.splitlines()]
    return [line for line in found if line.startswith("kezhuan ")]


@pytest.mark.parametrize("line", lines())
def test_each_command_line_parses(line: str) -> None:
    words = shlex.split(line, comments=True)[1:]
    command: click.Command = build(Settings.from_environment({}))
    context = click.Context(command)
    while isinstance(command, click.Group):
        command.parse_args(context, list(words))
        name, found, words = command.resolve_command(context, [*context._protected_args, *context.args])
        assert found is not None, line
        command, context = found, click.Context(found, parent=context, info_name=name)
    command.parse_args(context, list(words))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_each_link_leads_somewhere(document: Path) -> None:
    for target in LINK.findall(document.read_text(encoding="utf-8")):
        assert (document.parent / target).exists(), target


def test_the_make_targets_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"make (\w+)", (ROOT / "README.md").read_text(encoding="utf-8")):
        assert re.search(rf"^{target}:", makefile, flags=re.M), target
