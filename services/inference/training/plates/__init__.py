"""Number plates: drawn, photographed by a pretended camera, learned."""
