"""Messages: both languages, the same placeholders, and every code that the source raises is there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import click
import pytest

from api.cli.frame import build
from api.settings import Settings
from graph import errors
from graph.words import MESSAGES, Words, catalogue, message

ROOT = Path(__file__).parents[1]
CATALOGUE = catalogue(MESSAGES)
RAISERS = {name for name, value in vars(errors).items() if isinstance(value, type) and name.endswith("Error")}
HAN = re.compile(r"[一-鿿]")


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def raised() -> Iterator[tuple[str, str, set[str], bool]]:
    """(file, code, keywords given, whether ``**values`` are passed too) of each of our errors made in the source."""
    for path in (p for room in ("graph", "etl", "api") for p in (ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", None) in RAISERS and node.args:
                code = node.args[0]
                if isinstance(code, ast.Constant):
                    names = {k.arg for k in node.keywords if k.arg}
                    yield path.name, str(code.value), names, any(k.arg is None for k in node.keywords)


@pytest.mark.parametrize("code", CATALOGUE)
def test_both_languages_with_the_same_places(code: str) -> None:
    words = CATALOGUE[code]
    assert words.zh.strip()
    assert fields(words.zh) == fields(words.en)
    assert len(HAN.findall(words.en)) < len(words.en) / 4, "an English text may quote Chinese, not be Chinese"


@pytest.mark.parametrize("second", ['[TWICE]\nzh = "又"\nen = "again"\n', '[HALF]\nzh = "半"\n'])
def test_a_code_in_two_files_or_in_one_language_is_refused(tmp_path: Path, second: str) -> None:
    (tmp_path / "a.toml").write_text('[TWICE]\nzh = "一"\nen = "once"\n', encoding="utf-8")
    assert set(catalogue(tmp_path)) == {"TWICE"}
    (tmp_path / "b.toml").write_text(second, encoding="utf-8")
    with pytest.raises(ValueError, match=r"b\.toml"):
        catalogue(tmp_path)


def test_no_file_of_messages_grows_past_a_page_or_three() -> None:
    lengths = {path.name: path.read_text(encoding="utf-8").count("\n") for path in MESSAGES.glob("*.toml")}
    assert {name: lines for name, lines in lengths.items() if lines > 180} == {}


def test_every_raised_code_has_its_message_and_all_its_values() -> None:
    found = list(raised())
    assert len(found) > 10
    for file, code, given, open_ended in found:
        assert code in CATALOGUE, (file, code)
        assert open_ended or fields(CATALOGUE[code].zh) <= given, (file, code)


def asked_by_name() -> Iterator[str]:
    """A pattern of codes for each text of the source: itself, or what an f-string can become."""
    for path in (p for room in ("graph", "etl", "api") for p in (ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isupper():
                yield re.escape(node.value)
            elif isinstance(node, ast.JoinedStr):
                parts = [str(v.value) if isinstance(v, ast.Constant) else "" for v in node.values]
                if re.match(r"[A-Z]{2,}_", parts[0]):
                    yield ".+".join(re.escape(part) for part in parts if part) + (".+" if not parts[-1] else "")


def asked_as_help(command: click.Command, trail: str) -> Iterator[str]:
    yield trail
    for param in command.params:
        own = f"{trail}_{param.name}"
        yield own if own in CATALOGUE else f"HELP_ANY_{param.name}"
    for name, sub in getattr(command, "commands", {}).items():
        yield from asked_as_help(sub, f"{trail}_{name}")


def test_no_message_is_left_that_nothing_asks_for() -> None:
    helps = set(asked_as_help(build(Settings.from_environment({})), "HELP"))
    named = re.compile("|".join(set(asked_by_name())))
    unused = [code for code in CATALOGUE if code not in helps and (code[:4] == "HELP" or not named.fullmatch(code))]
    assert unused == []


def test_words_fill_per_language() -> None:
    assert Words("在{where}", "in {where}").fill(where=Words("北京", "Beijing")) == Words("在北京", "in Beijing")


def test_an_error_says_code_and_both_languages() -> None:
    error = errors.NotFoundError("UNKNOWN_UID", uid="x:1")
    assert str(error) == f"[UNKNOWN_UID] {message('UNKNOWN_UID', uid='x:1').zh} / {error.words.en}"
    assert error.exit_code == 5
