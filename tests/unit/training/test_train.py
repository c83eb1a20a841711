"""Windows, losses, training and distillation on tiny models: exact places and resumption, one line for each mishap."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tiny_models as tiny
import torch

from rag.errors import QuothError
from rag.training import distil, examples, features, losses, models, teachers, train
from rag.training.features import Window
from rag.training.train import Plan, Run


def test_places_are_the_answers_tokens(tmp_path: Path) -> None:
    _, tokenizer, layout = models.load(tiny.bert(tmp_path / "m"))
    mixture = [*tiny.mixture(), tiny.example("who ?", "the cat , the dog , the sun , bob , ann , the moon .", "bob")]
    cut, owners = features.windows(mixture, tokenizer, length=15, stride=2)
    assert len(cut) > len(mixture)
    assert sorted(set(owners)) == list(range(len(mixture)))
    seen = set()
    for window, owner in zip(cut, owners, strict=True):
        if window.first:
            answer = mixture[owner].answer
            assert answer is not None
            ids = window.passage[window.first - 1 : window.last]
            assert [tokenizer.id_to_token(n) for n in ids] == answer.split()
            seen.add(owner)
    assert seen == {n for n, one in enumerate(mixture) if one.answer is not None}
    batch = features.batch(cut, layout)
    for row, window in enumerate(cut):
        places = batch.places[row][batch.valid[row]]
        assert batch.inputs["input_ids"][row][places].tolist() == [layout.start[0], *window.passage]
        assert batch.inputs["token_type_ids"][row][places].tolist() == [0] + [1] * len(window.passage)
        assert batch.inputs["attention_mask"][row].sum() == len(window.question) + len(window.passage) + 3


def test_bert_and_mpnet_have_the_same_places(tmp_path: Path) -> None:
    cuts = []
    for folder in (tiny.bert(tmp_path / "b"), tiny.mpnet(tmp_path / "m")):
        _, tokenizer, layout = models.load(folder)
        cut, _ = features.windows(tiny.mixture(), tokenizer, length=16, stride=2)
        batch = features.batch(cut, layout)
        assert ("token_type_ids" in batch.inputs) == (folder.name == "b")
        cuts.append([(len(one.passage), one.first, one.last) for one in cut])
    assert cuts[0] == cuts[1]


def test_a_question_without_room_is_refused(tmp_path: Path) -> None:
    _, tokenizer, _ = models.load(tiny.bert(tmp_path / "m"))
    with pytest.raises(QuothError, match="leaves no room"):
        features.windows([tiny.example("who " * 20, "ann")], tokenizer, length=20, stride=4)


def test_a_pass_takes_every_window_once_in_an_order_of_its_own() -> None:
    lengths = [n % 7 for n in range(103)]
    first, again, second = (list(features.order(lengths, 4, 0, n, chunk=5)) for n in (0, 0, 1))
    assert sorted(n for chosen in first for n in chosen) == list(range(103))
    assert first == again
    assert first != second
    assert len(first) == 26


def test_divergence_is_hintons() -> None:
    rng = np.random.default_rng(0)
    target, found = rng.normal(size=(2, 3, 5))
    valid = np.array([[1, 1, 1, 1, 1], [1, 1, 1, 0, 0], [1, 0, 0, 0, 0]], dtype=bool)
    expected = []
    for row in range(3):
        t, f = (x[row][valid[row]] / 2 for x in (target, found))
        p, q = (np.exp(x) / np.exp(x).sum() for x in (t, f))
        expected.append(4 * float((p * np.log(p / q)).sum()))
    masked = torch.tensor(found).masked_fill(~torch.tensor(valid), -torch.inf).requires_grad_()
    ours = losses.divergence(torch.tensor(target), masked, torch.tensor(valid))
    assert ours.tolist() == pytest.approx(expected)
    ours.sum().backward()
    assert masked.grad is not None
    assert masked.grad.isfinite().all()


def run(folder: Path, model: Path, *, data: str = "d", **changed: Any) -> tuple[Run, list[Window]]:
    loaded, tokenizer, layout = models.load(model)
    plan = Plan(str(model.name), **{"passes": 4.0, "rate": 1e-2, "size": 2, "length": 24, "stride": 4, **changed})
    cut, _ = features.windows(tiny.mixture(), tokenizer, length=plan.length, stride=plan.stride)
    folder.mkdir(exist_ok=True)
    return Run(folder, plan, data, model=loaded, tokenizer=tokenizer, layout=layout), cut


def weights(folder: Path) -> list[torch.Tensor]:
    return [one.detach() for one in models.load(folder)[0].parameters()]


def test_a_stopped_run_goes_on_to_the_same_weights(tmp_path: Path) -> None:
    model = tiny.bert(tmp_path / "m")
    straight, cut = run(tmp_path / "straight", model)
    straight.train(cut)
    assert straight.step == 12
    for stop in (2, 3, 7, None):
        stopped, cut = run(tmp_path / "stopped", model)
        stopped.train(cut, stop=stop)
        assert stopped.step == (12 if stop is None else stop)
    other, cut = run(tmp_path / "other", model, seed=1)
    other.train(cut)
    ends = [weights(one.finish()) for one in (straight, stopped, other)]
    assert all(torch.equal(a, b) for a, b in zip(ends[0], ends[1], strict=True))
    assert not all(torch.equal(a, b) for a, b in zip(ends[0], ends[2], strict=True))


def test_it_learns(tmp_path: Path) -> None:
    learner, cut = run(tmp_path / "r", tiny.bert(tmp_path / "m"), passes=60.0)
    learner.train(cut)
    trained, _, layout = models.load(learner.finish())
    batch = features.batch(cut, layout)
    with torch.inference_mode():
        starts, ends = losses.logits(trained, batch)
    assert starts.argmax(1).tolist() == batch.first.tolist()
    assert ends.argmax(1).tolist() == batch.last.tolist()
    assert len((tmp_path / "r" / "log.jsonl").read_text().splitlines()) == 180 // 50


def test_a_budget_of_time_ends_a_run(tmp_path: Path) -> None:
    hurried, cut = run(tmp_path / "r", tiny.bert(tmp_path / "m"), minutes=1e-9)
    hurried.train(cut)
    assert hurried.step == 0
    assert (tmp_path / "r" / "state.pt").exists()


def test_a_checkpoint_of_another_run_or_a_damaged_one_is_refused(tmp_path: Path) -> None:
    model = tiny.bert(tmp_path / "m")
    first, cut = run(tmp_path / "r", model)
    first.train(cut, stop=1)
    for changed in ({"seed": 2}, {"rate": 1e-3}, {"data": "e"}):
        with pytest.raises(QuothError, match="of other data or settings"):
            run(tmp_path / "r", model, **changed)
    state = tmp_path / "r" / "state.pt"
    state.write_bytes(state.read_bytes()[:1000])
    with pytest.raises(QuothError, match="is damaged") as caught:
        run(tmp_path / "r", model)
    assert "\n" not in str(caught.value)


def test_a_full_disk_keeps_the_last_good_checkpoint_and_the_run_going(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    model = tiny.bert(tmp_path / "m")
    one, cut = run(tmp_path / "r", model)
    one.train(cut, stop=2)
    before = (tmp_path / "r" / "state.pt").read_bytes()

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        one.train(cut, every=0.0)
    assert one.step == 12
    assert (tmp_path / "r" / "state.pt").read_bytes() == before
    assert "No space left on device; what was there before stays (step 3)" in capsys.readouterr().err
    again, _ = run(tmp_path / "r", model)
    assert again.step == 2


def test_other_architectures_and_broken_folders_are_refused_in_one_line(tmp_path: Path) -> None:
    folder = tiny.bert(tmp_path / "m")
    config = folder / "config.json"
    config.write_text(config.read_text().replace('"model_type": "bert"', '"model_type": "gpt2"'))
    with pytest.raises(QuothError, match="a reader is one of bert, mpnet"):
        models.load(folder)
    with pytest.raises(QuothError, match="no model in"):
        models.load(tmp_path / "none")
    broken = tiny.bert(tmp_path / "b")
    (broken / "model.safetensors").write_bytes(b"nothing")
    with pytest.raises(QuothError, match="cannot load the model") as caught:
        models.load(broken)
    assert "\n" not in str(caught.value)


def test_the_lowest_layers_are_kept(tmp_path: Path) -> None:
    whole, _, _ = models.load(tiny.bert(tmp_path / "m", layers=4))
    thin, _, _ = models.load(tmp_path / "m", layers=2)
    for kept, its in zip(thin.bert.encoder.layer, whole.bert.encoder.layer[:2], strict=True):
        assert torch.equal(kept.output.dense.weight, its.output.dense.weight)
    assert thin.config.num_hidden_layers == 2
    with pytest.raises(QuothError, match="4 layers; 5 of them"):
        models.load(tmp_path / "m", layers=5)


def test_frozen_layers_stay_as_they_are(tmp_path: Path) -> None:
    """To the bit, though they are worked with in bfloat16."""
    folder = tiny.bert(tmp_path / "m", layers=3)
    before, tokenizer, layout = models.load(folder)
    model, _, _ = models.load(folder)
    cut, _ = features.windows(tiny.mixture(), tokenizer, length=32, stride=4)
    one = Run(tmp_path / "r", Plan(str(folder), frozen=2), "", model=model, tokenizer=tokenizer, layout=layout)
    one.train(cut, stop=2)
    after, _, _ = models.load(one.finish())
    same = {
        name
        for (name, was), now in zip(before.named_parameters(), after.parameters(), strict=True)
        if torch.equal(was, now)
    }
    lowest = ("bert.embeddings", "bert.encoder.layer.0.", "bert.encoder.layer.1.")
    assert same == {name for name, _ in before.named_parameters() if name.startswith(lowest)}
    with pytest.raises(QuothError, match="3 layers; 3 of them"):
        models.freeze(model, 3)


def test_a_model_is_put_together_from_pieces(tmp_path: Path) -> None:
    import shutil

    tiny.mpnet(tmp_path / "model" / "inner")
    whole = Path(shutil.make_archive(str(tmp_path / "whole"), "zip", tmp_path / "model")).read_bytes()
    pieces = []
    for n in range(3):
        pieces.append(tmp_path / f"whole.zip.{n:03}")
        pieces[-1].write_bytes(whole[n * len(whole) // 3 : (n + 1) * len(whole) // 3])
    assert models.unpacked(pieces, tmp_path / "out") == tmp_path / "out" / "inner"
    with pytest.raises(QuothError, match="the 2 pieces are no zip"):
        models.unpacked(pieces[:2], tmp_path / "out2")


def test_a_student_comes_to_agree_with_its_teacher(tmp_path: Path) -> None:
    folder = tiny.mpnet(tmp_path / "t", seed=5)
    learner, cut = run(tmp_path / "r", tiny.bert(tmp_path / "m"), passes=150.0)
    teacher = teachers.opened(folder)
    read_by, _ = features.windows(tiny.mixture(), teacher.tokenizer, length=24, stride=4)
    targets = distil.taught(read_by, teacher, tmp_path / "targets", "f")
    model, _, layout = models.load(folder)
    with torch.inference_mode():
        starts, _ = losses.logits(model, features.batch(read_by, layout))
    for row, target in enumerate(targets):
        assert target.logits.shape == (2, len(read_by[row].passage) + 1)
        near = starts[row, : target.logits.shape[1]].numpy()
        assert np.abs(target.logits[0] - near).max() < 0.1 * max(1, np.abs(near).max())  # bfloat16

    def gap() -> float:
        return float(soft(batch_of(learner, cut), *its_logits(learner, cut), list(range(len(cut)))))

    soft = distil.SoftLoss(targets, [False] * len(cut), 0.5)  # without labels, all comes from the teacher
    before = gap()
    learner.train(cut, soft)
    assert gap() < before / 10


def batch_of(learner: Run, cut: list[Window]) -> features.Batch:
    return features.batch(cut, learner._layout)


def its_logits(learner: Run, cut: list[Window]) -> tuple[torch.Tensor, torch.Tensor]:
    with torch.inference_mode():
        return losses.logits(learner._model, batch_of(learner, cut))


def test_labels_count_only_where_there_are_some() -> None:
    logits = torch.zeros(2, 4)
    batch = features.Batch(
        {}, torch.zeros(2, 4, dtype=torch.long), torch.ones(2, 4, dtype=torch.bool), *torch.ones(2, 2).long()
    )
    same = [distil.Target(np.zeros((2, 4), dtype=np.float16))] * 2
    for labelled, expected in (([True, True], np.log(4)), ([True, False], np.log(4) / 2), ([False, False], 0)):
        loss = distil.SoftLoss(same, labelled, 0.3)(batch, logits, logits, [0, 1])
        assert float(loss) == pytest.approx(0.3 * expected, abs=1e-6)


def test_targets_are_made_once_and_belong_to_one_teacher(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    teacher = teachers.opened(tiny.bert(tmp_path / "t"))
    cut, _ = features.windows(tiny.mixture(), teacher.tokenizer, length=24, stride=4)
    monkeypatch.setattr(distil, "PART", 4)
    made = distil.taught(cut, teacher, tmp_path / "targets", "f")
    assert sorted(one.name for one in (tmp_path / "targets").iterdir()) == ["00000.npz", "00001.npz"]
    (tmp_path / "targets" / "00001.npz").unlink()  # as after a stop between the two

    asked: list[int] = []
    read = teacher.read

    def counted(windows: Sequence[Window]) -> Iterator[teachers.Logits]:
        asked.append(len(windows))
        return read(windows)

    monkeypatch.setattr(teacher, "read", counted)
    again = distil.taught(cut, teacher, tmp_path / "targets", "f")
    assert asked == [2]
    assert all(np.array_equal(a.logits, b.logits) for a, b in zip(made, again, strict=True))
    with pytest.raises(QuothError, match="of another teacher or mixture"):
        distil.taught(cut, teacher, tmp_path / "targets", "g")
    (tmp_path / "targets" / "00000.npz").write_bytes(b"PK")
    with pytest.raises(QuothError, match="are damaged"):
        distil.taught(cut, teacher, tmp_path / "targets", "f")


def test_the_command_trains_and_says_what_is_wrong_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from rag.training.examples import save

    save(tmp_path / "mix.jsonl", [*tiny.mixture(), tiny.example("who ?", "ann .", None, source="pair")])
    model = tiny.bert(tmp_path / "m")
    command = [
        str(tmp_path / "mix.jsonl"),
        str(tmp_path / "r"),
        "--model",
        str(model),
        "--length",
        "24",
        "--stride",
        "4",
    ]
    monkeypatch.setattr("sys.argv", ["train", *command])
    train.main()
    assert "6 examples, 6 windows" in capsys.readouterr().err  # a pair without a label is nothing to train on
    assert (tmp_path / "r" / "model" / "training.json").exists()
    with examples.alone(tmp_path / "r"), pytest.raises(SystemExit, match="another run works in"):
        train.main()
    teach = [*command[:1], str(tmp_path / "d"), *command[2:], "--teacher", str(model)]
    monkeypatch.setattr("sys.argv", ["distil", *teach])
    distil.main()
    assert (tmp_path / "d" / "model" / "model.safetensors").exists()
    monkeypatch.setattr("sys.argv", ["train", str(tmp_path / "none.jsonl"), str(tmp_path / "x")])
    with pytest.raises(SystemExit, match="no mixture in"):
        train.main()
