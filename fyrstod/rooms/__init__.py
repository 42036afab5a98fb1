"""An agency's own room: concerns, sealed, with every look on record."""
