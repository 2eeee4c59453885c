"""What `scripts/up` and `scripts/test` run: this copy's PostgreSQL and Redis, and the programs on top."""
