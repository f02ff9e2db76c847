"""The job worker as a process."""
