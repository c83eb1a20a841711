"""Trains a span reader, resumable after a stop at any moment.

    python -m rag.training.train MIXTURE.jsonl RUN --model all-MiniLM-L6-v2 [--passes 2 | --minutes 60] [--rate 1e-4]

RUN is a folder: `log.jsonl` (one line every 50 steps), `state.pt` (the last good checkpoint) and, at the end, `model/`.
The same command again goes on from the checkpoint, and does nothing if it had finished. With a budget in passes the
same seed on the same machine gives the same weights, stopped in between or not; a budget in minutes of work gives the
best that fits: either way the learning rate falls to nothing at the end.

Weights are bfloat16 with a float32 master copy in the optimiser, which on CPUs with AMX is four to eight times faster
than float32; runs alike on CUDA.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch

from rag.errors import QuothError, shown
from rag.training import examples, features, models
from rag.training.features import Layout, Window
from rag.training.losses import Loss, logits, span_loss


@dataclass(frozen=True, slots=True)
class Plan:
    """All that decides on the weights besides the data."""

    model: str
    passes: float = 2.0
    minutes: float | None = None
    """A budget of time; then `passes` is only the most."""
    rate: float = 1e-4
    """The highest learning rate, after the warm-up."""
    size: int = 32
    """Windows a step."""
    length: int = 256
    stride: int = 64
    decay: float = 0.01
    warm_up: float = 0.06
    layers: int | None = None
    """How many of the model's layers to keep, from the lowest on; all by default."""
    frozen: int = 0
    """How many of the lowest layers, and with them the embeddings, stay as they are."""
    seed: int = 0


