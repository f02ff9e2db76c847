"""What the rooms stand on: commands, audit events, number series, sealed rows, jobs, paper."""
