"""The link with the site: pairing, asking, pulling and bringing."""
