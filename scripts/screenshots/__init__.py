"""Draws the main pages of the demo into docs/pages."""
