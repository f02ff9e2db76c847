"""The first run of an empty office: owner, vault, recovery sheets, company."""
