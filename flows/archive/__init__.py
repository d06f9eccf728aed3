"""What was fetched, kept: WARC segments with an index beside each, on a disk or in an object store."""
