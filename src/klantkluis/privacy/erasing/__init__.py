"""Forgetting a person: a plan with a verdict per record, a signature, and carrying it out."""
