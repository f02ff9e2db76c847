"""Who was given what about whom, when, and on which legal ground."""
