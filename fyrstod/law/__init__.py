"""Rule cards evaluated against a situation: pure functions, without database, request or clock."""
