"""The catalogue of a dataset: pages for people, made of its latest version."""
