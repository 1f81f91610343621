"""The command line: the only place that prints.

Every command is a thin shell over a function of the package. Errors become one line on standard
error; the exit status is 0 done, 1 an error, 2 wrong usage, 3 done but some input was unusable.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module, metadata
from typing import Any, cast

import click

from papermesh.cli.output import say
from papermesh.errors import PapermeshError

COMMANDS = {
    "ask": "asking",
    "build": "growing",
    "compare": "ranking",
    "copy": "cypher",
    "cypher": "cypher",
    "digest": "digesting",
    "eval": "scoring",
    "train": "training",
    "export": "showing",
    "extract": "growing",
    "leaderboard": "ranking",
    "mcp": "serving",
    "papers": "asking",
    "path": "connecting",
    "related": "connecting",
    "search": "asking",
    "serve": "serving",
    "show": "node",
    "stats": "connecting",
    "top": "ranking",
    "trends": "following",
    "viz": "showing",
}


class _Commands(click.Group):
    """Loads the module of a command only when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"papermesh.cli.{COMMANDS[cmd_name]}")
        return cast(click.Command, getattr(module, f"{cmd_name}_command"))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            import difflib

            close = difflib.get_close_matches(args[0], COMMANDS) if args else []
            if not close:
                raise
            raise click.UsageError(f"{error.message} Did you mean {close[0]!r}?", ctx) from error


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(metadata.version("papermesh"), prog_name="papermesh")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def cli(debug: bool) -> None:
    """Turn abstracts of AI papers into a knowledge graph, and ask it.

    Start with `papermesh build SOURCE…`, then `papermesh ask "which papers use MTEB"`.
    """


def main(args: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its status."""
    status = run(args)
    gc.freeze()  # the end of the process gives everything back; looking at each object takes seconds
    sys.exit(status)


def run(args: Sequence[str] | None = None) -> int:
    """Run the command line.

    Returns:
        The exit status.
    """
    arguments = list(sys.argv[1:] if args is None else args)
    options = arguments[: arguments.index("--")] if "--" in arguments else arguments
    debug = "--debug" in options
    if debug:
        arguments.remove("--debug")
    try:
        result: Any = cli.main(arguments, prog_name="papermesh", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except click.ClickException as error:
        error.show()
        return 2
    except (KeyboardInterrupt, click.Abort):
        say("interrupted")
        return 1
    except BrokenPipeError:
        # The reader of our output has gone; say nothing more, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except PapermeshError as error:
        if debug:
            raise
        say(f"papermesh: {error}")
        return 1
    except OSError as error:
        if debug:
            raise
        say(
            f"papermesh: {error.filename or ''}: {error.strerror or error}; check the path and its permissions"
        )
        return 1
    except Exception as error:  # the last resort: a mistake of ours is one line as well
        if debug:
            raise
        reason = " ".join(str(error).split())[:200]
        say(
            f"papermesh: unexpected {type(error).__name__}: {reason}; run it with --debug and report it"
        )
        return 1
