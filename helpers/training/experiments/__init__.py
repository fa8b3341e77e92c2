"""The measured experiments, and what they found: small tables beside them."""
