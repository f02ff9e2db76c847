"""Taking in what came from the site: it becomes customers, orders and post of the office."""
