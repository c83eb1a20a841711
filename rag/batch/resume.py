"""Going on with a batch that was cut off: which old outcomes stay as they are."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from rag.batch import outcomes
from rag.batch.items import Asked, Item
from rag.batch.outcomes import Answer
from rag.batch.output import OutcomeFile
from rag.library import Library
from rag.pipeline import HISTORY
from rag.report import OutcomeJson
from rag.types import Turn


class Resumed:
    """The outcomes of an earlier run, and what of the questions they leave to ask."""

    def __init__(self, file: OutcomeFile, items: Iterable[Item], library: Library, *, history: bool) -> None:
        """Keep the file's first lines as long as each is what its item would give again, and cut the rest off.

        Those behind, should some have to be asked again, are kept in memory and written in their turn.
        """
        self._library = library
        self._later: dict[str, OutcomeJson] = {}
        self._turns: defaultdict[str, deque[OutcomeJson]] = defaultdict(lambda: deque(maxlen=HISTORY))
        self.kept = 0
        old = file.old()
        rest = iter(items)
        keep_until = 0
        for outcome, end in old:
            item = next(rest, None)
            if item is None:
                break
            before = self.turns(item) if history else ()
            if not outcomes.finished(outcome, library, item, before):
                rest = chain([item], rest)
                self._later = {later["id"]: later for later, _ in chain([(outcome, end)], old)}
                break
            if history and isinstance(item, Asked):
                self._turns[item.conversation].append(outcome)
            self.kept += 1
            keep_until = end
        file.cut(keep_until)
        self.items: Iterator[Item] = rest

    def turns(self, item: Item) -> Sequence[Turn]:
        """Return the turns of an item's conversation that were kept."""
        if not isinstance(item, Asked):
            return ()
        turns = [outcomes.turn(outcome) for outcome in self._turns[item.conversation]]
        return [turn for turn in turns if turn is not None]

    def answering(self, answer: Answer) -> Answer:
        """Return `answer`, but for an item whose old outcome still holds: that one is given again.

        The first items to be asked see those turns of their conversations that were kept.
        """

        def answered(item: Item, history: Sequence[Turn]) -> OutcomeJson:
            before = [*self.turns(item), *history][-HISTORY:]
            found = self._later.get(item.id)
            if found is not None and outcomes.finished(found, self._library, item, before):
                return found
            return answer(item, before)

        return answered
