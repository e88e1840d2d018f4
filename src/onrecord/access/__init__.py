"""Who may use a record over HTTP: users with their roles, passwords, sessions and tokens, and the log of what they did."""
