"""The access package: all that we hold of a person, and what has to be said of it.

GDPR art. 15 (access) and art. 20 (portability). It is made from the declarations of the rooms,
and from nothing else.
"""
