"""The outside world: models, disk, database, configuration. Nothing here knows the screen."""
