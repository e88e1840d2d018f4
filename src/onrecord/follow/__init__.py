"""Across reports: the same words in many of them, found, compared and checked."""
