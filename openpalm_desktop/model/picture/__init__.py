"""A picture of the stack: what is on it, what belongs together, and where everything stands."""
