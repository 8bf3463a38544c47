"""Help texts of the command line, taken from the messages file by the names of commands and options."""

from __future__ import annotations

import click
from typer.core import TyperArgument, TyperOption

from graph.words import Lang, message


def localise(command: click.Command, lang: Lang, trail: str = "HELP") -> click.Command:
    """Set the help of ``command``, its options and its sub-commands from ``HELP_…`` messages in ``lang``.

    A parameter takes ``<command>_<parameter>`` or, when several commands share it, ``HELP_ANY_<parameter>``.
    Raises ``KeyError`` for one that has neither, so that no command goes without help.
    """
    command.help = message(trail).text(lang)
    command.short_help = command.help
    for param in command.params:
        if isinstance(param, TyperOption | TyperArgument) and param.name != "help":
            param.help = _text(f"{trail}_{param.name}", f"HELP_ANY_{param.name}", lang)
    if isinstance(command, click.Group):
        for name, sub in command.commands.items():
            localise(sub, lang, f"{trail}_{name}")
    return command


def _text(code: str, shared: str, lang: Lang) -> str:
    try:
        return message(code).text(lang)
    except KeyError:
        return message(shared).text(lang)
