"""Part 2 of the model: who may know what, what the others do, and how to work together."""
