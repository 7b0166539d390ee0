"""The `sass` filter: Dart Sass, asked over its own protocol, which gets every file from the sources of the build."""
