"""Puts the commands together and turns every foreseeable failure into a coded message."""

from __future__ import annotations

import errno
import logging
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import click
import orjson
import typer
from rich.console import Console

from api.cli import commands
from api.cli.desk import Desk
from api.cli.help import localise
from api.settings import Settings
from graph.errors import InputError, KezhuanError


def main() -> None:
    """Run ``kezhuan`` with the arguments and environment of this process, and exit with the code of the outcome."""
    logging.getLogger("neo4j").setLevel(logging.CRITICAL)
    try:
        settings = Settings.from_environment(os.environ)
    except KezhuanError as error:
        sys.exit(_tell(error, lang_of_failure=None))
    sys.exit(invoke(settings, sys.argv[1:]))


def invoke(settings: Settings, arguments: list[str]) -> int:
    """Run one command line; returns the exit code. Usage faults of the command line itself exit with 2."""
    try:
        code = build(settings, commands.wanted(arguments))(arguments, prog_name="kezhuan", standalone_mode=False)
    except KezhuanError as error:
        return _tell(error, lang_of_failure=settings, as_json="--json" in arguments)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except (click.exceptions.Abort, KeyboardInterrupt):
        return 130
    except click.ClickException as fault:
        fault.show()
        return fault.exit_code
    except BrokenPipeError:
        return _closed_pipe()
    except OSError as error:
        return _tell(_from_system(error), lang_of_failure=settings, as_json="--json" in arguments)
    return code if isinstance(code, int) else 0  # click returns the code of an Exit that a command raised


def build(settings: Settings, name: str | None = None) -> click.Command:
    """The command tree in the language of ``settings``; of the first word ``name`` alone when there is one."""
    app = typer.Typer(add_completion=False, no_args_is_help=True, callback=_globals(settings))
    for word, command in commands.top(name).items():
        app.command(word)(command)
    for word, under in commands.groups(name).items():
        group = typer.Typer(no_args_is_help=True)
        for sub, command in under.items():
            group.command(sub)(command)
        app.add_typer(group, name=word)
    return localise(typer.main.get_command(app), settings.lang)


def _globals(settings: Settings) -> Callable[..., None]:
    def kezhuan(
        ctx: typer.Context,
        ontology: Annotated[Path | None, typer.Option("--ontology")] = None,
        home: Annotated[Path | None, typer.Option("--home")] = None,
        role: Annotated[str | None, typer.Option("--role")] = None,
    ) -> None:
        chosen = replace(
            settings,
            ontology=(ontology or settings.ontology).absolute(),
            home=(home or settings.home).absolute(),
            role=role or settings.role,
        )
        ctx.obj = Desk(chosen)

    return kezhuan


def _tell(error: KezhuanError, *, lang_of_failure: Settings | None, as_json: bool = False) -> int:
    """Print the error to standard error: as JSON, in the language set, or in both when that is not known."""
    if as_json:
        body = {"error": {"code": error.code, "zh": error.words.zh, "en": error.words.en}}
        print(orjson.dumps(body).decode(), file=sys.stderr)
    else:
        text = str(error) if lang_of_failure is None else f"[{error.code}] {error.words.text(lang_of_failure.lang)}"
        Console(stderr=True).print(text, style="red", markup=False, highlight=False)
    return error.exit_code


def _from_system(error: OSError) -> KezhuanError:
    path = error.filename or ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return InputError("DISK_FULL", path=path)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return InputError("FILE_DENIED", path=path)
    if error.errno == errno.ENOENT:
        return InputError("INPUT_NO_FILE", path=path)
    return InputError("SYSTEM_FAULT", why=error)


def _closed_pipe() -> int:
    """The reader of our output went away (``| head``): not a failure, and nothing more may be written."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
