"""YAML on disk: reading it with places, writing it canonically, changing only the lines that must change."""
