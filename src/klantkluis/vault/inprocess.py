"""The vault in this very process, for unit tests: the same server code, without a socket."""
