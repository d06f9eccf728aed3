"""A small invented career site: its pages, and a server that shows them on this machine alone."""
