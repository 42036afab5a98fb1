"""What the guided step is compared with: a plain Django site with one view of its own."""
