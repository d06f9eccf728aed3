"""Records in, a published dataset version out."""
