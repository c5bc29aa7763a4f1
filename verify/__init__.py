"""A citation and reference verifier."""
