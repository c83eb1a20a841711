"""The README against the program: every command and option is in it, and its first screen is what comes out."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path

import pytest
import typer

from rag import cli, render
from rag.pipeline import Pipeline
from rag.report import OutcomeJson

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def options() -> dict[str, set[str]]:
    """Return the long options of each command, also of "gold add" and the like."""
    found = {}
    waiting = list(typer.main.get_command(cli.app).commands.items())
    for name, command in waiting:
        within = getattr(command, "commands", {})
        waiting += [(f"{name} {sub}", one) for sub, one in within.items()]
        if not within:
            opts = {opt for parameter in command.params for opt in parameter.opts if opt.startswith("--")}
            found[name] = opts - {"--help"}
    return found


def test_every_command_and_option_is_documented() -> None:
    for name, found in options().items():
        assert f"`quoth {name}" in README
        assert all(f"`{option}" in README or f"/`{option}" in README or f"/{option}" in README for option in found)


def test_every_command_and_option_in_the_readme_exists() -> None:
    known = options()
    for line in re.findall(r"^(?:\$ )?quoth (.*?)(?:#.*)?$", README, re.MULTILINE):
        words = shlex.split(line)
        name = next(name for name in (" ".join(words[:2]), words[0]) if name in known)
        arguments = words[len(name.split()) :]
        assert {argument for argument in arguments if argument.startswith("--")} <= known[name]


def test_the_first_screen_is_what_comes_out(pipeline: Pipeline) -> None:
    shown = re.search(r"```console\n(.*?)```", README, re.DOTALL)
    assert shown
    for block in shown[1].split("$ quoth ask ")[1:]:
        question, _, expected = block.partition("\n")
        assert render.rendered(pipeline.ask(shlex.split(question)[0]), colour=False) == expected.strip("\n")


def test_every_field_of_an_outcome_is_documented() -> None:
    table = README.partition("### The outcome")[2].partition("\n## ")[0]
    fields = OutcomeJson.__required_keys__ | OutcomeJson.__optional_keys__
    assert fields <= set(re.findall(r"`(\w+)`", table)) | {"error", "extra"}
    assert "`error`" in table


@pytest.mark.parametrize("command", ["pip install . && quoth serve", "pip install '.[test]' && pytest"])
def test_the_two_commands_stand_in_the_readme(command: str) -> None:
    assert f"```sh\n{command}\n```" in README


def test_the_top_level_is_what_was_agreed() -> None:
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")} - {"build", "dist"}
    assert found == {"pyproject.toml", "README.md", "rag", "corpus", "ui", "tests"}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert "torch==2.13.0" in project["dependencies"]
    assert "MIT License" in project["license"]["text"]
