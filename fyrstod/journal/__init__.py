"""Who did or looked at what: a chain that nobody changes unseen."""
