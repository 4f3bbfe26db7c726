"""Rules of the bulletin: which counts may be told, and that nothing told is personal."""
