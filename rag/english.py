"""The closed classes of English words that the rules on questions share, as alternatives of a pattern."""

from __future__ import annotations

ASKING = "who|whom|whose|what|when|where|which|why|how"
AUXILIARY = "is|are|was|were|do|does|did|will|would|can|could|should|shall|may|might|must|has|have|had"
PREPOSITION = "about|of|for|on|with|to|in|by|at|from|than|as"
