"""How Python apps are profiled."""
