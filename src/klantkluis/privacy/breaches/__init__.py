"""The register of breaches: what happened, who was hit, and what was decided (GDPR art. 33)."""
