"""Turns examples into the windows of tokens a reader is trained on, and windows into batches.

A window is [start] question [middle] a stretch of the passage [end], the same for BERT and for MPNet but for the
special tokens. Its *places* are what a span may begin or end at: place 0 is the null position (the first token),
place 1 + i the passage's token i. Question and padding are no places, so a softmax over places is the one that
`rag.decode` takes. BERT and MPNet cut text into the same word pieces, so a place means the same for both, which is
what lets one teach the other.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from rag.errors import QuothError
from rag.training.examples import Example


@dataclass(frozen=True, slots=True)
class Layout:
    """The special tokens around question and passage, and whether the passage has a token type of its own."""

    start: tuple[int, ...]
    middle: tuple[int, ...]
    end: tuple[int, ...]
    pad: int
    types: bool


@dataclass(frozen=True, slots=True)
class Window:
    """The tokens of a question and of a stretch of its passage, and the places where the answer begins and ends."""

    question: list[int]
    passage: list[int]
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows side by side; `places` has shape (windows, places), and says where in the row each place is.

    `valid` is False where a shorter window has no such place.
    """

    inputs: dict[str, Tensor]
    places: Tensor
    valid: Tensor
    first: Tensor
    last: Tensor

    def to(self, device: torch.device) -> Batch:
        """Return the batch on `device`."""
        inputs = {name: value.to(device) for name, value in self.inputs.items()}
        return Batch(inputs, *(one.to(device) for one in (self.places, self.valid, self.first, self.last)))


def windows(
    examples: Sequence[Example], tokenizer: object, *, length: int, stride: int
) -> tuple[list[Window], list[int]]:
    """Cut every example into windows of at most `length` tokens, special ones included, that share `stride`.

    Returns the windows, and of each the example that it is from. A window without the whole answer has its answer at
    the null position. Questions that leave no room are an error of the mixture, which keeps to short ones.

    Raises:
        QuothError: if a question is too long for the window.
    """
    from tokenizers import Tokenizer

    assert isinstance(tokenizer, Tokenizer)
    tokenizer.no_truncation()
    tokenizer.no_padding()
    asked = tokenizer.encode_batch([one.question for one in examples], add_special_tokens=False)
    read = tokenizer.encode_batch([one.context for one in examples], add_special_tokens=False)
    found: list[Window] = []
    owners: list[int] = []
    for owner, (example, question, passage) in enumerate(zip(examples, asked, read, strict=True)):
        room = length - len(question.ids) - 4  # MPNet's special tokens; BERT has one less
        if room <= stride:
            raise QuothError(f"example {example.id}: a question of {len(question.ids)} tokens leaves no room to read")
        first, last = _answer(example, passage.offsets)
        for begin in range(0, max(1, len(passage.ids) - stride), room - stride):
            ids = passage.ids[begin : begin + room]
            inside = begin <= first and last < begin + len(ids)
            span = (first - begin + 1, last - begin + 1) if inside else (0, 0)
            found.append(Window(question.ids, ids, *span))
            owners.append(owner)
    return found, owners


def _answer(example: Example, offsets: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Return the first and last token of the answer; (-1, -1) without one, or if no token lies in it."""
    if example.answer is None:
        return -1, -1
    end = example.start + len(example.answer)
    inside = [n for n, (left, right) in enumerate(offsets) if right > example.start and left < end]
    return (inside[0], inside[-1]) if inside else (-1, -1)


def batch(chosen: Sequence[Window], layout: Layout, *, multiple: int = 16) -> Batch:
    """Put windows side by side, padded to a `multiple` of tokens (fewer shapes run faster)."""
    rows = [[*layout.start, *one.question, *layout.middle, *one.passage, *layout.end] for one in chosen]
    width = -(-max(map(len, rows)) // multiple) * multiple
    deep = 1 + max(len(one.passage) for one in chosen)
    ids = torch.full((len(rows), width), layout.pad)
    mask, types = torch.zeros(2, len(rows), width, dtype=torch.long).unbind()
    places = torch.zeros(len(rows), deep, dtype=torch.long)
    valid = torch.zeros(len(rows), deep, dtype=torch.bool)
    for n, (row, one) in enumerate(zip(rows, chosen, strict=True)):
        ids[n, : len(row)] = torch.tensor(row)
        mask[n, : len(row)] = 1
        prefix = len(layout.start) + len(one.question) + len(layout.middle)
        types[n, prefix : len(row)] = 1
        places[n, 1 : len(one.passage) + 1] = torch.arange(prefix, prefix + len(one.passage))
        valid[n, : len(one.passage) + 1] = True
    inputs = {"input_ids": ids, "attention_mask": mask} | ({"token_type_ids": types} if layout.types else {})
    first, last = (torch.tensor([getattr(one, name) for one in chosen]) for name in ("first", "last"))
    return Batch(inputs, places, valid, first, last)


def order(lengths: Sequence[int], size: int, seed: int, pass_: int, *, chunk: int = 50) -> Iterator[list[int]]:
    """Return the batches of one pass: shuffled, but each of windows of about the same length.

    Windows are shuffled, sorted by length within chunks of `chunk` batches, and the batches of a chunk shuffled
    again. Depends on nothing but its arguments, so a resumed run goes on exactly where it stopped.
    """
    random_ = random.Random(f"{seed}/{pass_}")
    shuffled = list(range(len(lengths)))
    random_.shuffle(shuffled)
    for begin in range(0, len(shuffled), size * chunk):
        near = sorted(shuffled[begin : begin + size * chunk], key=lambda n: lengths[n])
        batches = [near[at : at + size] for at in range(0, len(near), size)]
        random_.shuffle(batches)
        yield from batches
