"""What each part of this room keeps: why, on which basis, for how long."""