class Run:
    """One training run: the model, its optimiser, and how far it is."""

    def __init__(self, folder: Path, plan: Plan, data: str, *, model: Any, tokenizer: Any, layout: Layout) -> None:
        """Begin, or go on from the checkpoint in `folder`.

        Args:
            folder: where the run keeps everything.
            plan: its settings.
            data: the fingerprint of the data.
            model: the model to train, float32.
            tokenizer: saved beside the weights.
            layout: the model's special tokens.

        Raises:
            QuothError: if the checkpoint there is damaged or that of another run, or no layer is left to train.
        """
        self.folder, self.plan = folder, plan
        self.fingerprint = hashlib.sha256(f"{sorted(asdict(plan).items())}{data}".encode()).hexdigest()
        self.step, self.worked = 0, 0.0
        self._tokenizer, self._layout = tokenizer, layout
        self._device = models.device()
        models.freeze(model, plan.frozen)
        self._master = [one.detach().clone().float().to(self._device) for one in model.parameters()]
        self._model = model.to(self._device, torch.bfloat16)
        self._working = list(model.parameters())
        groups = [
            {"params": [one for one in self._master if one.dim() > 1], "weight_decay": plan.decay},
            {"params": [one for one in self._master if one.dim() <= 1], "weight_decay": 0.0},
        ]
        self._optimiser = torch.optim.AdamW(groups, lr=plan.rate, betas=(0.9, 0.98), fused=True)
        self._resume()

    def train(
        self, cut: list[Window], loss: Loss = span_loss, *, every: float = 300.0, stop: int | None = None
    ) -> None:
        """Train to the end of the budget, or up to step `stop`, with a checkpoint `every` so many seconds."""
        lengths = [len(one.question) + len(one.passage) for one in cut]
        each = -(-len(cut) // self.plan.size)
        total = max(1, round(each * self.plan.passes))
        began = saved = time.monotonic()
        before, mean = self.worked, 0.0
        self._model.train()
        while self.step < total and self.step != stop:
            todo = list(features.order(lengths, self.plan.size, self.plan.seed, self.step // each))
            for chosen in todo[self.step % each :]:
                self.worked = before + time.monotonic() - began
                done = self.step / total
                if self.plan.minutes is not None:
                    done = max(done, self.worked / 60 / self.plan.minutes)
                if done >= 1 or self.step == stop:
                    break
                value = self._one(cut, chosen, loss, done, total)
                mean = value if not mean else 0.98 * mean + 0.02 * value
                if self.step % 50 == 0:
                    self._log(
                        step=self.step, done=round(done, 4), loss=round(mean, 4), minutes=round(self.worked / 60, 2)
                    )
                if time.monotonic() - saved >= every:
                    self._keep()
                    saved = time.monotonic()
            if done >= 1:
                break
        self._keep()

    def finish(self) -> Path:
        """Write the trained model, float32, and return its folder."""
        with torch.no_grad():
            self._model.float()
            for weight, master in zip(self._model.parameters(), self._master, strict=True):
                weight.copy_(master)
        models.save(self._model, self._tokenizer, self.folder / "model")
        told = {**asdict(self.plan), "fingerprint": self.fingerprint, "steps": self.step, "seconds": round(self.worked)}
        examples.write(self.folder / "model" / "training.json", json.dumps(told, indent=2).encode())
        return self.folder / "model"

    def _one(self, cut: list[Window], chosen: list[int], loss: Loss, done: float, total: int) -> float:
        """Take one step at `done` of the budget; return the loss."""
        warm = max(1, round(self.plan.warm_up * total))
        for group in self._optimiser.param_groups:
            group["lr"] = self.plan.rate * min(1, (self.step + 1) / warm) * (1 - done)
        batch = features.batch([cut[n] for n in chosen], self._layout).to(self._device)
        value = loss(batch, *logits(self._model, batch), chosen)
        torch.autograd.backward(value)
        for master, weight in zip(self._master, self._working, strict=True):
            master.grad = None if weight.grad is None else weight.grad.float()
            weight.grad = None
        torch.nn.utils.clip_grad_norm_([one for one in self._master if one.grad is not None], 1.0)
        self._optimiser.step()
        with torch.no_grad():
            for master, weight in zip(self._master, self._working, strict=True):
                weight.copy_(master)
        self.step += 1
        return float(value.detach())

    def _keep(self) -> None:
        """Write the checkpoint; if that fails the last good one stays, and the run goes on."""
        state = {
            "fingerprint": self.fingerprint,
            "step": self.step,
            "worked": self.worked,
            "master": self._master,
            "optimiser": self._optimiser.state_dict(),
        }
        raw = io.BytesIO()
        torch.save(state, raw)
        try:
            examples.write(self.folder / "state.pt", raw.getbuffer())
        except QuothError as error:
            examples.say(f"{error} (step {self.step})")

    def _resume(self) -> None:
        """Take up the checkpoint, if there is one."""
        path = self.folder / "state.pt"
        if not path.exists():
            return
        try:
            state = torch.load(path, weights_only=True, map_location=self._device)
            fingerprint = state["fingerprint"]
        except Exception as error:  # torch raises half a dozen kinds on a damaged file
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise QuothError(
                f"the checkpoint {shown(path)} is damaged: {reason[:80]}; remove it to start anew"
            ) from None
        if fingerprint != self.fingerprint:
            raise QuothError(
                f"the checkpoint {shown(path)} is of other data or settings ({fingerprint[:12]}…, "
                f"not {self.fingerprint[:12]}…); take another folder"
            )
        self.step, self.worked = state["step"], state["worked"]
        with torch.no_grad():
            for master, weight, kept in zip(self._master, self._working, state["master"], strict=True):
                master.copy_(kept)
                weight.copy_(kept)
        self._optimiser.load_state_dict(state["optimiser"])

    def _log(self, **entries: float) -> None:
        """Append a line to the log, and show it."""
        line = json.dumps(entries)
        examples.say(line)
        try:
            with (self.folder / "log.jsonl").open("a", encoding="utf-8") as file:
                file.write(line + "\n")
        except OSError as error:
            examples.say(f"cannot write the log: {error.strerror}")


def options(parser: argparse.ArgumentParser) -> None:
    """Add what the training commands share."""
    parser.add_argument("mixture", type=Path)
    parser.add_argument("run", type=Path)
    parser.add_argument("--model", default=models.SMALL)
    for name, value in (("passes", 2.0), ("rate", 1e-4), ("decay", 0.01), ("warm-up", 0.06)):
        parser.add_argument(f"--{name}", type=float, default=value)
    for name, number in (("size", 32), ("length", 256), ("stride", 64), ("frozen", 0), ("seed", 0)):
        parser.add_argument(f"--{name}", type=int, default=number)
    parser.add_argument("--layers", type=int)
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--threads", type=int, help="of the CPU; by default as many as torch likes")


def plan(given: argparse.Namespace) -> Plan:
    """Return the plan of a command line."""
    if given.threads is not None:
        torch.set_num_threads(given.threads)
    return Plan(**{name: getattr(given, name) for name in Plan.__dataclass_fields__})


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options(parser)
    given = parser.parse_args()
    try:
        settings = plan(given)
        mixture = [one for one in examples.load(given.mixture) if one.source != "pair"]  # those have no label
        model, tokenizer, layout = models.load(settings.model, seed=settings.seed, layers=settings.layers)
        cut, _ = features.windows(mixture, tokenizer, length=settings.length, stride=settings.stride)
        data = hashlib.sha256(given.mixture.read_bytes()).hexdigest()
        with examples.alone(given.run):
            run = Run(given.run, settings, data, model=model, tokenizer=tokenizer, layout=layout)
            examples.say(f"{len(mixture)} examples, {len(cut)} windows, from step {run.step}, {run.fingerprint[:12]}")
            run.train(cut)
            examples.say(f"done: {run.finish()}")
    except QuothError as error:
        raise SystemExit(str(error)) from None
    except KeyboardInterrupt:
        raise SystemExit("stopped; the same command goes on from the last checkpoint") from None


if __name__ == "__main__":
    main()
