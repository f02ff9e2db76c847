"""What site and office say to each other: every message with a version, read strictly."""
