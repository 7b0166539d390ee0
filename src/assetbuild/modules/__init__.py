"""What bare specifiers of ES modules name: by the configured import map, and by the `package.json` of packages."""
