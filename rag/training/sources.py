"""Reads the data sets a reader is trained on into examples; one reader for each form of file.

Every function takes a file, gzip'd or not, and returns its examples; what cannot be one (an answer that does not
stand in its passage, an empty passage) is left out, which the mixture counts.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rag.errors import QuothError, shown
from rag.training.examples import Example

_BRACKETS = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "``": '"', "''": '"'}
"""How the Penn Treebank writes what a tokenised text had."""


def raw(path: Path) -> bytes:
    """Return the bytes of a file, unzipped.

    Raises:
        QuothError: if there is none, or its zip is damaged.
    """
    try:
        found = path.read_bytes()
        return gzip.decompress(found) if found[:2] == b"\x1f\x8b" else found
    except (OSError, EOFError, zlib.error) as error:
        raise QuothError(f"cannot read {shown(path)}: {error}; see the data folder's README") from None


def opened(path: Path) -> str:
    """Return the text of a file, gzip'd or not.

    Raises:
        QuothError: if there is none.
    """
    try:
        return raw(path).decode()
    except UnicodeDecodeError as error:
        raise QuothError(f"cannot read {shown(path)}: {error}; it must be UTF-8") from None


def squad(path: Path, source: str | None = None) -> list[Example]:
    """Read a SQuAD file of version 1.1 or 2.0; the first answer counts. Its source is called as the file by default.

    Raises:
        QuothError: if it is none.
    """
    try:
        return list(_squad(_json(path), source or path.name.split(".")[0]))
    except (KeyError, TypeError, AttributeError) as error:
        raise QuothError(f"{shown(path)} is no SQuAD file: no {error}; it needs data, paragraphs, qas") from None


def _squad(entries: dict[str, Any], source: str) -> Iterator[Example]:
    for index, article in enumerate(entries["data"]):
        for paragraph in article["paragraphs"]:
            for qa in paragraph["qas"]:
                answer: dict[str, Any] = qa["answers"][0] if qa.get("answers") else {"text": None, "answer_start": -1}
                title = article.get("title") or f"{source} {index}"
                yield Example(
                    f"{source}/{qa['id']}",
                    qa["question"].strip(),
                    paragraph["context"],
                    answer["text"],
                    answer["answer_start"],
                    source,
                    title,
                )


def natural_questions(path: Path) -> list[Example]:
    """Read real search questions with their passage; the short answer is taken where the passage has it first."""
    found = []
    for number, line in enumerate(opened(path).splitlines()):
        entry = json.loads(line)
        passage = entry["ctxs"][0]
        context = passage["text"]
        for answer in entry["answers"]:
            at = context.find(answer)
            if answer and at >= 0:
                found.append(
                    Example(f"nq/{number}", entry["question"], context, answer, at, "nq", passage.get("title") or "nq")
                )
                break
    return found


def fairytales(path: Path) -> list[Example]:
    """Read questions on stories whose answer stands in them word for word."""
    return [
        Example(f"tale/{n}", one["question"], one["text"], one["answer"], one["answer_start"], "tales", one["story"])
        for n, one in enumerate(_json(path))
        if one["answer_start"] >= 0
    ]


def policies(path: Path) -> list[Example]:
    """Read questions on privacy policies: several SQuAD files in one."""
    return [
        example
        for part, entries in sorted(_json(path).items())
        for example in _squad(entries, f"policyqa-{part.split('.')[0]}")
    ]


def qamr(questions: Path, sentences: Path) -> list[Example]:
    """Read questions on single sentences; an answer is the run of tokens from its first to its last.

    An answer of tokens that do not follow one another is left out: it is no span.
    """
    texts = {}
    for line in opened(sentences).splitlines():
        key, _, text = line.partition("\t")
        texts[key] = [_BRACKETS.get(token, token) for token in text.split(" ")]
    found = []
    for number, line in enumerate(opened(questions).splitlines()):
        key, *_, question, answer, _first, _second = line.split("\t")
        tokens, places = texts.get(key), [int(place) for place in answer.split()]
        if tokens is None or not places or places != list(range(places[0], places[-1] + 1)):
            continue
        start = len(" ".join([*tokens[: places[0]], ""]))
        span = " ".join(tokens[places[0] : places[-1] + 1])
        article = key.rsplit(":", 2)[0]
        found.append(Example(f"{key}/{number}", question, " ".join(tokens), span, start, "qamr", article))
    return found


def unanswerable(path: Path) -> list[tuple[str, str]]:
    """Read ids and words of questions that were written to have no answer in their passage, which is not given."""
    rows = [line.split("\t") for line in opened(path).splitlines()[1:]]
    return [(row[0], row[1]) for row in rows]


def _json(path: Path) -> Any:
    try:
        return json.loads(opened(path))
    except ValueError as error:
        raise QuothError(f"{shown(path)} is no JSON: {error}; see the data folder's README") from None
