"""What `scripts/up` and `scripts/test` run: PostgreSQL and Redis of this copy's own, and the programs on top of them."""
