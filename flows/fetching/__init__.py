"""From an address to an archived page: discovery, politeness, the address guard, the archive."""
