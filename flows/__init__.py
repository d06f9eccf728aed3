"""When and in what order: Prefect flows, fetching and the command line."""
