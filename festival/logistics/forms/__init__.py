"""Are what people type into logistics' forms well formed."""
