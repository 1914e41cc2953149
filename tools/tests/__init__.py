"""Unit tests of the tools; `make lint` runs them."""
