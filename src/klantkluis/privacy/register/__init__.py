"""The register of processing activities (GDPR art. 30), made from what the rooms declare."""
