"""What holds of the whole tree: sizes, names, the public face, what is written down."""
