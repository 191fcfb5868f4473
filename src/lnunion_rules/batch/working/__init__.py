"""Ready columns, and the rules worked out over them block by block."""
