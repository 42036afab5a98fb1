"""How fast and how heavy Fyrstöd is, measured beside the alternatives. Run `script/bench`."""
