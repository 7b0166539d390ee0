"""How a bundle's members become one text, by type."""
