"""What a sentence is worth as evidence: what speaks against a candidate, and what answers without being read for it."""
