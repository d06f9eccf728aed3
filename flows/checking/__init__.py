"""Whether a source is still what it was: a look at its site as it is today."""
