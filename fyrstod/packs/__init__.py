"""Load, check and freeze the content packs."""
