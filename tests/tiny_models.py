"""Tiny models for the tests of training: BERT and MPNet of two layers over a dozen words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer
from transformers import BertConfig, BertForQuestionAnswering, MPNetConfig, MPNetForQuestionAnswering

from rag.training.examples import Example

_WORDS = "who what when did rise fall the ann bob cat dog sun moon in at , . ? ##s ##ing 1900 1950"
WORDS = _WORDS.split()
MANIFEST = {
    "name": "tiny",
    "licence": "none",
    "training": "none",
    "threshold_logit": 0.0,
    "calibration": [1.0, 0.0],
    "window_tokens": 24,
    "stride_tokens": 4,
    "question_tokens": 8,
    "answer_tokens": 5,
}


def bert(folder: Path, *, seed: int = 0, layers: int = 2) -> Path:
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
    torch.manual_seed(seed)
    config = BertConfig(
        vocab_size=len(special) + len(WORDS),
        hidden_size=16,
        num_hidden_layers=layers,
        num_attention_heads=2,
        intermediate_size=24,
        max_position_embeddings=64,
        initializer_range=0.5,
    )
    return _saved(BertForQuestionAnswering(config), special, "[UNK]", folder)


def mpnet(folder: Path, *, seed: int = 0) -> Path:
    special = ["<s>", "<pad>", "</s>", "[UNK]", "[CLS]", "[SEP]"]  # MPNet's vocabulary has BERT's within it
    torch.manual_seed(seed)
    config = MPNetConfig(
        vocab_size=len(special) + len(WORDS),
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=24,
        max_position_embeddings=64,
        initializer_range=0.5,
    )
    return _saved(MPNetForQuestionAnswering(config), special, "[UNK]", folder)


def _saved(model: Any, special: list[str], unknown: str, folder: Path) -> Path:
    vocabulary = {word: n for n, word in enumerate([*special, *WORDS])}
    tokenizer = Tokenizer(WordPiece(vocabulary, unk_token=unknown))
    tokenizer.normalizer = BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = BertPreTokenizer()
    model.save_pretrained(folder)
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


def example(question: str, context: str, answer: str | None = None, **other: str) -> Example:
    start = -1 if answer is None else context.index(answer)
    entries = {"id": question, "source": "test", "article": "a", **other}
    return Example(question=question, context=context, answer=answer, start=start, **entries)


def mixture() -> list[Example]:
    return [
        example("who did rise ?", "the sun did rise at 1900 .", "the sun"),
        example("when did bob fall ?", "bob , the cat , did fall in 1950 .", "1950"),
        example("who did fall ?", "the moon did rise .", None),
        example("what did ann ?", "ann did rise , bob did fall .", "rise"),
        example("when did ann fall ?", "bob , the dog , did fall in 1950 .", None),
        example("who did fall ?", "bob , the cat , did fall in 1950 .", "bob"),
    ]


def manifest(path: Path) -> Path:
    path.write_text(json.dumps(MANIFEST), encoding="utf-8")
    return path
