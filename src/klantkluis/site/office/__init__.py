"""Where the office knocks: signed questions, and what they do."""
