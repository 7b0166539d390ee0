"""Where one file names another: scanners of CSS, JS and SVG, and how a new name takes the old one's place."""
