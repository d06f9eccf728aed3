"""The words everybody speaks: pydantic models and plain data, nothing that does work."""
