"""What a stack is, may be and becomes: frozen values and pure functions."""
