"""Questions about quotes: their versions, what they add up to, where they stand, their paper."""
