"""Teaches a small reader by what a large one makes of each window, not only by the labels.

    python -m rag.training.distil MIXTURE.jsonl RUN --teacher READER [--model all-MiniLM-L6-v2] [--hard 0.3] …

First the teacher (a checkpoint, a reader's folder, or the name of a reader that ships) reads every window of the
mixture; its logits go to RUN/targets in parts, so that a stop loses one part at most. Then the student is trained as
by `rag.training.train`, whose options and files these are, on

    hard * cross-entropy(labels) + (1 - hard) * T^2 * KL(teacher at T || student at T)      (Hinton et al. 2015)

Windows of source "pair" have no label, only the teacher's word for it: any question on any passage will do.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from rag.errors import QuothError, shown
from rag.training import examples, features, models, teachers, train
from rag.training.features import Batch, Window
from rag.training.losses import divergence
from rag.training.teachers import Logits, Teacher

PART = 2048
"""Windows in one file of targets."""


@dataclass(frozen=True, slots=True)
class Target:
    """What the teacher says of one window: start and end logits at its places, shape (2, places)."""

    logits: Logits


def taught(cut: Sequence[Window], teacher: Teacher, folder: Path, fingerprint: str) -> list[Target]:
    """Return the teacher's targets for every window; parts that are in `folder` already are read, not made again.

    Raises:
        QuothError: if a part there is of another teacher or mixture, or damaged, or cannot be written.
    """
    found: list[Target] = []
    for begin in range(0, len(cut), PART):
        part = cut[begin : begin + PART]
        path = folder / f"{begin // PART:05}.npz"
        if not path.exists():
            rows = list(teacher.read(part))
            raw = io.BytesIO()
            lengths = np.array([row.shape[1] for row in rows])
            np.savez(raw, flat=np.concatenate(rows, axis=1), lengths=lengths, of=np.array(fingerprint))
            examples.write(path, raw.getbuffer())
            examples.say(json.dumps({"taught": begin + len(part), "of": len(cut)}))
        found += _targets(path, part, fingerprint)
    return found


def _targets(path: Path, part: Sequence[Window], fingerprint: str) -> Iterator[Target]:
    """Read one file of targets."""
    try:
        with np.load(path) as entries:
            flat, lengths, made = entries["flat"], entries["lengths"], str(entries["of"])
    except Exception as error:  # numpy and zipfile raise half a dozen kinds on a damaged file
        raise QuothError(f"the targets {shown(path)} are damaged: {error}; remove the file to make it again") from None
    if made != fingerprint or list(lengths) != [len(one.passage) + 1 for one in part]:
        raise QuothError(f"the targets {shown(path)} are of another teacher or mixture; take another folder")
    return (Target(one) for one in np.split(flat, np.cumsum(lengths)[:-1], axis=1))


class SoftLoss:
    """The loss of a student: labels where there are some, and the teacher's targets."""

    def __init__(self, targets: Sequence[Target], labelled: Sequence[bool], hard: float) -> None:
        """Take the target of every window, whether it has a label, and the labels' weight, 0 to 1."""
        self._targets, self._labelled, self._hard = targets, labelled, hard

    def __call__(self, batch: Batch, starts: Tensor, ends: Tensor, chosen: list[int]) -> Tensor:
        """Return the mean loss of the windows `chosen`."""
        labelled = torch.tensor([self._labelled[n] for n in chosen], device=starts.device)
        weight = self._hard * labelled.float()
        soft = torch.zeros(2, *starts.shape)
        for row, n in enumerate(chosen):
            target = torch.from_numpy(self._targets[n].logits.astype(np.float32))
            soft[:, row, : target.shape[1]] = target
        soft = soft.to(starts.device)
        total = torch.zeros(len(chosen), device=starts.device)
        for found, target, place in ((starts, soft[0], batch.first), (ends, soft[1], batch.last)):
            total += weight * cross_entropy(found, place, reduction="none") / 2
            total += (1 - weight) * divergence(target, found, batch.valid) / 2
        return total.mean()


def main() -> None:
    """Read the command line, let the teacher read, train the student."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    train.options(parser)
    parser.add_argument("--teacher", type=Path, required=True)
    parser.add_argument("--hard", type=float, default=0.3)
    given = parser.parse_args()
    try:
        settings = train.plan(given)
        if not 0 <= given.hard <= 1:
            raise QuothError(f"the labels' weight is a share, not {given.hard:g}")
        mixture = examples.load(given.mixture)
        student, tokenizer, layout = models.load(settings.model, seed=settings.seed, layers=settings.layers)
        cut, owners = features.windows(mixture, tokenizer, length=settings.length, stride=settings.stride)
        teacher = teachers.opened(given.teacher)
        read_by, _ = features.windows(mixture, teacher.tokenizer, length=settings.length, stride=settings.stride)
        if [len(one.passage) for one in read_by] != [len(one.passage) for one in cut]:
            raise QuothError("teacher and student cut words differently, so one cannot teach the other")
        data = hashlib.sha256(given.mixture.read_bytes()).hexdigest()
        of = hashlib.sha256(f"{data}{teacher.digest}{settings.length},{settings.stride}".encode())
        with examples.alone(given.run):
            targets = taught(read_by, teacher, given.run / "targets", of.hexdigest())
            del teacher
            data = f"{of.hexdigest()}{given.hard}"
            run = train.Run(given.run, settings, data, model=student, tokenizer=tokenizer, layout=layout)
            loss = SoftLoss(targets, [mixture[n].source != "pair" for n in owners], given.hard)
            run.train(cut, loss)
            examples.say(f"done: {run.finish()}")
    except QuothError as error:
        raise SystemExit(str(error)) from None
    except KeyboardInterrupt:
        raise SystemExit("stopped; the same command goes on from where it was") from None


if __name__ == "__main__":
    main()
