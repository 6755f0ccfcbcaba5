"""Middle floor: folds from events to answers. Pure; the moment is passed in."""
