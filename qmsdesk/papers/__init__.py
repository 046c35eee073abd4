"""What each sheet says: frozen declarations in millimetres."""
