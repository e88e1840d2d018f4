"""Drawings in SVG, made of nothing but words and numbers: cards of statements, and charts of the ledger."""
