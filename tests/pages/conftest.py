"""Two groups are not read field by field: README.md beside this file says why."""

collect_ignore = ["heldout", "measured"]
