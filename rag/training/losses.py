"""What a reader's logits are trained on: labels, and another reader's logits; all over the places of a window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy, log_softmax

from rag.training.features import Batch

TEMPERATURE = 2.0

Loss = Callable[[Batch, Tensor, Tensor, list[int]], Tensor]
"""Takes a batch, the start and end logits at its places, shape (windows, places), and which windows they are."""


def logits(model: Any, batch: Batch) -> tuple[Tensor, Tensor]:
    """Return start and end logits at the batch's places, float32, shape (windows, places); -inf where there is none."""
    output = model(**batch.inputs)
    found = []
    for row in (output.start_logits, output.end_logits):
        at = row.float().gather(1, batch.places)
        found.append(at.masked_fill(~batch.valid, -torch.inf))
    return found[0], found[1]


def span_loss(batch: Batch, starts: Tensor, ends: Tensor, chosen: list[int]) -> Tensor:
    """Return the mean cross-entropy of first and last place (Devlin et al. 2019, section 4.3)."""
    del chosen
    return (cross_entropy(starts, batch.first) + cross_entropy(ends, batch.last)) / 2


def divergence(target: Tensor, logits: Tensor, valid: Tensor, temperature: float = TEMPERATURE) -> Tensor:
    """Return T^2 KL(target at T || logits at T) of each row, over its valid places; shape (rows,)."""
    p = log_softmax(target.masked_fill(~valid, -torch.inf) / temperature, dim=1)
    q = log_softmax(logits / temperature, dim=1)
    gap = torch.where(valid, p - q, torch.zeros_like(p))
    return temperature**2 * (p.exp() * gap).sum(dim=1)
