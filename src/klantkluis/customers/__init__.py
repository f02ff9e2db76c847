"""People and firms, each under a key of their own."""
