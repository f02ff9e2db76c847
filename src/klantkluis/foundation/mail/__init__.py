"""Outgoing mail: composed at the moment it is sent, handed over once, and every answer kept."""
