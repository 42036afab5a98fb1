"""Part 1 of the model: process map, conversation guide, sorting a worry, factors."""
