"""Forms filled in about a record, kept as the XForm’s instance, each part in its compartment."""
