"""The search index: in the memory of the vault process, built anew after each unlock."""
