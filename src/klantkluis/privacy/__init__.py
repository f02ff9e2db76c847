"""The rights of people: requests, access, erasure, retention, the statement and its proofs."""
