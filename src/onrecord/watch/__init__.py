"""Following feeds, politely, for years."""
