"""The workload contract in pydantic, for all frameworks."""
