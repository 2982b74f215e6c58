"""Running Samaan: the embedded PostgreSQL, the database roles, and the processes around them."""
