"""How long a test waits for a server that it runs itself.

A server that is to answer is waited for as long as the product waits: on a busy machine a thread
may stand still for half a second. Only a server that is told never to answer is given up soon.
"""

SHORT = 2.0
"""Seconds after which a server that never answers is given up, in tests."""
NEVER = 30.0
"""Seconds in which a server that is told not to answer does not answer."""
