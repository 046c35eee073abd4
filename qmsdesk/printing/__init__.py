"""A paper and its values become a PDF."""
