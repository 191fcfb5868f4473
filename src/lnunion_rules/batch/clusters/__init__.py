"""The batch in every partition of an engine's tables."""
