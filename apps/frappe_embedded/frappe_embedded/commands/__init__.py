"""The engine's own commands, one module per subject; `cli` knows which command is where."""
