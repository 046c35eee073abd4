"""What people do: one keyword-only verb per gesture."""
