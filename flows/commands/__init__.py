"""The commands of `jobprofiles`, one a file; each is imported when it is called."""
