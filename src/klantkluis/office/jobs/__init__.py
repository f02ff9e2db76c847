"""The pages of background jobs, and the worker that does them."""
