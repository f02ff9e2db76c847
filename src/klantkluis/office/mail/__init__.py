"""The pages of outgoing mail: the server, the words, and where each mail stands."""
