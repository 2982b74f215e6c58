"""Telephones that fill in Samaan's forms without a line: their tokens, OpenRosa, and what arrives from them."""
