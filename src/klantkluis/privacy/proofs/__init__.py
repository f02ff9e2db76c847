"""The proofs of the privacy statement: checks that look at this very system."""
