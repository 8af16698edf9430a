"""What is loaded into Python apps to count what only their runtime knows (docs/AGENTS.md)."""
