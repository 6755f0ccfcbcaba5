"""In and out: stories written by people (YAML) and our native file (JSON Lines of CloudEvents)."""
