"""What the site is told, and what comes from it: publishing, pulling, and taking orders in."""
