"""The first screen: what needs a person."""
