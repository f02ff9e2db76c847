"""The privacy statement with its proofs, and the register of processing."""
