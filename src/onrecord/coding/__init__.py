"""Checking the record on a sample: sheets for people who code, and what comes of them."""
