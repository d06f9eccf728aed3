"""Measurements: quality, speed, hostile pages, broken pages. Not part of the product; `make help` lists them."""
