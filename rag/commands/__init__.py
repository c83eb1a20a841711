"""The commands of `quoth`. Heavy modules are imported inside them, so that `quoth --help` is instant."""
