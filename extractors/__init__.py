"""A page in, a record out: pure functions without network, clock or Prefect."""
