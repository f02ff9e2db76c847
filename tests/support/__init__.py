"""Help for tests."""
