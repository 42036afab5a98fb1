"""Parts 3 and 4 of the model: the concern report and the police report, one mechanism."""
