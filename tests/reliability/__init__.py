"""What crmkit promises when processes, connections, servers and disks fail; `--long` for long."""
