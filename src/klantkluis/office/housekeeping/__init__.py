"""What the office looks after by itself each night: checks, and letting go of what is over."""
