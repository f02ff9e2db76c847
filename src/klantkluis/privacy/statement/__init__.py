"""The privacy statement: sentences, each with what proves it, put together from the settings."""
