"""One `Document` tree, many papers."""
