"""The rules of the house that no compiler checks; tools/lint.py runs them."""
