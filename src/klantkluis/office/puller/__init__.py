"""The process that knocks at the site each minute."""
